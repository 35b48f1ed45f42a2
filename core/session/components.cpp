#include "core/session/components.hpp"

#include <fmt/format.h>

#include "core/session/outcome.hpp"

namespace aitb::core {
namespace {

bool has_option(Catalog& catalog, const std::string& type, std::string_view option) {
  const Component* component = catalog.find(Kind::provider, type);
  if (!component) return false;
  const boost::json::object& schema = catalog.schema(*component);
  const boost::json::value* properties = schema.if_contains("properties");
  return properties && properties->is_object() && properties->as_object().contains(option);
}

std::string text_option(const boost::json::object& options, std::string_view key) {
  const boost::json::value* value = options.if_contains(key);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

const ProviderEntry& provider_entry(const Config& config, const std::string& name) {
  const ProviderEntry* entry = config.provider(name);
  if (!entry) throw Error(ErrorKind::internal, "the config lost provider '" + name + "'");
  return *entry;
}

Endpoint endpoint_of(const ScenarioEntry& scenario, const ProviderEntry& provider, Endpoint fallback) {
  return scenario.endpoint.value_or(provider.endpoint.value_or(fallback));
}

}  // namespace

bool can_be_pointed(Catalog& catalog, const std::string& provider_type) {
  return has_option(catalog, provider_type, "base_url");
}

void check_reach(const Config& config, Catalog& catalog, const ScenarioEntry& scenario,
                 const std::map<std::string, std::string>& roles, Endpoint fallback) {
  for (const auto& [role, name] : roles) {
    const ProviderEntry& entry = provider_entry(config, name);
    if (entry.unavailable) throw Error(ErrorKind::config, *entry.unavailable);
    if (endpoint_of(scenario, entry, fallback) == Endpoint::live) {
      if (entry.unset.empty()) continue;
      throw Error(
          ErrorKind::config,
          fmt::format(
              "{}: provider '{}' is to be reached live, but {}; set it in the environment or in .env, or use "
              "--endpoint sim",
              entry.mark.text(), entry.name, entry.unset.front()));
    }
    const SimulatorEntry* simulator = config.simulator(entry.simulator);
    if (!simulator) {
      throw Error(
          ErrorKind::config,
          fmt::format(
              "provider '{}' is to be reached through simulator '{}', which simulators.yaml does not define; "
              "define it, or use --endpoint live",
              entry.name, entry.simulator));
    }
    if (simulator->unavailable) throw Error(ErrorKind::config, *simulator->unavailable);
    if (!can_be_pointed(catalog, entry.type)) {
      throw Error(ErrorKind::config,
                  fmt::format("provider '{}' of type '{}' has no option base_url, so it cannot be pointed at "
                              "simulator '{}'; use endpoint: live",
                              entry.name, entry.type, simulator->name));
    }
  }
}

Reach reach_provider(const Config& config, Catalog& catalog, SimulatorFarm& farm,
                     const ScenarioEntry& scenario, const std::string& role, const std::string& provider,
                     Endpoint fallback) {
  const ProviderEntry& entry = provider_entry(config, provider);
  Reach reach;
  reach.entry = entry.name;
  reach.type = entry.type;
  reach.options = entry.options;
  if (role == "provider") {
    for (const auto& [key, value] : scenario.provider_options) reach.options[key] = value;
  }
  reach.endpoint = endpoint_of(scenario, entry, fallback);
  if (reach.endpoint == Endpoint::live) return reach;
  const SimulatorAddress& address = farm.start(*config.simulator(entry.simulator));
  reach.options["base_url"] = address.base_url;
  if (!address.ca_file.empty() && has_option(catalog, entry.type, "ca_file"))
    reach.options["ca_file"] = address.ca_file;
  if (!address.key.empty() && has_option(catalog, entry.type, "api_key"))
    reach.options["api_key"] = address.key;
  return reach;
}

LaneComponents::LaneComponents(Lane& lane, Log& log, Catalog& catalog, const Config& config, const Cell& cell,
                               const std::map<std::string, Reach>& reaches, std::uint64_t seed,
                               std::filesystem::path work_dir, std::shared_ptr<Commons> commons)
    : lane_(lane),
      log_(log),
      catalog_(catalog),
      reaches_(reaches),
      context_(log, lane.clock(), lane.net(), Random(seed, cell.scenario), std::move(work_dir), 0,
               std::move(commons)),
      alarms_(lane.executor(), lane.clock()) {
  const ScenarioEntry& entry = *config.scenario(cell.scenario);
  scenario_ = catalog.create_scenario(entry.type, entry.options, context_);
  emulator_ = catalog.create_emulator(config.emulator.type, config.emulator.options, context_);
  renew_providers();
  check_needs(entry);
  cell_.model = text_option(entry.options, "model");
  cell_.session_deadline = from_seconds(entry.timeout_sec.value_or(config.defaults.timeout_sec));
  cell_.exchange_deadline = from_seconds(config.defaults.exchange_timeout_sec);
  cell_.think_time = from_seconds(entry.think_time_sec.value_or(config.defaults.inter_prompt_delay_sec));
}

void LaneComponents::renew_providers() {
  cell_.providers.clear();
  providers_.clear();
  for (const auto& [role, reach] : reaches_) {
    providers_[role] = catalog_.create_provider(reach.type, reach.options, context_);
    cell_.providers[role] = providers_[role].get();
    cell_.provider_names[role] = reach.entry;
  }
}

task<> LaneComponents::say_farewell() {
  for (const auto& [role, provider] : providers_) {
    auto* leaving = aitb::face<Farewell>(*provider);
    if (leaving == nullptr) continue;
    Running closing(lane_.executor(), leaving->close());
    const std::exception_ptr failure = co_await outcome(closing);
    if (!failure) continue;
    const Error error = as_error(failure, "closing provider " + cell_.provider_names[role]);
    log_.warning("{}", error.what());
  }
}

void LaneComponents::check_needs(const ScenarioEntry& entry) {
  for (const Need& need : scenario_->needs()) {
    const auto provider = cell_.providers.find(need.role);
    if (provider != cell_.providers.end() && provider->second->face(need.face)) continue;
    if (need.optional) continue;
    if (provider == cell_.providers.end()) {
      throw Error(ErrorKind::config, fmt::format("{}: scenario '{}' needs a provider under the key '{}'",
                                                 entry.mark.text(), entry.name, need.role));
    }
    throw Error(ErrorKind::config,
                fmt::format("{}: scenario '{}' needs {} from provider '{}', which does not offer it",
                            entry.mark.text(), entry.name, need.face, cell_.provider_names[need.role]));
  }
}

task<> LaneComponents::apply_link(const Config& config, const Cell& cell) {
  Path path;
  path.interface = config.profiles.default_interface;
  path.bidirectional = config.profiles.bidirectional;
  task<std::unique_ptr<Applied>> applying = emulator_->apply(std::move(path), cell.profile);
  applied_ = co_await std::move(applying);
  cell_.link = applied_->verified();
  if (!applied_->shaped() && !cell.profile.neutral()) {
    log_.warning("profile {}: link {}", cell.profile.name, cell_.link);
  }
}

}  // namespace aitb::core
