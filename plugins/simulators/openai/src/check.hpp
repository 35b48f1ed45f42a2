// Single checks of request parameters, each refusing in the words of the real service.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "api_error.hpp"

namespace openai_simulator {

/// Where a value stands in the body, "messages[0].role": put together only when it is refused. A part refers
/// to the place it is in.
class Place {
 public:
  Place(std::string_view name) : name_(name) {}    // NOLINT(google-explicit-constructor): a name is a place
  Place(const std::string& name) : name_(name) {}  // NOLINT(google-explicit-constructor)
  Place(const char* name) : name_(name) {}         // NOLINT(google-explicit-constructor)
  Place(const Place& in, std::string_view member) : in_(&in), name_(member) {}
  Place(const Place& in, std::size_t index) : in_(&in), index_(index) {}
  std::string text() const;

 private:
  const Place* in_ = nullptr;
  std::string_view name_;
  std::optional<std::size_t> index_;  ///< of an element
};

/// "an object", "a string instead": how the service names JSON types.
std::string_view type_name(const boost::json::value& value);
ApiError wrong_type(const Place& path, std::string_view expected, const boost::json::value& found);
ApiError missing(const Place& path);
ApiError wrong_value(const Place& path, std::string_view found,
                     std::initializer_list<std::string_view> allowed);

// Each returns nullopt or nullptr for an absent or null member.
std::optional<double> number(const boost::json::object& from, std::string_view name, double low, double high);
std::optional<std::int64_t> integer(const boost::json::object& from, std::string_view name, std::int64_t low,
                                    std::int64_t high);
std::optional<bool> boolean(const boost::json::object& from, std::string_view name, const Place& path);
const boost::json::string* string(const boost::json::object& from, std::string_view name, const Place& path);
const boost::json::object* object(const boost::json::object& from, std::string_view name, const Place& path);
const boost::json::array* array(const boost::json::object& from, std::string_view name, const Place& path);
/// The same, and its absence is refused.
const boost::json::string& needed_string(const boost::json::object& from, std::string_view name,
                                         const Place& path);

inline std::string_view view(const boost::json::string& text) { return {text.data(), text.size()}; }

}  // namespace openai_simulator
