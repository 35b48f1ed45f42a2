// Makes text valid UTF-8, because a garbage answer may be quoted in an error and JSON readers refuse it.
#pragma once
#include <string>
#include <string_view>

namespace aitb::jsonl {

/// Appends `text`, each invalid byte as U+FFFD.
void append_valid_utf8(std::string& out, std::string_view text);

}  // namespace aitb::jsonl
