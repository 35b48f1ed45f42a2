// Reads members of JSON objects that may be absent or of another type.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string_view>

namespace sim_kit {

inline const boost::json::value* member(const boost::json::object& from, std::string_view name) {
  const boost::json::value* value = from.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}
inline const boost::json::object* object_in(const boost::json::object& from, std::string_view name) {
  const boost::json::value* value = from.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}
inline const boost::json::array* array_in(const boost::json::object& from, std::string_view name) {
  const boost::json::value* value = from.if_contains(name);
  return value == nullptr ? nullptr : value->if_array();
}
/// Empty if it is no text.
inline std::string_view text_in(const boost::json::object& from, std::string_view name) {
  const boost::json::value* value = from.if_contains(name);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}
inline bool bool_in(const boost::json::object& from, std::string_view name, bool otherwise) {
  const boost::json::value* value = from.if_contains(name);
  return value != nullptr && value->is_bool() ? value->get_bool() : otherwise;
}

}  // namespace sim_kit
