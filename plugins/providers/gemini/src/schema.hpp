// JSON Schema into the subset of OpenAPI that Gemini's older `parameters` member takes.
#pragma once
#include <boost/json/value.hpp>

namespace gemini {

/// Lossy: what the subset cannot say is left out, `$ref` and `allOf` are resolved, recursion is cut. Null for
/// an object without properties, which the service wants left out.
boost::json::value openapi_schema(const boost::json::value& schema);

}  // namespace gemini
