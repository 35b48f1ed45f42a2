#include <fmt/format.h>

#include <aitb/config.hpp>
#include <cmath>
#include <limits>
#include <type_traits>

#include "config/units.hpp"
#include "config/values.hpp"

namespace aitb::inline v1 {
namespace json = boost::json;
namespace {

template <class T>
Field scalar(std::string name, T& member, std::string help) {
  auto schema = values::schema_of(&member);
  if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) values::note_unit(schema, name);
  return Field(std::move(name), std::move(help), std::move(schema), values::written(member),
               [&member](const json::value& value) { values::read(value, member); });
}

template <class T>
Field maybe(std::string name, std::optional<T>& member, std::string help) {
  auto schema = values::schema_of(static_cast<const T*>(nullptr));
  if constexpr (!std::is_same_v<T, bool>) values::note_unit(schema, name);
  json::array types;
  types.push_back(schema["type"]);
  types.emplace_back("null");
  schema["type"] = std::move(types);
  return Field(std::move(name), std::move(help), std::move(schema),
               member ? values::written(*member) : json::value(), [&member](const json::value& value) {
                 if (value.is_null()) return member.reset();
                 T read{};
                 values::read(value, read);
                 member = std::move(read);
               });
}

}  // namespace

Field field(std::string name, bool& member, std::string help) { return scalar(name, member, help); }
Field field(std::string name, int& member, std::string help) { return scalar(name, member, help); }
Field field(std::string name, std::int64_t& member, std::string help) { return scalar(name, member, help); }
Field field(std::string name, std::uint64_t& member, std::string help) { return scalar(name, member, help); }
Field field(std::string name, double& member, std::string help) { return scalar(name, member, help); }
Field field(std::string name, std::string& member, std::string help) { return scalar(name, member, help); }

Field field(std::string name, std::optional<int>& member, std::string help) {
  return maybe(name, member, help);
}
Field field(std::string name, std::optional<std::int64_t>& member, std::string help) {
  return maybe(name, member, help);
}
Field field(std::string name, std::optional<double>& member, std::string help) {
  return maybe(name, member, help);
}
Field field(std::string name, std::optional<bool>& member, std::string help) {
  return maybe(name, member, help);
}

Field field(std::string name, Duration& member, std::string help) {
  const auto* unit = units::of_key(name);
  if (!unit || unit->dimension != "time")
    throw Error(ErrorKind::internal,
                fmt::format("the duration \"{}\" must be named after its unit: …_ms, _us or _sec", name));
  const double ns = std::round(unit->factor * 1e9);
  json::object schema;
  schema["type"] = "number";
  values::note_unit(schema, name);
  return Field(std::move(name), std::move(help), std::move(schema),
               values::written(static_cast<double>(member.count()) / ns),
               [&member, ns](const json::value& value) {
                 double x = 0;
                 values::read(value, x);
                 constexpr auto most = static_cast<double>(std::numeric_limits<std::int64_t>::max() / 2);
                 if (std::abs(x * ns) > most) throw ConfigError("", "this time is longer than a century");
                 member = Duration(std::llround(x * ns));
               });
}

Field field(std::string name, Distribution& member, std::string help) {
  json::object schema = Distribution::schema().as_object();
  schema.erase("description");
  values::note_unit(schema, name);
  return Field(std::move(name), std::move(help), std::move(schema), member.to_json(),
               [&member](const json::value& value) { member = Distribution::from_json(value); });
}

Field field(std::string name, json::value& member, std::string help) {
  return Field(std::move(name), std::move(help), json::object(), member,
               [&member](const json::value& value) { member = value; });
}

Field field(std::string name, json::object& member, std::string help) {
  json::object schema;
  schema["type"] = "object";
  return Field(std::move(name), std::move(help), std::move(schema), member,
               [&member](const json::value& value) { member = value.as_object(); });
}

}  // namespace aitb::inline v1
