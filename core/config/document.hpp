// A file's values as JSON together with the place of each, so that checks on values can point into the file.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/config/config.hpp"
#include "core/config/environment.hpp"
#include "core/config/yaml_tree.hpp"

namespace aitb::core {

/// Where a value stands and what it was before it had a type.
struct Place {
  Mark key, value;
  std::string text;       ///< of a scalar, as written or as ${ENV} made it
  bool expanded = false;  ///< it came out of ${ENV}
  std::vector<std::string> unset;
};

struct Document {
  std::string file;              ///< as it is shown
  std::filesystem::path folder;  ///< base of relative paths; empty for a built-in file
  bool built_in = false;
  boost::json::value value;  ///< a mapping, empty if the file could not be read
  std::map<std::string, Place> places;

  /// The value there, nullptr if absent.
  const boost::json::value* at(const std::string& pointer) const;
  /// The place of the pointer or of the nearest mapping around it.
  const Place& place(std::string pointer) const;
};

/// Gives the document the tree's values and their places.
void fill_document(Document& document, const YamlNode& root);

/// Reads the file, or `built_in` if the path is empty, up to values with places: YAML, ${ENV}, extends in
/// `blocks`. Adds the file to config.files.
Document read_document(const std::filesystem::path& path, std::string_view built_in,
                       const std::string& built_in_name, const std::vector<std::string>& blocks,
                       const Environment& environment, Config& config, std::vector<Problem>& problems);

/// "scenarios.chat_basic.model" for "/scenarios/chat_basic/model".
std::string dotted(const std::string& pointer);

}  // namespace aitb::core
