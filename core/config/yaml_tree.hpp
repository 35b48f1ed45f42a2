// YAML with a place for every key and value, and nothing that YAML itself leaves vague: no duplicate keys.
#pragma once
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/config.hpp"

namespace aitb::core {

struct YamlEntry;

/// One value of a file. Scalars keep their text until to_json() gives them a type, so that ${ENV} can come
/// first.
struct YamlNode {
  enum class Kind { scalar, list, map };
  Kind kind = Kind::scalar;
  std::string text;
  std::string tag;                 ///< "" plain (typed by its looks), "!" quoted, else a full tag
  bool expanded = false;           ///< text came out of ${ENV}
  std::vector<std::string> unset;  ///< names in ${} that have no value
  Mark mark;
  std::vector<YamlEntry> entries;
  std::vector<YamlNode> items;

  YamlNode* find(std::string_view key);
};

struct YamlEntry {
  std::string key;
  Mark mark;
  YamlNode value;
};

/// Values in it, itself counted.
std::size_t size_of(const YamlNode& node);

/// Bounds that keep a hostile or broken file from eating the machine.
struct YamlLimits {
  std::size_t bytes = 8u << 20, nodes = 500'000, depth = 64;
};

/// The file's one document; nullopt after an error that left nothing to read. Anchors and merge keys (<<) are
/// resolved: what a mapping says itself wins over what it merges. Problems are added, never thrown.
std::optional<YamlNode> parse_yaml(const std::string& file, std::string_view text,
                                   std::vector<Problem>& problems, const YamlLimits& limits = {});

/// A scalar by the rules of YAML 1.2: null, true, false, whole numbers (also 0x, 0o), decimals; all else is
/// text.
boost::json::value scalar_to_json(const YamlNode& scalar);

}  // namespace aitb::core
