#include <fmt/format.h>

#include <aitb/config.hpp>
#include <aitb/schema.hpp>
#include <set>
#include <utility>

namespace aitb::inline v1 {
namespace json = boost::json;

FieldTable::FieldTable(std::vector<Field> fields) : fields_(std::move(fields)) {
  std::set<std::string_view> names;
  const auto claim = [&](const std::string& name) {
    if (!names.insert(name).second)
      throw Error(ErrorKind::internal, fmt::format("the table of options has the key \"{}\" twice", name));
  };
  for (const Field& each : fields_) {
    claim(each.name());
    for (const auto& other : each.aliases()) claim(other);
  }
}

json::object FieldTable::schema() const {
  json::object properties;
  json::array required;
  for (const Field& each : fields_) {
    properties.emplace(each.name(), each.schema());
    if (each.is_required()) required.emplace_back(each.name());
  }
  json::object schema;
  schema["type"] = "object";
  schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return schema;
}

void FieldTable::decode(const json::value& options) const {
  const auto problems = check_schema(schema(), options);
  if (!problems.empty()) throw ConfigError(problems.front().pointer, problems.front().message);
  const json::object& given = options.get_object();
  for (const Field& each : fields_) {
    const auto* value = given.if_contains(each.name());
    for (const auto& other : each.aliases())
      if (!value) value = given.if_contains(other);
    if (!value) continue;
    try {
      each.decode(*value);
    } catch (const ConfigError& error) {
      throw ConfigError(pointer_to("", each.name()) + error.pointer(), error.what());
    }
  }
}

json::object FieldTable::defaults() const {
  json::object defaults;
  for (const Field& each : fields_)
    if (const auto* fallback = each.schema().if_contains("default")) defaults.emplace(each.name(), *fallback);
  return defaults;
}

}  // namespace aitb::inline v1
