#include "core/report/json_text.hpp"

#include <boost/json/serialize.hpp>
#include <charconv>
#include <cmath>

namespace aitb::core {
namespace {

namespace json = boost::json;
constexpr std::size_t short_array = 6;

bool flat(const json::array& array) {
  if (array.size() > short_array) return false;
  for (const json::value& item : array) {
    if (item.is_structured()) return false;
  }
  return true;
}

void append(std::string& out, const json::value& value, std::size_t indent);

void append_array(std::string& out, const json::array& array, std::size_t indent) {
  const bool one_line = flat(array);
  const std::string separator = one_line ? ", " : ",\n" + std::string(indent + 2, ' ');
  out += one_line ? "[" : "[\n" + std::string(indent + 2, ' ');
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (i > 0) out += separator;
    append(out, array[i], indent + 2);
  }
  out += one_line ? "]" : "\n" + std::string(indent, ' ') + "]";
}

void append_object(std::string& out, const json::object& object, std::size_t indent) {
  if (object.empty()) {
    out += "{}";
    return;
  }
  out += "{\n";
  bool first = true;
  for (const auto& member : object) {
    if (!first) out += ",\n";
    first = false;
    out.append(indent + 2, ' ');
    out += json::serialize(json::string(member.key()));
    out += ": ";
    append(out, member.value(), indent + 2);
  }
  out += "\n" + std::string(indent, ' ') + "}";
}

void append(std::string& out, const json::value& value, std::size_t indent) {
  if (const auto* array = value.if_array()) {
    append_array(out, *array, indent);
  } else if (const auto* object = value.if_object()) {
    append_object(out, *object, indent);
  } else if (value.is_double()) {
    out += std::isfinite(value.get_double()) ? number_text(value.get_double()) : "null";
  } else {
    out += json::serialize(value);
  }
}

}  // namespace

std::string number_text(double value) {
  char digits[32];
  constexpr double exact_integers = 9007199254740992.0;  // 2^53
  if (value == std::trunc(value) && std::abs(value) < exact_integers)
    return {digits, std::to_chars(digits, digits + sizeof digits, static_cast<std::int64_t>(value)).ptr};
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

std::string json_text(const json::value& value) {
  std::string out;
  append(out, value, 0);
  out.push_back('\n');
  return out;
}

}  // namespace aitb::core
