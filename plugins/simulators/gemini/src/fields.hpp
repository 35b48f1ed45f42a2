// Reads protobuf JSON: names in camelCase or snake_case, 64-bit integers as numbers or text.
#pragma once
#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gemini_simulator {

/// nullptr if absent or null. `name` is in camelCase.
const boost::json::value* get(const boost::json::object& from, std::string_view name);
const boost::json::object* get_object(const boost::json::object& from, std::string_view name);
const boost::json::array* get_array(const boost::json::object& from, std::string_view name);
std::string_view get_text(const boost::json::object& from, std::string_view name);
bool get_bool(const boost::json::object& from, std::string_view name);
/// Throws ApiError 400 if it is no integer.
std::optional<std::int64_t> get_integer(const boost::json::object& from, std::string_view name);
/// Throws ApiError 400 for a member that is none of `known`; `where` is empty at the top.
void refuse_unknown(const boost::json::object& from, const std::vector<std::string_view>& known,
                    std::string_view where);
/// A schema with types in lower case and limits as numbers, as JSON Schema wants.
boost::json::value plain_schema(const boost::json::value& schema);

}  // namespace gemini_simulator
