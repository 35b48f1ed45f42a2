// Short ways to read members of a JSON answer whose shape nobody guarantees.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

namespace search {

inline std::string text_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* member = object.if_contains(key);
  if (member == nullptr || !member->is_string()) return {};
  return std::string(member->get_string().data(), member->get_string().size());
}

inline const boost::json::object* object_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* member = object.if_contains(key);
  return member != nullptr ? member->if_object() : nullptr;
}

inline const boost::json::array* array_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* member = object.if_contains(key);
  return member != nullptr ? member->if_array() : nullptr;
}

inline int integer_at(const boost::json::object& object, std::string_view key, int otherwise) {
  const boost::json::value* member = object.if_contains(key);
  if (member == nullptr) return otherwise;
  const std::int64_t* number = member->if_int64();
  return number != nullptr && *number >= 0 && *number < 1'000'000 ? static_cast<int>(*number) : otherwise;
}

/// `text` with every occurrence of the key blotted out: services quote what they were sent.
inline std::string without(std::string text, std::string_view key) {
  if (key.empty()) return text;
  for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at)) {
    text.replace(at, key.size(), "***");
  }
  return text;
}

}  // namespace search
