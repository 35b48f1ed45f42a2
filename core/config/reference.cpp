#include "core/config/reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <vector>

#include "core/config/tables.hpp"

namespace aitb::core {
namespace json = boost::json;
namespace {

constexpr std::string_view opening = R"(# Configuration reference

Written by `aitb-host config reference` from the tables that the program itself reads options with; do not edit.

`aitb-host run` reads five YAML files: scenarios, profiles, simulators, MCP servers and prices. Each is taken from the command
line (`--config`, `--profiles`, `--simulators`, `--mcp`, `--prices`), else (the last two) from where the scenarios file says,
else from `configs/` in the working directory, else from the program itself. `aitb-host config check` tells every problem of
them at once, with file, line and column.

What holds in all of them:

- Unknown keys and keys given twice are errors. Units are part of the key (`timeout_sec: 20`), so values are bare numbers.
- `${NAME}` stands for an environment variable, `${NAME:-text}` has a text to fall back on, `$${` stands for `${`. Variables
  also come from `.env` in the working directory and beside the scenarios file; neither overrides the environment. A
  variable without a value is an error, except for a secret of a provider, which only runs with `endpoint: live` need.
- Entries of `scenarios`, `providers`, `profiles` and `simulators` may say `extends: NAME` (or a list of names): what they do
  not say themselves is taken from there, mappings joined, lists replaced. Anchors, aliases and merge keys (`<<`) work too.
- A secret is best written as `${NAME}`. One that stands in a file is taken with a warning; none is ever stored or logged.
- Relative paths start at the file that holds them.
)";

std::string_view text_at(const json::object& schema, std::string_view keyword) {
  const auto* text = schema.if_contains(keyword);
  return text && text->is_string() ? std::string_view(text->get_string()) : std::string_view();
}

std::string plain(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

std::string number_of(const json::value& value) {
  return value.is_double() ? fmt::format("{}", value.get_double()) : json::serialize(value);
}

// JSON, but with numbers as people write them.
std::string value_text(const json::value& value) {
  if (value.is_double()) return number_of(value);
  if (value.is_array()) {
    std::vector<std::string> items;
    for (const auto& item : value.get_array()) items.push_back(value_text(item));
    return fmt::format("[{}]", fmt::join(items, ", "));
  }
  if (value.is_object()) {
    std::vector<std::string> items;
    for (const auto& [key, item] : value.get_object())
      items.push_back(fmt::format("{}: {}", std::string_view(key), value_text(item)));
    return fmt::format("{{{}}}", fmt::join(items, ", "));
  }
  return json::serialize(value);
}

std::string type_text(const json::object& schema) {
  if (const auto* choices = schema.if_contains("enum")) {
    std::vector<std::string> words;
    for (const auto& choice : choices->as_array())
      words.push_back(plain(choice).empty() ? "\"\"" : plain(choice));
    return fmt::format("{}", fmt::join(words, ", "));
  }
  if (schema.contains("oneOf") || schema.contains("anyOf")) {
    std::vector<std::string> words;
    for (const auto& form : (schema.contains("oneOf") ? schema.at("oneOf") : schema.at("anyOf")).as_array())
      words.push_back(type_text(form.as_object()));
    const auto* forms = schema.contains("oneOf") ? schema.if_contains("oneOf") : nullptr;
    const bool draws = forms && schema.contains("x-unit");
    return draws ? "number or distribution" : fmt::format("{}", fmt::join(words, " or "));
  }
  const auto* type = schema.if_contains("type");
  if (!type) return "anything";
  const auto word = [&](std::string_view name) -> std::string {
    if (name == "integer") return "whole number";
    if (name == "string") return text_at(schema, "format") == "uri" ? "URL" : "text";
    if (name == "boolean") return "true or false";
    if (name == "object") {
      const auto* parts = schema.if_contains("additionalProperties");
      const std::string of = parts && parts->is_object() ? type_text(parts->get_object()) : "mapping";
      return of == "mapping" ? of : "mapping of " + of;
    }
    if (name != "array") return std::string(name);
    const auto* items = schema.if_contains("items");
    return items && items->is_object() ? "list of " + type_text(items->get_object()) : "list";
  };
  if (type->is_string()) return word(type->get_string());
  std::vector<std::string> words;
  for (const auto& each : type->as_array()) words.push_back(word(each.as_string()));
  return fmt::format("{}", fmt::join(words, " or "));
}

const json::object& limits_of(const json::object& schema) {
  const auto* items = schema.if_contains("items");
  return items && items->is_object() && !items->get_object().contains("properties") ? items->get_object()
                                                                                    : schema;
}

std::string value_column(const json::object& schema, bool required) {
  std::string text = type_text(schema);
  const json::object& limits = limits_of(schema);
  if (const auto unit = text_at(limits, "x-unit"); !unit.empty()) text += fmt::format(" ({})", unit);
  const auto* low = limits.if_contains("minimum");
  const auto* high = limits.if_contains("maximum");
  if (low && high)
    text += fmt::format(", {} to {}", number_of(*low), number_of(*high));
  else if (low)
    text += fmt::format(", at least {}", number_of(*low));
  if (const auto meaning = text_at(limits, "x-meaning"); !meaning.empty())
    text += fmt::format(", {}", meaning);
  if (required) text += "; required";
  if (schema.contains("x-secret")) text += "; secret";
  if (schema.contains("x-path")) text += "; path";
  if (const auto* aliases = schema.if_contains("x-aliases"))
    for (const auto& alias : aliases->as_array()) text += fmt::format("; also `{}`", plain(alias));
  return text;
}

std::string default_column(const json::object& schema) {
  const auto* fallback = schema.if_contains("default");
  if (!fallback || fallback->is_null()) return "";
  const bool empty = (fallback->is_object() && fallback->get_object().empty()) ||
                     (fallback->is_array() && fallback->get_array().empty()) ||
                     (fallback->is_string() && fallback->get_string().empty());
  return empty ? "" : fmt::format("`{}`", value_text(*fallback));
}

std::string escaped(std::string text) {
  for (auto at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.replace(at, 1, "\\|");
  return text;
}

void add_rows(std::string& out, const json::object& schema, const std::string& prefix) {
  const auto* properties = schema.if_contains("properties");
  if (!properties) return;
  const auto* needed = schema.if_contains("required");
  for (const auto& [name, property] : properties->as_object()) {
    const json::object& field = property.as_object();
    const bool required = needed && std::find(needed->as_array().begin(), needed->as_array().end(),
                                              json::value(name)) != needed->as_array().end();
    const bool nested = field.contains("properties");
    out += fmt::format("| `{}{}` | {} | {} | {} |\n", prefix, std::string_view(name),
                       escaped(value_column(field, required)), nested ? "" : escaped(default_column(field)),
                       escaped(std::string(text_at(field, "description"))));
    if (nested) add_rows(out, field, fmt::format("{}{}.", prefix, std::string_view(name)));
    if (const auto* items = field.if_contains("items"); items && items->is_object())
      add_rows(out, items->get_object(), fmt::format("{}{}[].", prefix, std::string_view(name)));
  }
}

std::string table(const json::object& schema) {
  const auto* properties = schema.if_contains("properties");
  if (!properties || properties->as_object().empty()) return "No options.\n";
  std::string out = "| Key | Value | Default | Meaning |\n|---|---|---|---|\n";
  add_rows(out, schema, "");
  return out;
}

template <class Root>
std::string host_table(std::vector<std::string> without = {}) {
  Root root;
  auto schema = fields(root).schema();
  json::object kept;
  for (const auto& [key, property] : schema.at("properties").as_object())
    if (std::find(without.begin(), without.end(), std::string_view(key)) == without.end())
      kept.emplace(key, property);
  schema["properties"] = std::move(kept);
  return table(schema);
}

std::string component_section(Catalog& catalog, const Component& component) {
  std::string out =
      fmt::format("\n### {} `{}`\n\n{}", to_string(component.kind), component.type, component.summary);
  if (!component.aliases.empty()) out += fmt::format(" (also `{}`)", fmt::join(component.aliases, "`, `"));
  try {
    return out + ".\n\n" + table(catalog.schema(component));
  } catch (const Error& error) {
    return out + fmt::format(".\n\nIts options could not be read: {}\n", error.what());
  }
}

}  // namespace

std::string config_reference(Catalog& catalog) {
  std::string out(opening);
  out += "\n## Scenarios file\n\n" + host_table<ScenariosRoot>({"defaults", "test_matrix"});
  out += "\n### defaults\n\n";
  ScenariosRoot root;
  out += table(fields(root.defaults).schema());
  out += "\n### test_matrix[]\n\n" + host_table<MatrixEntry>();
  out += "\n### scenarios.NAME\n\nBeside these, the keys of its type: see Components.\n\n" +
         host_table<ScenarioCommon>();
  out += "\n### providers.NAME\n\nBeside these, the keys of its type: see Components.\n\n" +
         host_table<ProviderCommon>();
  out += "\n## Profiles file\n\n" + host_table<ProfilesRoot>();
  LinkProfile profile;
  out += "\n### profiles.NAME\n\n" + table(profile_fields(profile).schema());
  out += "\n## Simulators file\n\n" + host_table<SimulatorsRoot>();
  out += "\n### simulators.NAME\n\nBeside these, the keys of its type: see Components.\n\n" +
         host_table<SimulatorEntry>();
  out +=
      "\n## MCP servers file\n\nIts keys are options of every provider of type `mcp` that does not say "
      "otherwise "
      "itself: `mcpServers`,\n`serverGroups`, `toolAliases`, `rateLimits` and the others of provider `mcp` "
      "below.\n";
  Price price;
  out += "\n## Prices file\n\n" + host_table<PricesRoot>() + "\n### models.NAME\n\n" +
         table(fields(price).schema());
  out +=
      "\n## Components\n\nA number with a unit in its key may be a distribution where the table says so: "
      "`50`, `{constant: "
      "50}`, `{uniform: [40, 60]}`,\n`{normal: {mean: 50, std: 5}}`, `{lognormal: {median: 50, sigma: "
      "0.4}}`, `{gamma: "
      "{mean: 50, cv: 0.5}}`, `{exponential: 50}`,\n`{empirical: [48, 50, 51.5, 80]}`.\n";
  std::vector<const Component*> components;
  for (const auto& component : catalog.components()) components.push_back(&component);
  std::sort(components.begin(), components.end(), [](const auto* a, const auto* b) {
    return a->kind != b->kind ? a->kind < b->kind : a->type < b->type;
  });
  for (const auto* component : components) out += component_section(catalog, *component);
  return out;
}

}  // namespace aitb::core
