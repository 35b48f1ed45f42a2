// Where the programs are that a run may need.
#pragma once
#include <filesystem>
#include <string_view>

namespace aitb::core {

/// The file that the shell would run for that name (or the path itself), "" if there is none.
std::filesystem::path find_program(std::string_view name);
/// A Chromium under one of its usual names, "" if there is none.
std::filesystem::path find_browser();

}  // namespace aitb::core
