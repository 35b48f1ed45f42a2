// From what the user asked to an ordered list of cells; pure, so the same request always gives the same plan.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/config/config.hpp"

namespace aitb::core {

/// One scenario × one profile.
struct Cell {
  int index = 0;
  std::string scenario;
  LinkProfile profile;
  int runs = 1;
  std::string priority, phase;
  std::map<std::string, std::string> roles;  ///< those that the scenario needs → provider entry
};

struct PlanRequest {
  std::vector<std::string> scenarios;  ///< empty: the file's test_matrix; "all": every scenario
  std::vector<std::string>
      profiles;  ///< empty: the matrix's, else no_emulation if the file has it, else its first
  std::optional<int> runs;
  std::vector<std::string> priorities,
      phases;  ///< filters of the matrix; with them, named scenarios mean their matrix entries
};

/// A scenario that does not run, and exactly why.
struct Skipped {
  std::string scenario, type, provider, reason;
  std::string sentence() const;  ///< "scenario 'x' cannot run: …"
};

/// Whether a scenario can run here: what it needs of whom, or why it cannot.
struct Fitness {
  std::map<std::string, std::string> roles;
  std::optional<std::string> obstacle;
};
using Examine =
    std::function<Fitness(const ScenarioEntry& scenario, const std::vector<std::string>& prerequisites)>;
/// What the config alone tells: components that are not installed.
Fitness examine_config(const Config& config, const ScenarioEntry& scenario);

struct Plan {
  std::vector<Cell> cells;
  std::vector<Skipped> skipped;
};

/// Throws Error(config) for an unknown name (with the nearest ones) and for a named scenario that cannot run;
/// scenarios of a matrix or of "all" that cannot run are skipped with their reason. `examine` may look
/// further than the config: at components, keys and prerequisites.
Plan make_plan(const Config& config, const PlanRequest& request, Examine examine = {});

/// "chat_basic/no_emulation/u0/r2": unique in a run, the same when it is resumed.
std::string session_id(const Cell& cell, int user, int run_index);

}  // namespace aitb::core
