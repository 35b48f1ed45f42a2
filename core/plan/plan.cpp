#include "core/plan/plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <aitb/nearest.hpp>
#include <algorithm>
#include <array>

namespace aitb::core {
namespace {

int rank(std::string_view priority) {
  constexpr std::array<std::string_view, 3> order = {"high", "medium", "low"};
  return static_cast<int>(std::find(order.begin(), order.end(), priority) - order.begin());
}

bool listed(const std::vector<std::string>& filter, const std::string& value) {
  return filter.empty() || std::find(filter.begin(), filter.end(), value) != filter.end();
}

std::string unknown(std::string_view what, std::string_view name, const std::vector<std::string>& names) {
  const std::vector<std::string> near = nearest(name, names);
  return fmt::format("planning the run: there is no {0} named '{1}'{2}; 'aitb-host list {0}s' shows all",
                     what, name, near.empty() ? "" : fmt::format("; nearest: {}", fmt::join(near, ", ")));
}

const LinkProfile& profile(const Config& config, const std::string& name) {
  const auto found = config.profiles.profiles.find(name);
  if (found == config.profiles.profiles.end())
    throw Error(ErrorKind::config, unknown("profile", name, config.profiles.order));
  return found->second;
}

std::vector<std::string> default_profiles(const Config& config) {
  if (config.profiles.profiles.count("no_emulation")) return {"no_emulation"};
  if (config.profiles.order.empty())
    throw Error(ErrorKind::config, "planning the run: the profiles file defines no profile");
  return {config.profiles.order.front()};
}

/// Cells and skips as they are found; each scenario is examined once.
class Planner {
 public:
  Planner(const Config& config, const PlanRequest& request, Examine examine)
      : config_(config), request_(request), examine_(std::move(examine)) {}

  void add(const MatrixEntry& entry, bool named) {
    const ScenarioEntry& scenario = find(entry.scenario);
    Fitness fitness = examine(scenario, entry);
    if (!named && scenario.disabled)
      fitness.obstacle = "it is disabled in the file (disabled: true); name it to run it";
    if (fitness.obstacle) return skip(scenario, *fitness.obstacle, named);
    const std::vector<std::string>& profiles = request_.profiles.empty() ? entry.profiles : request_.profiles;
    for (const std::string& name : profiles) {
      Cell cell;
      cell.index = static_cast<int>(plan_.cells.size());
      cell.scenario = scenario.name;
      cell.profile = profile(config_, name);
      cell.runs = request_.runs ? *request_.runs : entry.runs.value_or(config_.defaults.runs_per_scenario);
      cell.priority = entry.priority;
      cell.phase = entry.phase;
      cell.roles = fitness.roles;
      plan_.cells.push_back(std::move(cell));
    }
  }

  Plan take() { return std::move(plan_); }

 private:
  const ScenarioEntry& find(const std::string& name) const {
    if (const ScenarioEntry* scenario = config_.scenario(name)) return *scenario;
    std::vector<std::string> names;
    for (const ScenarioEntry& known : config_.scenarios) names.push_back(known.name);
    throw Error(ErrorKind::config, unknown("scenario", name, names));
  }

  Fitness examine(const ScenarioEntry& scenario, const MatrixEntry& entry) {
    std::vector<std::string> prerequisites = scenario.prerequisites;
    prerequisites.insert(prerequisites.end(), entry.prerequisites.begin(), entry.prerequisites.end());
    const std::string key = fmt::format("{}\n{}", scenario.name, fmt::join(prerequisites, "\n"));
    const auto known = examined_.find(key);
    if (known != examined_.end()) return known->second;
    Fitness fitness = examine_config(config_, scenario);
    if (!fitness.obstacle && examine_) fitness = examine_(scenario, prerequisites);
    return examined_[key] = std::move(fitness);
  }

