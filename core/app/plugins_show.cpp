// `aitb-host plugins show` and `plugins schema`: what a component's options are.
#include <boost/json/serialize.hpp>
#include <iostream>

#include <aitb/nearest.hpp>

#include "core/app/command.hpp"
#include "core/app/plugins_command.hpp"
#include "core/app/text_table.hpp"

#include "core/plugin/pretty_json.hpp"

namespace aitb::core {
namespace {

std::string text_of(const boost::json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (value == nullptr) return {};
  if (value->is_string()) return std::string(value->as_string());
  return boost::json::serialize(*value);
}

bool in_list(const boost::json::object& schema, std::string_view list, std::string_view name) {
  const auto* names = schema.if_contains(list);
  if (names == nullptr || !names->is_array()) return false;
  for (const auto& one : names->as_array())
    if (one.is_string() && one.as_string() == name) return true;
  return false;
}

std::string limits_of(const boost::json::object& property) {
  std::string text;
  auto add = [&text](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (property.contains("enum")) add("one of " + text_of(property, "enum"));
  if (property.contains("minimum")) add(">= " + text_of(property, "minimum"));
  if (property.contains("maximum")) add("<= " + text_of(property, "maximum"));
  if (property.contains("pattern")) add("matches " + text_of(property, "pattern"));
  if (property.contains("x-secret")) add("secret: from ${ENVIRONMENT} only");
  return text;
}

void add_rows(TextTable& table, const boost::json::object& schema, const std::string& prefix) {
  const auto* properties = schema.if_contains("properties");
  if (properties == nullptr || !properties->is_object()) return;
  for (const auto& [name, value] : properties->as_object()) {
    const auto& property = value.as_object();
    const std::string key = prefix + std::string(name);
    const std::string fallback =
        in_list(schema, "required", name) ? "(required)" : text_of(property, "default");
    const std::string type = text_of(property, "type");
    std::string help = text_of(property, "description");
    if (const std::string limits = limits_of(property); !limits.empty()) help += " (" + limits + ")";
    table.row({key, type.empty() ? "any" : type, fallback, help});
    add_rows(table, property, key + ".");
    if (const auto* items = property.if_contains("items"); items != nullptr && items->is_object())
      add_rows(table, items->as_object(), key + "[].");
  }
}

void show(Catalog& catalog, const Component& component) {
  std::cout << to_string(component.kind) << ' ' << component.type << ": " << component.summary << '\n';
  for (const std::string& alias : component.aliases) std::cout << "also called " << alias << '\n';
  std::cout << "plugin " << component.plugin_id << ' ' << component.version << ", licence "
            << component.licence << '\n'
            << "file " << component.file.string() << '\n';
  TextTable table({"OPTION", "TYPE", "DEFAULT", "HELP"});
  add_rows(table, catalog.schema(component), {});
  std::cout << (table.empty() ? "it has no options\n" : "\n" + table.text());
  if (const std::string sample = catalog.sample(component); !sample.empty())
    std::cout << "\nsample:\n" << sample;
}

}  // namespace

std::vector<const Component*> find_components(const Catalog& catalog, const std::string& word) {
  const std::size_t slash = word.find('/');
  const std::string kind = slash == word.npos ? "" : word.substr(0, slash);
  const std::string type = slash == word.npos ? word : word.substr(slash + 1);
  std::vector<const Component*> found;
  std::vector<std::string> names;
  for (const Component& one : catalog.components()) {
    names.push_back(one.type);
    const bool same_kind = kind.empty() || kind == to_string(one.kind);
    if (same_kind && catalog.find(one.kind, type) == &one) found.push_back(&one);
  }
  if (!found.empty()) return found;
  std::string text = "no component '" + word + "'";
  const auto near = nearest(type, names);
  for (const std::string& name : near) text += (&name == &near.front() ? "; nearest: " : ", ") + name;
  throw Error(ErrorKind::config, text + "; `aitb-host plugins list` shows all, and where it looked");
}

int plugins_show(const CatalogOptions& options, const std::string& word) {
  Catalog catalog(options);
  bool first = true;
  for (const Component* component : find_components(catalog, word)) {
    if (!first) std::cout << '\n';
    first = false;
    show(catalog, *component);
  }
  return exit_ok;
}

int plugins_schema(const CatalogOptions& options, const std::string& word) {
  Catalog catalog(options);
  const auto found = find_components(catalog, word);
  if (found.size() > 1) {
    std::string kinds;
    for (const Component* one : found)
      kinds += std::string(kinds.empty() ? "" : " or ") + std::string(to_string(one->kind)) + "/" + one->type;
    throw Error(ErrorKind::config, "'" + word + "' is more than one component: say " + kinds);
  }
  boost::json::object schema;
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = std::string(to_string(found.front()->kind)) + " " + found.front()->type;
  for (const auto& [key, value] : catalog.schema(*found.front())) schema[key] = value;
  std::cout << pretty_json(schema) << '\n';
  return exit_ok;
}

}  // namespace aitb::core
