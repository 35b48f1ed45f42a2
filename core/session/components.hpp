// The components that one cell needs on one lane: providers, scenario, emulator.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/config/config.hpp"
#include "core/plan/plan.hpp"
#include "core/session/lane.hpp"
#include "core/session/session_run.hpp"
#include "core/session/simulators.hpp"

namespace aitb::core {

/// How a provider entry is reached in this run.
struct Reach {
  Endpoint endpoint = Endpoint::sim;
  boost::json::object options;  ///< entry, scenario overrides and simulator address merged
  std::string type;
  std::string entry;  ///< its name under `providers:`
};

/// What can be told before anything runs: a live endpoint without its key, a simulator that is not defined, a
/// provider that cannot be pointed at one. Throws Error(config).
void check_reach(const Config& config, Catalog& catalog, const ScenarioEntry& scenario,
                 const std::map<std::string, std::string>& roles, Endpoint fallback);
/// Has the provider an option that says where its service is?
bool can_be_pointed(Catalog& catalog, const std::string& provider_type);

/// Merges the options and starts the simulator if the endpoint is sim; check_reach() has passed.
Reach reach_provider(const Config& config, Catalog& catalog, SimulatorFarm& farm,
                     const ScenarioEntry& scenario, const std::string& role, const std::string& provider,
                     Endpoint fallback);

/// Made, used and destroyed on its lane.
class LaneComponents {
 public:
  LaneComponents(Lane& lane, Log& log, Catalog& catalog, const Config& config, const Cell& cell,
                 const std::map<std::string, Reach>& reaches, std::uint64_t seed,
                 std::filesystem::path work_dir, std::shared_ptr<Commons> commons);

  CellOnLane& cell() noexcept { return cell_; }
  Scenario& scenario() noexcept { return *scenario_; }
  Alarms& alarms() noexcept { return alarms_; }
  /// New provider objects, so that the next session connects anew, as a new user does.
  void renew_providers();
  /// Lets providers end their connections in an orderly way; what goes wrong is only logged.
  task<> say_farewell();
  /// Shapes the lane's path; the answer is what the emulator verified.
  task<> apply_link(const Config& config, const Cell& cell);
  void clear_link() noexcept { applied_.reset(); }

 private:
  void check_needs(const ScenarioEntry& entry);

  Lane& lane_;
  Log& log_;
  Catalog& catalog_;
  const std::map<std::string, Reach>& reaches_;
  Context context_;
  Alarms alarms_;
  std::map<std::string, std::unique_ptr<Provider>> providers_;
  std::unique_ptr<Scenario> scenario_;
  std::unique_ptr<Emulator> emulator_;
  std::unique_ptr<Applied> applied_;
  CellOnLane cell_;
};

}  // namespace aitb::core
