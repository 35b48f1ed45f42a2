#include "fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include <sim_kit/ask.hpp>
#include "api_error.hpp"

namespace gemini_simulator {
namespace {

namespace json = boost::json;

std::string snake_case(std::string_view name) {
  std::string out;
  for (char c : name) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isupper(letter) != 0) out += '_';
    out += static_cast<char>(std::tolower(letter));
  }
  return out;
}

std::optional<std::int64_t> integer_of(const json::value& value) {
  if (const std::int64_t* number = value.if_int64()) return *number;
  if (const json::string* text = value.if_string()) {
    std::int64_t number = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
    if (read.ec == std::errc() && read.ptr == text->data() + text->size()) return number;
  }
  return std::nullopt;
}

}  // namespace

const json::value* get(const json::object& from, std::string_view name) {
  const json::value* value = from.if_contains(name);
  if (value == nullptr) value = from.if_contains(snake_case(name));
  return value == nullptr || value->is_null() ? nullptr : value;
}

const json::object* get_object(const json::object& from, std::string_view name) {
  const json::value* value = get(from, name);
  return value == nullptr ? nullptr : value->if_object();
}

const json::array* get_array(const json::object& from, std::string_view name) {
  const json::value* value = get(from, name);
  return value == nullptr ? nullptr : value->if_array();
}

std::string_view get_text(const json::object& from, std::string_view name) {
  const json::value* value = get(from, name);
  return value != nullptr && value->is_string() ? sim_kit::view(value->get_string()) : std::string_view();
}

bool get_bool(const json::object& from, std::string_view name) {
  const json::value* value = get(from, name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::optional<std::int64_t> get_integer(const json::object& from, std::string_view name) {
  const json::value* value = get(from, name);
  if (value == nullptr) return std::nullopt;
  const std::optional<std::int64_t> number = integer_of(*value);
  if (!number) throw invalid(fmt::format("Invalid value at '{}' (TYPE_INT32)", snake_case(name)));
  return number;
}

void refuse_unknown(const json::object& from, const std::vector<std::string_view>& known,
                    std::string_view where) {
  for (const auto& member : from) {
    const std::string_view name(member.key().data(), member.key().size());
    const bool found = std::any_of(known.begin(), known.end(), [&](std::string_view one) {
      return name == one || name == snake_case(one);
    });
    if (found) continue;
    const std::string at = where.empty() ? "" : fmt::format(" at '{}'", where);
    throw invalid(
        fmt::format("Invalid JSON payload received. Unknown name \"{}\"{}: Cannot find field.", name, at));
  }
}

json::value plain_schema(const json::value& schema) {
  if (const json::array* array = schema.if_array()) {
    json::array out;
    for (const json::value& one : *array) out.push_back(plain_schema(one));
    return out;
  }
  const json::object* object = schema.if_object();
  if (object == nullptr) return schema;
  json::object out;
  for (const auto& member : *object) {
    const std::string_view name(member.key().data(), member.key().size());
    const json::value& value = member.value();
    if (name == "type" && value.is_string()) {
      std::string word(sim_kit::view(value.get_string()));
      std::transform(word.begin(), word.end(), word.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      out[name] = word;
    } else if ((name.starts_with("min") || name.starts_with("max")) && value.is_string()) {
      if (const auto number = integer_of(value)) out[name] = *number;
    } else if (name == "enum" || name == "const" || name == "default" || name == "example") {
      out[name] = value;
    } else {
      out[name] = plain_schema(value);
    }
  }
  return out;
}

}  // namespace gemini_simulator
