#include "core/config/components.hpp"

#include <fmt/format.h>

#include <aitb/nearest.hpp>
#include <aitb/schema.hpp>
#include <algorithm>

#include "core/config/expand.hpp"
#include "core/config/tables.hpp"

namespace aitb::core {
namespace json = boost::json;
namespace {

std::optional<Endpoint> endpoint_of(const std::string& word) {
  if (word.empty()) return std::nullopt;
  return word == "live" ? Endpoint::live : Endpoint::sim;
}

json::object keys_of(const json::value& value, const json::object& schema) {
  json::object chosen;
  if (!value.is_object() || !schema.contains("properties")) return chosen;
  for (const auto& [key, part] : value.get_object())
    if (schema.at("properties").as_object().contains(key)) chosen.emplace(key, part);
  return chosen;
}

// Both tables' keys in one schema, so that a misspelt key is compared with all of them.
json::object joined(json::object common, const json::object* component) {
  if (!component) {
    common.erase("additionalProperties");
    return common;
  }
  if (const auto* more = component->if_contains("properties"))
    for (const auto& [key, property] : more->as_object()) common["properties"].as_object()[key] = property;
  if (const auto* more = component->if_contains("required")) {
    json::array& required =
        common["required"].is_array() ? common["required"].get_array() : common["required"].emplace_array();
    for (const auto& name : more->as_array()) required.push_back(name);
  }
  return common;
}

std::map<std::string, Mark> marks_inside(const Document& document, const std::string& at) {
  std::map<std::string, Mark> marks;
  const std::string prefix = at + '/';
  for (auto place = document.places.lower_bound(prefix); place != document.places.end(); ++place) {
    if (!place->first.starts_with(prefix)) break;
    marks.emplace(place->first.substr(at.size()), place->second.value);
  }
  return marks;
}

std::string type_of(const json::value& entry, std::string_view otherwise) {
  const auto* type = entry.is_object() ? entry.get_object().if_contains("type") : nullptr;
  return type && type->is_string() ? std::string(type->get_string()) : std::string(otherwise);
}

const json::object& mapping_at(const Document& document, const std::string& pointer) {
  static const json::object none;
  const auto* found = document.at(pointer);
  return found && found->is_object() ? found->get_object() : none;
}

}  // namespace

namespace {

// Every option that says which provider plays a role, with what it says or takes by default.
std::map<std::string, std::string> roles_of(const json::object& common, const json::object& options) {
  std::map<std::string, std::string> roles;
  for (const json::object* part : {&common, &options})
    for (const auto& [key, value] : *part)
      if (value.is_string() && !value.get_string().empty()) roles[std::string(key)] = value.get_string();
  return roles;
}

// What a component's option needs of the machine: the program that it names, or what stands in for none.
void add_prerequisites(std::vector<std::string>& all, const json::object& schema,
                       const json::object& options) {
  const auto* properties = schema.if_contains("properties");
  if (!properties) return;
  for (const auto& [key, property] : properties->as_object()) {
    const auto* needed = property.as_object().if_contains("x-prerequisite");
    if (!needed) continue;
    const auto* given = options.if_contains(key);
    const bool named = given && given->is_string() && !given->get_string().empty();
    all.push_back(named ? "cmd:" + std::string(given->get_string()) : std::string(needed->as_string()));
  }
}

json::object naming_providers(const json::object& schema, const json::object& values) {
  json::object chosen;
  const auto* properties = schema.if_contains("properties");
  if (!properties) return chosen;
  for (const auto& [key, property] : properties->as_object())
    if (property.as_object().contains("x-provider") && values.contains(key))
      chosen.emplace(key, values.at(key));
  return chosen;
}

}  // namespace

Components::Known Components::lookup(Kind kind, const std::string& type) {
  Known known;
  try {
    if (const auto* component = catalog_.find(kind, type))
      known.schema = catalog_.schema(*component);
    else
      known.unavailable = catalog_.explain_missing(kind, type);
  } catch (const Error& error) {
    known.unavailable = error.what();
  }
  return known;
}

Components::Entry Components::check(const Document& document, const std::string& at, const FieldTable& common,
                                    const Known& known) {
  Entry entry;
  const auto common_schema = common.schema();
  const auto schema = joined(common_schema, known.unavailable ? nullptr : &known.schema);
  entry.block = check_block(document, at, *document.at(at), schema, config_, problems_);
  if (!entry.block.ok) return entry;
  entry.common = keys_of(entry.block.value, common_schema);
  entry.options = keys_of(entry.block.value, known.schema);
  common.decode(entry.common);
  return entry;
}

bool Components::name_is_fit(const Document& document, const std::string& at, std::string_view name) {
  const bool control =
      std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (!name.empty() && name.size() <= 100 && !control && name.find('/') == std::string_view::npos)
    return true;
  problems_.push_back(problem_at(document, at, "a name has 1 to 100 letters and no slash", true));
  return false;
}

void Components::add_scenarios(const Document& document) {
  for (const auto& [name, value] : mapping_at(document, "/scenarios")) {
    const std::string at = pointer_to("/scenarios", name);
    if (!name_is_fit(document, at, name) || !value.is_object()) continue;
    ScenarioEntry scenario;
    scenario.name = name;
    scenario.type = type_of(value, "");
    scenario.mark = document.place(at).key;
    Known known;
    if (scenario.type.empty())
      known.unavailable = "it has no type";
    else
      known = lookup(Kind::scenario, scenario.type);
    ScenarioCommon common;
    auto entry = check(document, at, fields(common), known);
    for (const auto& unset : entry.block.unset)
      problems_.push_back(problem_at(document, at, unset.substr(1)));
    scenario.description = common.description;
    scenario.roles = roles_of(naming_providers(fields(common).schema(), entry.common),
                              naming_providers(known.schema, entry.options));
    scenario.endpoint = endpoint_of(common.endpoint);
    scenario.think_time_sec = common.inter_prompt_delay_sec;
    scenario.timeout_sec = common.timeout_sec;
    scenario.disabled = common.disabled;
    scenario.prerequisites = common.prerequisites;
    add_prerequisites(scenario.prerequisites, known.schema, entry.options);
    scenario.provider_options = common.provider_options;
    scenario.options = std::move(entry.options);
    scenario.unavailable = known.unavailable;
    scenario.marks = marks_inside(document, at);
    config_.scenarios.push_back(std::move(scenario));
  }
}

void Components::add_providers(const Document& document, bool strangers) {
  for (const auto& [name, value] : mapping_at(document, "/providers")) {
    const std::string at = pointer_to("/providers", name);
    if (!name_is_fit(document, at, name) || !value.is_object()) continue;
    ProviderEntry provider;
    provider.name = name;
    provider.type = type_of(value, name);
    provider.mark = document.place(at).key;
    const auto known = lookup(Kind::provider, provider.type);
    ProviderCommon common;
    auto entry = check(document, at, fields(common), known);
    provider.simulator = common.simulator.empty() ? stand_in(provider) : common.simulator;
    provider.endpoint = endpoint_of(common.endpoint);
    provider.unavailable = known.unavailable;
    provider.options = std::move(entry.options);
    provider.unset = std::move(entry.block.unset);
    add_servers(provider, known.schema, value.get_object());
    provider.marks = marks_inside(document, at);
    // A file that came with the host cannot know the user's own simulators: a run that needs this one says
    // so.
    if (!strangers && !common.simulator.empty() && !config_.simulator(common.simulator)) {
      std::vector<std::string> names;
      for (const auto& each : config_.simulators) names.push_back(each.name);
      problems_.push_back(problem_at(document, at + "/simulator",
                                     fmt::format("no simulator is named \"{}\"{}", common.simulator,
                                                 did_you_mean(common.simulator, names))));
    }
    config_.providers.push_back(std::move(provider));
  }
}

std::string Components::stand_in(const ProviderEntry& provider) const {
  return !config_.simulator(provider.name) && config_.simulator(provider.type) ? provider.type
                                                                               : provider.name;
}

void Components::add_simulators(const Document& document) {
  for (const auto& [name, value] : mapping_at(document, "/simulators")) {
    const std::string at = pointer_to("/simulators", name);
    if (!name_is_fit(document, at, name) || !value.is_object()) continue;
    SimulatorEntry simulator;
    simulator.type = type_of(value, name);
    const auto known = lookup(Kind::simulator, simulator.type);
    auto entry = check(document, at, fields(simulator), known);
    for (const auto& unset : entry.block.unset)
      problems_.push_back(problem_at(document, at, unset.substr(1)));
    simulator.name = name;
    if (simulator.type.empty()) simulator.type = name;
    simulator.mark = document.place(at).key;
    simulator.options = std::move(entry.options);
    simulator.unavailable = known.unavailable;
    simulator.marks = marks_inside(document, at);
    config_.simulators.push_back(std::move(simulator));
  }
}

void Components::read_servers(const Document& document) {
  const auto known = lookup(Kind::provider, "mcp");
  if (known.unavailable) return;  // told where a scenario asks for it
  auto schema = known.schema;
  schema.erase("required");
  for (auto& [key, property] : schema.at("properties").as_object()) property.as_object().erase("default");
  auto block = check_block(document, "", document.value, schema, config_, problems_);
  if (!block.ok) return;
  servers_ = keys_of(block.value, schema);
  servers_unset_ = std::move(block.unset);
}

// What the entry itself says wins over the servers file.
void Components::add_servers(ProviderEntry& provider, const json::object& schema, const json::object& given) {
  if (provider.unavailable || provider.type != "mcp") return;
  bool taken = false;
  for (const auto& [key, value] : servers_) {
    const auto& property = schema.at("properties").at(key).as_object();
    bool said = given.contains(key);
    if (const auto* aliases = property.if_contains("x-aliases"))
      for (const auto& alias : aliases->as_array()) said = said || given.contains(alias.as_string());
    if (!said) provider.options[key] = value;
    taken = taken || (!said && key == "servers");
  }
  if (taken) provider.unset.insert(provider.unset.end(), servers_unset_.begin(), servers_unset_.end());
}

void Components::imply_providers() {
  for (const auto& scenario : config_.scenarios)
    for (const auto& [role, name] : scenario.roles)
      if (!config_.provider(name)) imply_provider(name);
}

void Components::imply_provider(const std::string& name) {
  ProviderEntry provider;
  provider.name = provider.type = name;
  provider.simulator = stand_in(provider);
  auto known = lookup(Kind::provider, name);
  provider.unavailable = std::move(known.unavailable);
  if (!provider.unavailable) {
    Document empty;
    empty.file = name;
    empty.value = json::object();
    // Its options are its defaults, or come from the variables that the plugin gives as examples.
    YamlNode node;
    node.kind = YamlNode::Kind::map;
    if (const auto* properties = known.schema.if_contains("properties"))
      for (const auto& [key, property] : properties->as_object()) {
        const auto* examples = property.as_object().if_contains("examples");
        if (!examples || !examples->as_array().front().is_string()) continue;
        YamlNode example;
        example.text = examples->as_array().front().as_string();
        if (!example.text.starts_with("${")) continue;
        node.entries.push_back(YamlEntry{std::string(key), Mark(), std::move(example)});
      }
    std::vector<Problem> found;
    expand_environment(node, environment_, found, config_.secrets);
    fill_document(empty, node);
    auto block = check_block(empty, "", empty.value, known.schema, config_, found);
    provider.options = keys_of(block.value, known.schema);
    provider.unset = std::move(block.unset);
    add_servers(provider, known.schema, {});
    if (!found.empty())
      provider.unavailable =
          fmt::format("provider \"{}\" needs an entry in providers: {}", name, found.front().message);
  }
  config_.providers.push_back(std::move(provider));
}

void Components::check_overrides(const Document& document) {
  for (auto& scenario : config_.scenarios) {
    const auto role = scenario.roles.find("provider");
    const std::string at = pointer_to("/scenarios", scenario.name) + "/provider_options";
    if (!document.at(at) || !document.at(at)->is_object()) continue;
    if (role == scenario.roles.end()) {
      problems_.push_back(
          problem_at(document, at, "options of a provider, but the scenario names none", true));
      continue;
    }
    auto known = lookup(Kind::provider, config_.provider(role->second)->type);
    if (known.unavailable) continue;
    known.schema.erase("required");
    for (auto& [key, property] : known.schema.at("properties").as_object())
      property.as_object().erase("default");
    auto block = check_block(document, at, *document.at(at), known.schema, config_, problems_);
    for (const auto& unset : block.unset) problems_.push_back(problem_at(document, at, unset.substr(1)));
    scenario.provider_options = block.value.as_object();
  }
}

std::optional<ComponentEntry> Components::component(const Document& document, const std::string& at,
                                                    Kind kind) {
  const auto* value = document.at(at);
  if (!value) return std::nullopt;
  ComponentEntry entry;
  entry.mark = document.place(at).value;
  entry.type = value->is_string() ? std::string(value->get_string()) : type_of(*value, "");
  if (entry.type.empty()) return std::nullopt;  // the root's check told why
  const auto known = lookup(kind, entry.type);
  if (known.unavailable) {
    problems_.push_back(problem_at(document, value->is_string() ? at : at + "/type", *known.unavailable));
    return std::nullopt;
  }
  if (value->is_string()) {
    auto filled = preset(kind, entry.type);
    if (filled) entry.options = std::move(filled->options);
    return entry;
  }
  std::string type;
  auto checked =
      check(document, at, aitb::fields(field("type", type, "A type that a plugin offers").required()), known);
  for (const auto& unset : checked.block.unset)
    problems_.push_back(problem_at(document, at, unset.substr(1)));
  entry.options = std::move(checked.options);
  return entry;
}

std::optional<ComponentEntry> Components::preset(Kind kind, const std::string& type) {
  const auto known = lookup(kind, type);
  if (known.unavailable) return std::nullopt;
  ComponentEntry entry;
  entry.type = type;
  entry.options = fill_defaults(known.schema, json::object()).as_object();
  return entry;
}

}  // namespace aitb::core
