// Puts values into ${NAME} and what they extend into mappings that say `extends:`.
#pragma once
#include <string>
#include <vector>

#include "core/config/environment.hpp"
#include "core/config/yaml_tree.hpp"

namespace aitb::core {

/// Replaces ${NAME} and ${NAME:-default} in every value (never in keys); $${ stands for ${. A name without a
/// value is noted in YamlNode::unset, as only the schema tells whether that is an error. Values of variables
/// whose names speak of a secret are added to `secrets`.
void expand_environment(YamlNode& node, const Environment& environment, std::vector<Problem>& problems,
                        std::vector<std::string>& secrets);

/// In each of the named mappings (`scenarios:`, `profiles:` …): puts below an entry what the entries that its
/// `extends:` names (one or a list; the first wins) say and it does not. Mappings inside are joined, lists
/// replaced; `disabled` is not handed down.
void apply_extends(YamlNode& entries, const std::string& block, std::vector<Problem>& problems);

/// Does a key or variable of that name hold something to be kept secret?
bool looks_secret(std::string_view name);

}  // namespace aitb::core
