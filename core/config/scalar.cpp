#include <charconv>
#include <cmath>
#include <optional>

#include "core/config/yaml_tree.hpp"

namespace aitb::core {
namespace json = boost::json;
namespace {

template <class Int>
std::optional<Int> whole(std::string_view text, int base) {
  Int value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<json::value> number(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0o")) {
    if (const auto value = whole<std::uint64_t>(text.substr(2), text[1] == 'x' ? 16 : 8))
      return json::value(*value);
    return std::nullopt;
  }
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto digits = text.find_first_of("0123456789");
  if (digits == std::string_view::npos ||
      text.substr(0, digits).find_first_not_of("-.") != std::string_view::npos)
    return std::nullopt;
  if (const auto value = whole<std::int64_t>(text, 10)) return json::value(*value);
  if (const auto value = whole<std::uint64_t>(text, 10)) return json::value(*value);
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return json::value(value);
}

}  // namespace

json::value scalar_to_json(const YamlNode& scalar) {
  const std::string_view text = scalar.text;
  if (!scalar.tag.empty() && !scalar.tag.ends_with(":int") && !scalar.tag.ends_with(":float") &&
      !scalar.tag.ends_with(":bool") && !scalar.tag.ends_with(":null"))
    return json::value(text);
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  if (auto value = number(text)) return std::move(*value);
  return json::value(text);
}

}  // namespace aitb::core
