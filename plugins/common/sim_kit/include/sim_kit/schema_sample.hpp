// Writes a small JSON value that a JSON Schema accepts: arguments of tool calls and structured answers.
#pragma once
#include <aitb/random.hpp>
#include <boost/json/object.hpp>

#include <functional>
#include <optional>
#include <string_view>

namespace sim_kit {

/// May know a better value for a property than a made-up one; it must fit the schema.
using PropertyHint = std::function<std::optional<boost::json::value>(std::string_view name,
                                                                     const boost::json::object& schema)>;

/// Knows type, enum, const, properties, required, items, prefixItems, minItems, the numeric and length
/// limits, format, anyOf, oneOf, allOf and local $ref. A `pattern` is not solved. Optional properties are
/// left out where others are required, so the value stays small.
boost::json::value schema_sample(const boost::json::value& schema, aitb::Random& random,
                                 const PropertyHint& hint = {});

}  // namespace sim_kit
