// Writes a small JSON value that a JSON Schema accepts: arguments of tool calls and structured answers.
#pragma once
#include <aitb/random.hpp>
#include <boost/json/value.hpp>

namespace openai_simulator {

/// Knows type, enum, const, properties, required, items, prefixItems, minItems, the numeric and length
/// limits, format, anyOf, oneOf, allOf and local $ref. A `pattern` is not solved. Optional properties are
/// left out where others are required, so the value stays small.
boost::json::value schema_sample(const boost::json::value& schema, aitb::Random& random);

}  // namespace openai_simulator
