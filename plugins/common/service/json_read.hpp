// Short ways to read members of an answer whose shape nobody guarantees.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

namespace service {

inline std::string_view view(const boost::json::string& text) { return {text.data(), text.size()}; }

/// The text of a string, "" for everything else.
inline std::string_view text_of(const boost::json::value& value) {
  const boost::json::string* text = value.if_string();
  return text != nullptr ? view(*text) : std::string_view();
}

inline std::string_view text_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* member = object.if_contains(key);
  return member != nullptr ? text_of(*member) : std::string_view();
}

inline std::optional<std::int64_t> integer_of(const boost::json::value& value) {
  if (const std::int64_t* number = value.if_int64()) return *number;
  if (const std::uint64_t* number = value.if_uint64()) return static_cast<std::int64_t>(*number);
  const double* number = value.if_double();  // beyond 2^63 it is no count of anything
  if (number != nullptr && *number > -9.2e18 && *number < 9.2e18) return static_cast<std::int64_t>(*number);
  return std::nullopt;
}

inline std::optional<std::int64_t> integer_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* member = object.if_contains(key);
  return member != nullptr ? integer_of(*member) : std::nullopt;
}

inline const boost::json::object* object_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* member = object.if_contains(key);
  return member != nullptr ? member->if_object() : nullptr;
}

inline const boost::json::array* array_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* member = object.if_contains(key);
  return member != nullptr ? member->if_array() : nullptr;
}

}  // namespace service
