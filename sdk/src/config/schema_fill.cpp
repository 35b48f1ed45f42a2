#include <aitb/schema.hpp>
#include <algorithm>
#include <utility>

namespace aitb::inline v1 {
namespace json = boost::json;
namespace {

using Visit = std::function<void(const std::string&, json::value&)>;

const json::object* object_at(const json::object& schema, std::string_view keyword) {
  const auto* found = schema.if_contains(keyword);
  return found ? found->if_object() : nullptr;
}

void rename_aliases(const json::object& properties, json::object& object) {
  for (const auto& [name, property] : properties) {
    const auto* aliases = property.is_object() ? property.get_object().if_contains("x-aliases") : nullptr;
    if (!aliases || object.contains(name)) continue;
    for (const auto& alias : aliases->as_array()) {
      auto* given = object.if_contains(alias.as_string());
      if (!given) continue;
      json::value moved = std::move(*given);
      object.erase(alias.as_string());
      object.emplace(name, std::move(moved));
      break;
    }
  }
}

void fill(const json::object& schema, json::value& value);

void fill_object(const json::object& schema, json::object& object) {
  const auto* properties = object_at(schema, "properties");
  if (properties) rename_aliases(*properties, object);
  const auto* others = object_at(schema, "additionalProperties");
  for (auto& [key, part] : object) {
    const auto* property = properties ? object_at(*properties, key) : nullptr;
    if (property)
      fill(*property, part);
    else if (others)
      fill(*others, part);
  }
  if (!properties) return;
  for (const auto& [name, property] : *properties) {
    const auto* fallback = property.is_object() ? property.get_object().if_contains("default") : nullptr;
    if (fallback && !object.contains(name)) object.emplace(name, *fallback);
  }
}

void fill(const json::object& schema, json::value& value) {
  if (value.is_object()) fill_object(schema, value.get_object());
  const auto* items = object_at(schema, "items");
  if (value.is_array() && items)
    for (auto& item : value.get_array()) fill(*items, item);
}

void walk(const json::object& schema, json::value& value, std::string_view mark, const Visit& visit,
          const std::string& at) {
  if (const auto* marked = schema.if_contains(mark); marked && marked->is_bool() && marked->get_bool())
    return visit(at, value);
  for (const auto keyword : {"oneOf", "anyOf"})
    if (const auto* forms = schema.if_contains(keyword); forms && forms->is_array())
      for (const auto& form : forms->get_array())
        if (form.is_object()) walk(form.get_object(), value, mark, visit, at);
  if (value.is_array()) {
    const auto* items = object_at(schema, "items");
    if (!items) return;
    std::size_t index = 0;
    for (auto& item : value.get_array())
      walk(*items, item, mark, visit, pointer_to(at, std::to_string(index++)));
    return;
  }
  if (!value.is_object()) return;
  const auto* properties = object_at(schema, "properties");
  const auto* others = object_at(schema, "additionalProperties");
  for (auto& [key, part] : value.get_object()) {
    const auto* property = properties ? object_at(*properties, key) : nullptr;
    if (property)
      walk(*property, part, mark, visit, pointer_to(at, key));
    else if (others)
      walk(*others, part, mark, visit, pointer_to(at, key));
  }
}

}  // namespace

json::value fill_defaults(const json::object& schema, json::value value) {
  fill(schema, value);
  return value;
}

void visit_marked(const json::object& schema, json::value& value, std::string_view mark, const Visit& visit) {
  walk(schema, value, mark, visit, "");
}

}  // namespace aitb::inline v1
