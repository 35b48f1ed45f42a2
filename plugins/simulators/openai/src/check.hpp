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

/// "an object", "a string instead": how the service names JSON types.
std::string_view type_name(const boost::json::value& value);
ApiError wrong_type(const std::string& path, std::string_view expected, const boost::json::value& found);
ApiError missing(const std::string& path);
ApiError wrong_value(const std::string& path, std::string_view found,
                     std::initializer_list<std::string_view> allowed);

// Each returns nullopt or nullptr for an absent or null member.
std::optional<double> number(const boost::json::object& from, std::string_view name, double low, double high);
std::optional<std::int64_t> integer(const boost::json::object& from, std::string_view name, std::int64_t low,
                                    std::int64_t high);
std::optional<bool> boolean(const boost::json::object& from, std::string_view name, const std::string& path);
const boost::json::string* string(const boost::json::object& from, std::string_view name,
                                  const std::string& path);
const boost::json::object* object(const boost::json::object& from, std::string_view name,
                                  const std::string& path);
const boost::json::array* array(const boost::json::object& from, std::string_view name,
                                const std::string& path);
/// The same, and its absence is refused.
const boost::json::string& needed_string(const boost::json::object& from, std::string_view name,
                                         const std::string& path);

inline std::string_view view(const boost::json::string& text) { return {text.data(), text.size()}; }

}  // namespace openai_simulator