  void skip(const ScenarioEntry& scenario, const std::string& reason, bool named) {
    Skipped skipped{scenario.name, scenario.type, "", reason};
    if (const auto role = scenario.roles.find("provider"); role != scenario.roles.end())
      skipped.provider = role->second;
    if (named) throw Error(ErrorKind::config, skipped.sentence());
    for (const Skipped& known : plan_.skipped)
      if (known.scenario == skipped.scenario && known.reason == skipped.reason) return;
    plan_.skipped.push_back(std::move(skipped));
  }

  const Config& config_;
  const PlanRequest& request_;
  Examine examine_;
  std::map<std::string, Fitness> examined_;
  Plan plan_;
};

MatrixEntry entry_of(const std::string& scenario) {
  MatrixEntry entry;
  entry.scenario = scenario;
  return entry;
}

std::vector<MatrixEntry> from_matrix(const Config& config, const PlanRequest& request) {
  const std::vector<std::string>& names = request.scenarios;
  const bool all = names.empty() || std::find(names.begin(), names.end(), "all") != names.end();
  std::vector<MatrixEntry> list;
  for (const MatrixEntry& entry : config.matrix) {
    if (!all && !listed(names, entry.scenario)) continue;
    if (!listed(request.priorities, entry.priority) || !listed(request.phases, entry.phase)) continue;
    if (!entry.enabled && request.phases.empty() && all) continue;
    list.push_back(entry);
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return rank(a.priority) < rank(b.priority); });
  if (list.empty())
    throw Error(ErrorKind::config,
                "planning the run: no entry of the test_matrix passes --priority and --phase");
  return list;
}

std::vector<MatrixEntry> entries(const Config& config, const PlanRequest& request) {
  if (request.scenarios.empty() && config.matrix.empty()) {
    throw Error(ErrorKind::config,
                "planning the run: no scenario was named and the file has no test_matrix; name "
                "scenarios ('aitb-host list scenarios' shows them) or say 'all'");
  }
  if (request.scenarios.empty() || !request.priorities.empty() || !request.phases.empty())
    return from_matrix(config, request);
  std::vector<MatrixEntry> list;
  for (const std::string& name : request.scenarios) {
    if (name == "all") {
      for (const ScenarioEntry& scenario : config.scenarios) list.push_back(entry_of(scenario.name));
    } else {
      list.push_back(entry_of(name));
    }
  }
  return list;
}

}  // namespace

std::string Skipped::sentence() const {
  return fmt::format("scenario '{}' cannot run: {}", scenario, reason);
}

Fitness examine_config(const Config& config, const ScenarioEntry& scenario) {
  Fitness fitness;
  fitness.roles = scenario.roles;
  fitness.obstacle = scenario.unavailable;
  for (const auto& [role, name] : scenario.roles) {
    const ProviderEntry* provider = config.provider(name);
    if (!fitness.obstacle && provider) fitness.obstacle = provider->unavailable;
  }
  return fitness;
}

Plan make_plan(const Config& config, const PlanRequest& request, Examine examine) {
  Planner planner(config, request, std::move(examine));
  const std::vector<std::string>& asked = request.scenarios;
  for (MatrixEntry& entry : entries(config, request)) {
    if (entry.profiles.empty()) entry.profiles = default_profiles(config);
    const bool named = std::find(asked.begin(), asked.end(), entry.scenario) != asked.end();
    planner.add(entry, named);
  }
  Plan plan = planner.take();
  if (plan.cells.empty()) {
    std::vector<std::string> reasons;
    for (const Skipped& each : plan.skipped) reasons.push_back(each.sentence());
    throw Error(ErrorKind::config,
                fmt::format("planning the run: nothing can run; {}", fmt::join(reasons, "; ")));
  }
  return plan;
}

std::string session_id(const Cell& cell, int user, int run_index) {
  return fmt::format("{}/{}/u{}/r{}", cell.scenario, cell.profile.name, user, run_index);
}

}  // namespace aitb::core
