// From what the user asked to an ordered list of cells; pure, so the same request always gives the same plan.
#pragma once
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
};

struct PlanRequest {
  std::vector<std::string>
      scenarios;  ///< empty: the file's test_matrix; "all": every scenario that is not disabled
  std::vector<std::string>
      profiles;  ///< empty: the matrix's, else no_emulation if the file has it, else its first
  std::optional<int> runs;
  std::vector<std::string> priorities, phases;  ///< filters of the matrix; empty: all
};

struct Plan {
  std::vector<Cell> cells;
  std::vector<std::string> skipped;  ///< one sentence for each scenario that cannot run here
};

/// Throws Error(config) for an unknown name (with the nearest ones) and for a named scenario that is
/// unavailable; scenarios of a matrix or of "all" that are unavailable are skipped with their reason.
Plan make_plan(const Config& config, const PlanRequest& request);

/// "chat_basic/no_emulation/u0/r2": unique in a run, the same when it is resumed.
std::string session_id(const Cell& cell, int user, int run_index);

}  // namespace aitb::core
