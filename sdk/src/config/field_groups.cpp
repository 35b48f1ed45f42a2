#include <aitb/config.hpp>
#include <aitb/schema.hpp>
#include <memory>

#include "config/values.hpp"

namespace aitb::inline v1 {
namespace json = boost::json;
namespace {

template <class T>
Field list(std::string name, std::vector<T>& member, std::string help) {
  json::object schema;
  schema["type"] = "array";
  schema["items"] = values::schema_of(static_cast<const T*>(nullptr));
  if constexpr (std::is_arithmetic_v<T>) values::note_unit(schema, name);
  json::array fallback;
  for (const T& each : member) fallback.push_back(values::written(each));
  return Field(std::move(name), std::move(help), std::move(schema), std::move(fallback),
               [&member](const json::value& value) {
                 std::vector<T> read;
                 for (const auto& each : value.as_array()) values::read(each, read.emplace_back());
                 member = std::move(read);
               });
}

}  // namespace

Field field(std::string name, std::vector<std::string>& member, std::string help) {
  return list(name, member, help);
}
Field field(std::string name, std::vector<int>& member, std::string help) { return list(name, member, help); }
Field field(std::string name, std::vector<double>& member, std::string help) {
  return list(name, member, help);
}

Field field(std::string name, std::map<std::string, std::string>& member, std::string help) {
  json::object schema;
  schema["type"] = "object";
  schema["additionalProperties"] = values::schema_of(static_cast<const std::string*>(nullptr));
  json::object fallback;
  for (const auto& [key, text] : member) fallback.emplace(key, text);
  return Field(std::move(name), std::move(help), std::move(schema), std::move(fallback),
               [&member](const json::value& value) {
                 std::map<std::string, std::string> read;
                 for (const auto& [key, text] : value.as_object()) values::read(text, read[key]);
                 member = std::move(read);
               });
}

Field nested(std::string name, FieldTable table, std::string help) {
  auto schema = table.schema();
  auto fallback = table.defaults();
  const auto shared = std::make_shared<const FieldTable>(std::move(table));
  return Field(std::move(name), std::move(help), std::move(schema), std::move(fallback),
               [shared](const json::value& value) { shared->decode(value); });
}

Field sequence(std::string name, json::object element_schema, std::function<FieldTable()> make,
               std::string help, std::function<void()> clear) {
  json::object schema;
  schema["type"] = "array";
  schema["items"] = std::move(element_schema);
  return Field(std::move(name), std::move(help), std::move(schema), json::array(),
               [make = std::move(make), clear = std::move(clear)](const json::value& value) {
                 if (clear) clear();
                 std::size_t index = 0;
                 for (const auto& each : value.as_array()) {
                   try {
                     make().decode(each);
                   } catch (const ConfigError& error) {
                     throw ConfigError(pointer_to("", std::to_string(index)) + error.pointer(), error.what());
                   }
                   ++index;
                 }
               });
}

}  // namespace aitb::inline v1
