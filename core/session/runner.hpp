// Runs a plan: lanes, simulators, components, recorder, quality; one cell after the other.
#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/config/config.hpp"
#include "core/plan/plan.hpp"
#include "core/record/anonymiser.hpp"
#include "core/session/driver.hpp"
#include "core/session/load.hpp"
#include "core/session/quality.hpp"
#include "core/session/simulators.hpp"

namespace aitb::core {

struct RunRequest {
  std::string id;
  std::filesystem::path folder;
  Plan plan;
  Load load;
  std::uint64_t seed = 0;
  Endpoint endpoint = Endpoint::sim;
  std::set<std::string> done;               ///< session ids that are stored already (resume)
  boost::json::object description;          ///< facts for Sink::begin: invocation, digests, environment
  std::shared_ptr<const Anonymiser> names;  ///< aliases for what is stored; nullptr: none
  bool calibrate = true;
  bool stop_on_error = false;  ///< end once every session of a cell on an unhindered path failed
};

struct RunOutcome {
  int sessions = 0, failed = 0, skipped = 0;
  int unreachable = 0;  ///< cells whose provider did not answer at all
  bool interrupted = false;
  std::string stopped_by;  ///< a failure of the host itself, "" if none
  std::vector<std::filesystem::path> stores;
  boost::json::object run;  ///< the completed run object
};

/// What the runner tells while it works; called on the main thread.
class RunWatcher {
 public:
  virtual ~RunWatcher();
  virtual void cell_begins(const Cell& cell, std::size_t index, std::size_t count) = 0;
  /// Every 100 ms. True: the user wants to stop.
  virtual bool tick(const Cell& cell, const Progress& progress) = 0;
  virtual void cell_ends(const Cell& cell, const Progress& progress) = 0;
  /// The sessions have ended; the sinks store what is left of so many exchanges, and finish their files.
  virtual void sinks_close(std::uint64_t exchanges) = 0;
};

class Runner {
 public:
  Runner(const Config& config, Catalog& catalog, Log& log, RunRequest request);
  ~Runner();
  /// [main] Blocks until the plan is done, interrupted or failed. Everything is stored when it returns.
  RunOutcome run(RunWatcher& watcher);

 private:
  struct CellRun;
  void open_lanes();
  void open_sinks();
  void start_quality();
  boost::json::object quality() const;
  /// How the cell's providers are reached; nullopt (and a line in `skipped`) if one is not there and others
  /// may be.
  std::optional<std::map<std::string, Reach>> reach(const Cell& cell, RunOutcome& outcome);
  bool stop_on_error(const Cell& cell, RunOutcome& outcome) const;
  bool run_cell(const Cell& cell, RunWatcher& watcher, RunOutcome& outcome);
  /// Throws if nothing listens at a live provider's URL.
  void require_answer(const Reach& reach);
  void start_captures(const Cell& cell);
  void stop_captures();

  const Config& config_;
  Catalog& catalog_;
  Log& log_;
  RunRequest request_;
  TimeAnchor anchor_;
  RetryPolicy retry_;
  std::shared_ptr<Commons> commons_ = std::make_shared<Commons>();  // of providers and scenarios
  std::vector<std::unique_ptr<Lane>> lanes_;
  std::unique_ptr<SimulatorFarm> farm_;
  std::unique_ptr<Recorder> recorder_;
  std::unique_ptr<Context> sink_context_;
  std::vector<std::unique_ptr<Capture>> captures_;
  std::vector<std::unique_ptr<LoopWatch>> loops_;
  std::vector<Running> loop_tasks_;
  std::vector<ThreadWatch> threads_;
  boost::json::array captured_;
  boost::json::array skipped_;
  struct Ended {
    int ended = 0, failed = 0;
  };
  Ended last_;                           // of the cell that ended last
  boost::json::object links_;            // profile → asked and verified
  std::set<std::string> answering_;      // live URLs that were tried
  std::map<std::string, Error> silent_;  // and those that did not answer
  std::vector<std::filesystem::path> stores_;
};

}  // namespace aitb::core
