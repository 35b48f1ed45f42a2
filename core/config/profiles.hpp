// Reads the profiles file, with the rules that hold between a profile's options.
#pragma once
#include <vector>

#include "core/config/schema.hpp"

namespace aitb::core {

void load_profiles(const Document& document, Config& config, std::vector<Problem>& problems);

}  // namespace aitb::core
