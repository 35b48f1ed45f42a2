#include "check.hpp"

#include <fmt/format.h>

#include <sim_kit/json_read.hpp>

namespace openai_simulator {
namespace {

namespace json = boost::json;
using sim_kit::member;

}  // namespace

std::string Place::text() const {
  if (in_ == nullptr) return std::string(name_);
  return index_ ? fmt::format("{}[{}]", in_->text(), *index_) : fmt::format("{}.{}", in_->text(), name_);
}

std::string_view type_name(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return "a boolean";
    case json::kind::int64:
    case json::kind::uint64:
      return "an integer";
    case json::kind::double_:
      return "a decimal";
    case json::kind::string:
      return "a string";
    case json::kind::array:
      return "an array";
    case json::kind::object:
      return "an object";
  }
  return "something else";
}

ApiError wrong_type(const Place& path, std::string_view expected, const json::value& found) {
  const std::string at = path.text();
  return bad_request(
      "invalid_type", at,
      fmt::format("Invalid type for '{}': expected {}, but got {} instead.", at, expected, type_name(found)));
}

ApiError missing(const Place& path) {
  const std::string at = path.text();
  return bad_request("missing_required_parameter", at, fmt::format("Missing required parameter: '{}'.", at));
}

ApiError wrong_value(const Place& path, std::string_view found,
                     std::initializer_list<std::string_view> allowed) {
  std::string list;
  std::size_t left = allowed.size();
  for (std::string_view one : allowed) {
    --left;
    list.append("'").append(one).append(left > 1 ? "', " : left == 1 ? "' and " : "'");
  }
  return bad_request("invalid_value", path.text(),
                     fmt::format("Invalid value: '{}'. Supported values are: {}.", found, list));
}

std::optional<double> number(const json::object& from, std::string_view name, double low, double high) {
  const json::value* value = member(from, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) throw wrong_type(std::string(name), "a decimal", *value);
  const double given = value->to_number<double>();
  if (given > high) {
    throw bad_request(
        "decimal_above_max_value", std::string(name),
        fmt::format(
            "Invalid '{}': decimal above maximum value. Expected a value <= {:g}, but got {:g} instead.",
            name, high, given));
  }
  if (given < low) {
    throw bad_request(
        "decimal_below_min_value", std::string(name),
        fmt::format(
            "Invalid '{}': decimal below minimum value. Expected a value >= {:g}, but got {:g} instead.",
            name, low, given));
  }
  return given;
}

std::optional<std::int64_t> integer(const json::object& from, std::string_view name, std::int64_t low,
                                    std::int64_t high) {
  const json::value* value = member(from, name);
  if (value == nullptr) return std::nullopt;
  const std::int64_t* given = value->if_int64();
  if (given == nullptr) throw wrong_type(std::string(name), "an integer", *value);
  if (*given > high) {
    throw bad_request(
        "integer_above_max_value", std::string(name),
        fmt::format("Invalid '{}': integer above maximum value. Expected a value <= {}, but got {} instead.",
                    name, high, *given));
  }
  if (*given < low) {
    throw bad_request(
        "integer_below_min_value", std::string(name),
        fmt::format("Invalid '{}': integer below minimum value. Expected a value >= {}, but got {} instead.",
                    name, low, *given));
  }
  return *given;
}

std::optional<bool> boolean(const json::object& from, std::string_view name, const Place& path) {
  const json::value* value = member(from, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_bool()) throw wrong_type(path, "a boolean", *value);
  return value->get_bool();
}

const json::string* string(const json::object& from, std::string_view name, const Place& path) {
  const json::value* value = member(from, name);
  if (value == nullptr) return nullptr;
  if (!value->is_string()) throw wrong_type(path, "a string", *value);
  return &value->get_string();
}

const json::object* object(const json::object& from, std::string_view name, const Place& path) {
  const json::value* value = member(from, name);
  if (value == nullptr) return nullptr;
  if (!value->is_object()) throw wrong_type(path, "an object", *value);
  return &value->get_object();
}

const json::array* array(const json::object& from, std::string_view name, const Place& path) {
  const json::value* value = member(from, name);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) throw wrong_type(path, "an array", *value);
  return &value->get_array();
}

const json::string& needed_string(const json::object& from, std::string_view name, const Place& path) {
  const json::string* text = string(from, name, path);
  if (text == nullptr) throw missing(path);
  return *text;
}

}  // namespace openai_simulator
