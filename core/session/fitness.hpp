// Whether a scenario can run here and now: tried on real components, before anything is measured.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <aitb/temporary_folder.hpp>

#include "core/plan/plan.hpp"
#include "core/session/lane.hpp"

namespace aitb::core {

/// Makes each scenario and its providers once on a lane of its own, asks what they need and offer, and looks
/// at prerequisites. Its answers are sentences that say exactly what is missing.
class Examiner {
 public:
  Examiner(const Config& config, Catalog& catalog, Log& log, Endpoint endpoint);
  ~Examiner();

  /// Never throws for what is wrong with the scenario.
  Fitness operator()(const ScenarioEntry& scenario, const std::vector<std::string>& prerequisites);

 private:
  Fitness examine(const ScenarioEntry& scenario, const std::vector<std::string>& prerequisites);
  std::vector<Need> needs_of(const ScenarioEntry& scenario);
  Provider& provider(const ScenarioEntry& scenario, const std::string& role, const std::string& name);
  void check_face(const ScenarioEntry& scenario, const Need& need, const std::string& name);
  void check_prerequisite(const std::string& text);
  std::vector<std::string> others_with(const std::string& face);

  const Config& config_;
  Catalog& catalog_;
  Log& log_;
  Endpoint endpoint_;
  TemporaryFolder folder_;
  Lane lane_;
  Context context_;
  std::map<std::string, std::unique_ptr<Provider>> made_;
};

}  // namespace aitb::core
