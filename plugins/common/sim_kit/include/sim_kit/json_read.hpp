// Reads members of JSON objects that may be absent or of another type.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string_view>

namespace sim_kit {

/// The member, or nullptr. Requests ask for dozens of members that are not there: in a small object a look at
/// each key's length tells that sooner than Boost's search does.
inline const boost::json::value* find_member(const boost::json::object& from, std::string_view name) {
  constexpr std::size_t kSmall = 18;  // Boost hashes the keys of larger ones
  if (from.size() > kSmall) return from.if_contains(name);
  for (const boost::json::key_value_pair& one : from) {
    if (std::string_view(one.key().data(), one.key().size()) == name) return &one.value();
  }
  return nullptr;
}
inline const boost::json::value* member(const boost::json::object& from, std::string_view name) {
  const boost::json::value* value = find_member(from, name);
  return value == nullptr || value->is_null() ? nullptr : value;
}
inline const boost::json::object* object_in(const boost::json::object& from, std::string_view name) {
  const boost::json::value* value = find_member(from, name);
  return value == nullptr ? nullptr : value->if_object();
}
inline const boost::json::array* array_in(const boost::json::object& from, std::string_view name) {
  const boost::json::value* value = find_member(from, name);
  return value == nullptr ? nullptr : value->if_array();
}
/// Empty if it is no text.
inline std::string_view text_in(const boost::json::object& from, std::string_view name) {
  const boost::json::value* value = find_member(from, name);
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}
inline bool bool_in(const boost::json::object& from, std::string_view name, bool otherwise) {
  const boost::json::value* value = find_member(from, name);
  return value != nullptr && value->is_bool() ? value->get_bool() : otherwise;
}

}  // namespace sim_kit
