#include "core/plugin/pretty_json.hpp"

#include <boost/json/serialize.hpp>

namespace aitb::core {
namespace {

constexpr std::size_t short_enough = 80;

}  // namespace

std::string pretty_json(const boost::json::value& value, std::size_t indent) {
  std::string flat = boost::json::serialize(value);
  const bool small = !value.is_object() || indent > 0;
  if ((small && flat.size() + indent <= short_enough) || !value.is_structured()) return flat;
  const std::string margin(indent + 2, ' ');
  std::string out;
  if (value.is_array()) {
    for (const auto& one : value.as_array())
      out += (out.empty() ? "" : ",\n") + margin + pretty_json(one, indent + 2);
    return "[\n" + out + "\n" + std::string(indent, ' ') + "]";
  }
  for (const auto& [key, member] : value.as_object())
    out += (out.empty() ? "" : ",\n") + margin + boost::json::serialize(boost::json::value(key)) + ": " +
           pretty_json(member, indent + 2);
  return out.empty() ? "{}" : "{\n" + out + "\n" + std::string(indent, ' ') + "}";
}

}  // namespace aitb::core
