// Starts simulators as servers on lanes of their own: for `run`, which needs them, and for `serve`.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/config/config.hpp"
#include "core/session/lane.hpp"

namespace aitb::core {

/// Where a started simulator answers.
struct SimulatorAddress {
  std::string name;
  std::string url;       ///< "https://127.0.0.1:43211"
  std::string base_url;  ///< url + the simulator's base path
  std::string ca_file;   ///< PEM of its throw-away CA; empty without TLS
  std::string key;
};

/// Stops and destroys everything it started.
class SimulatorFarm {
 public:
  SimulatorFarm(Catalog& catalog, Log& log, TimeAnchor anchor, std::uint64_t seed,
                std::filesystem::path work_dir);
  ~SimulatorFarm();

  /// Starts `entry` unless it runs already. Throws Error.
  const SimulatorAddress& start(const SimulatorEntry& entry);
  /// Lets running answers end for `grace`, then cuts them. Called by the destructor with no grace.
  void stop(Duration grace);
  std::vector<const Lane*> lanes() const;

 private:
  struct Instance;
  struct Server;
  Catalog& catalog_;
  Log& log_;
  TimeAnchor anchor_;
  std::uint64_t seed_;
  std::filesystem::path work_dir_;
  std::vector<std::unique_ptr<Server>> servers_;
};

}  // namespace aitb::core
