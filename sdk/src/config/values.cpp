#include "config/values.hpp"

#include <aitb/error.hpp>
#include <aitb/schema.hpp>
#include <cmath>

#include "config/units.hpp"

namespace aitb::values {
namespace {

json::object of_type(std::string_view type, std::string_view format = {}) {
  json::object schema;
  schema["type"] = type;
  if (!format.empty()) schema["format"] = format;
  return schema;
}

template <class T>
void demand(const json::value& value, const T* type) {
  const auto problems = check_schema(schema_of(type), value);
  if (!problems.empty()) throw ConfigError(problems.front().pointer, problems.front().message);
}

template <class T>
void read_number(const json::value& value, T& out) {
  demand(value, &out);
  out = value.is_double() ? static_cast<T>(value.get_double()) : value.to_number<T>();
}

}  // namespace

json::value written(double x) {
  constexpr double exact = 9007199254740992.0;
  if (std::trunc(x) == x && std::abs(x) < exact) return static_cast<std::int64_t>(x);
  return x;
}

json::value written(std::uint64_t x) { return x; }

json::object schema_of(const bool*) { return of_type("boolean"); }
json::object schema_of(const int*) { return of_type("integer", "int32"); }
json::object schema_of(const std::int64_t*) { return of_type("integer", "int64"); }
json::object schema_of(const std::uint64_t*) { return of_type("integer", "uint64"); }
json::object schema_of(const double*) { return of_type("number"); }
json::object schema_of(const std::string*) { return of_type("string"); }

void read(const json::value& value, bool& out) {
  demand(value, &out);
  out = value.get_bool();
}
void read(const json::value& value, int& out) { read_number(value, out); }
void read(const json::value& value, std::int64_t& out) { read_number(value, out); }
void read(const json::value& value, std::uint64_t& out) { read_number(value, out); }
void read(const json::value& value, double& out) { read_number(value, out); }
void read(const json::value& value, std::string& out) {
  demand(value, &out);
  out = std::string(value.get_string());
}

void note_unit(json::object& schema, std::string_view key) {
  const auto* unit = units::of_key(key);
  if (!unit) return;
  if (auto* items = schema.if_contains("items"); items && items->is_object())
    return note_unit(items->get_object(), key);
  schema["x-unit"] = key.substr(key.rfind('_') + 1);
  for (const auto keyword : {"oneOf", "anyOf"})
    if (auto* forms = schema.if_contains(keyword); forms && forms->is_array())
      for (auto& form : forms->get_array())
        if (auto* part = form.if_object();
            part && part->contains("type") && *part->if_contains("type") == "number")
          (*part)["x-unit"] = schema["x-unit"];
}

}  // namespace aitb::values
