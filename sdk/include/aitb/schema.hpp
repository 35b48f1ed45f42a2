// Checks a value against the subset of JSON Schema that field tables produce, and fills in what it leaves
// out.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>

namespace aitb::inline v1 {

/// One thing that is wrong with a value.
class AITB_API SchemaProblem {
 public:
  SchemaProblem(std::string pointer_, std::string message_, bool at_key_)
      : pointer(std::move(pointer_)), message(std::move(message_)), at_key(at_key_) {}
  std::string pointer;  ///< JSON pointer inside the value; for a missing key, where it should be
  std::string message;  ///< one sentence, with the way out; no secret value is in it
  bool at_key;          ///< the key is wrong, not what it holds
};

/// [any] Everything that is wrong, in the order of the value. Knows type, enum, const, minimum, maximum,
/// minLength, minItems, pattern, format (uri, int32, uint64), required, properties, items,
/// additionalProperties, oneOf, anyOf, x-aliases, x-unit, x-secret, x-meaning (what a pattern stands for).
AITB_API std::vector<SchemaProblem> check_schema(const boost::json::object& schema,
                                                 const boost::json::value& value);

/// [any] A value that passed the check, with older names of keys renamed and defaults put where keys are
/// absent.
AITB_API boost::json::value fill_defaults(const boost::json::object& schema, boost::json::value value);

/// [any] Visits every part of `value` whose schema has `mark` ("x-secret", "x-path").
AITB_API void visit_marked(
    const boost::json::object& schema, boost::json::value& value, std::string_view mark,
    const std::function<void(const std::string& pointer, boost::json::value& part)>& visit);

/// [any] `pointer` with one more step, escaped as RFC 6901 wants.
AITB_API std::string pointer_to(std::string_view pointer, std::string_view key);

}  // namespace aitb::inline v1
