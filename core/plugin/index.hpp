// What a plugin file says in its .aitb section: the fingerprint of its build, who it is and what it holds.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/plugin/catalog.hpp"

namespace aitb::core {

struct PluginIndex {
  std::vector<std::pair<std::string, std::string>> tokens;  ///< the fingerprint, in order
  std::string id, version, licence;
  std::vector<Component> components;  ///< `file` filled too
  std::string text;                   ///< as it stands in the section, without the final NUL
};

/// Parses the section's text. Throws Error(config) with the reason alone ("has a broken .aitb section: …").
PluginIndex parse_index(std::string_view section, const std::filesystem::path& file);

/// Maps the file, finds the section, parses it. Throws like the above.
PluginIndex read_index(const std::filesystem::path& file);

/// "" if the plugin was built like this host; else the token that differs and the way out.
std::string fingerprint_difference(const PluginIndex& index);
/// The same for any two token lists; `host` decides the order.
std::string fingerprint_difference(const std::vector<std::pair<std::string, std::string>>& host,
                                   const std::vector<std::pair<std::string, std::string>>& plugin);
/// This host's own fingerprint.
const std::vector<std::pair<std::string, std::string>>& host_fingerprint();

}  // namespace aitb::core
