// Makes a list of problems fit to be shown: in order, without doubles, with source lines, without secrets.
#pragma once
#include <string>
#include <vector>

#include "core/config/config.hpp"

namespace aitb::core {

void finish_problems(std::vector<Problem>& problems, const Config& config);
/// `text` with every secret replaced; those too short to be one are left.
std::string without_secrets(std::string text, const std::vector<std::string>& secrets);

}  // namespace aitb::core
