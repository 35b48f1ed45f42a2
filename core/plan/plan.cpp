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

/// Why a scenario cannot run, or nullopt.
std::optional<std::string> obstacle(const Config& config, const ScenarioEntry& scenario) {
  if (scenario.unavailable) return scenario.unavailable;
  for (const auto& [role, name] : scenario.roles) {
    const ProviderEntry* provider = config.provider(name);
    if (provider && provider->unavailable) return provider->unavailable;
  }
  return std::nullopt;
}

void add_cells(Plan& plan, const Config& config, const MatrixEntry& entry, const PlanRequest& request,
               bool named) {
  const ScenarioEntry* scenario = config.scenario(entry.scenario);
  if (!scenario) {
    std::vector<std::string> names;
    for (const ScenarioEntry& known : config.scenarios) names.push_back(known.name);
    throw Error(ErrorKind::config, unknown("scenario", entry.scenario, names));
  }
  if (const auto reason = obstacle(config, *scenario)) {
    const std::string sentence = fmt::format("scenario '{}' cannot run: {}", scenario->name, *reason);
    if (named) throw Error(ErrorKind::config, sentence);
    plan.skipped.push_back(sentence);
    return;
  }
  const std::vector<std::string>& profiles = request.profiles.empty() ? entry.profiles : request.profiles;
  for (const std::string& name : profiles) {
    Cell cell;
    cell.index = static_cast<int>(plan.cells.size());
    cell.scenario = scenario->name;
    cell.profile = profile(config, name);
    cell.runs = request.runs ? *request.runs : entry.runs.value_or(config.defaults.runs_per_scenario);
    cell.priority = entry.priority;
    cell.phase = entry.phase;
    plan.cells.push_back(std::move(cell));
  }
}

std::vector<MatrixEntry> entries(const Config& config, const PlanRequest& request) {
  std::vector<MatrixEntry> list;
  if (request.scenarios.empty()) {
    if (config.matrix.empty()) {
      throw Error(ErrorKind::config,
                  "planning the run: no scenario was named and the file has no test_matrix; name "
                  "scenarios ('aitb-host list scenarios' shows them) or say 'all'");
    }
    for (const MatrixEntry& entry : config.matrix) {
      if (listed(request.priorities, entry.priority) && listed(request.phases, entry.phase))
        list.push_back(entry);
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const auto& a, const auto& b) { return rank(a.priority) < rank(b.priority); });
    if (list.empty())
      throw Error(ErrorKind::config,
                  "planning the run: no entry of the test_matrix passes --priority and --phase");
    return list;
  }
  for (const std::string& name : request.scenarios) {
    if (name == "all") {
      for (const ScenarioEntry& scenario : config.scenarios) {
        if (!scenario.disabled) list.push_back({scenario.name, {}, {}, "medium", "", {}});
      }
    } else {
      list.push_back({name, {}, {}, "medium", "", {}});
    }
  }
  return list;
}

}  // namespace

Plan make_plan(const Config& config, const PlanRequest& request) {
  Plan plan;
  const std::vector<std::string>& asked = request.scenarios;
  for (MatrixEntry& entry : entries(config, request)) {
    if (entry.profiles.empty()) entry.profiles = default_profiles(config);
    const bool named = std::find(asked.begin(), asked.end(), entry.scenario) != asked.end();
    add_cells(plan, config, entry, request, named);
  }
  if (plan.cells.empty()) {
    throw Error(ErrorKind::config,
                fmt::format("planning the run: nothing can run; {}", fmt::join(plan.skipped, "; ")));
  }
  return plan;
}

std::string session_id(const Cell& cell, int user, int run_index) {
  return fmt::format("{}/{}/u{}/r{}", cell.scenario, cell.profile.name, user, run_index);
}

}  // namespace aitb::core
