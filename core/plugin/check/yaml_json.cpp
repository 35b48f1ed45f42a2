#include "core/plugin/check/yaml_json.hpp"

#include <yaml-cpp/yaml.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>

#include <aitb/error.hpp>

namespace aitb::core::check {
namespace {

boost::json::value scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  if (node.Tag() == "!") return boost::json::value(text);
  if (text.empty() || text == "~" || text == "null") return nullptr;
  if (text == "true") return true;
  if (text == "false") return false;
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(text.data(), end, whole); read.ec == std::errc() && read.ptr == end)
    return whole;
  double real = 0;
  if (const auto read = std::from_chars(text.data(), end, real); read.ec == std::errc() && read.ptr == end)
    return real;
  return boost::json::value(text);
}

boost::json::value convert(const YAML::Node& node) {
  if (node.IsScalar()) return scalar(node);
  if (node.IsSequence()) {
    boost::json::array items;
    for (const YAML::Node& one : node) items.push_back(convert(one));
    return items;
  }
  if (node.IsMap()) {
    boost::json::object members;
    for (const auto& member : node) members[member.first.Scalar()] = convert(member.second);
    return members;
  }
  return nullptr;
}

}  // namespace

boost::json::value json_of_yaml(const std::string& text) {
  try {
    return convert(YAML::Load(text));
  } catch (const YAML::Exception& error) {
    throw Error(ErrorKind::config, error.what());
  }
}

}  // namespace aitb::core::check
