// Offers one cell's sessions on one lane, by the load's law, and waits until they ended.
#pragma once
#include <atomic>
#include <functional>
#include <list>
#include <set>
#include <string>

#include "core/plan/plan.hpp"
#include "core/session/components.hpp"
#include "core/session/load.hpp"

namespace aitb::core {

/// What the terminal shows; written by lanes, read by the main thread.
struct Progress {
  std::atomic<int> started{0}, ended{0}, failed{0}, skipped{0};
};

class Driver {
 public:
  Driver(Lane& lane, int lane_index, LaneComponents& components, const Cell& cell, const Load& load,
         const Defaults& defaults, Recorder& recorder, const RetryPolicy& retry,
         const std::set<std::string>& done, std::uint64_t seed, Log& log, Progress& progress);

  /// [lane] Returns when every session of this lane's share has ended. `origin` is the phase's common start.
  task<> drive(Instant origin);
  /// [lane] Starts no further session and ends the running ones.
  void interrupt();

 private:
  task<> sequential();
  task<> closed(Instant origin);
  task<> open(Instant origin);
  task<> user(int index, Instant start, Instant measure_from, std::optional<Instant> until);
  std::string id_of(int user_index, int run_index, bool warmup) const;
  /// In a resumed run: an earlier one ended it.
  bool is_stored(int user_index, int run_index, bool warmup) const;
  SessionRun session(int user_index, int run_index, bool warmup, std::optional<Instant> scheduled);
  task<> one(int user_index, int run_index, bool warmup, std::optional<Instant> scheduled);

  Lane& lane_;
  int lane_index_;
  LaneComponents& components_;
  const Cell& cell_;
  const Load& load_;
  const Defaults& defaults_;
  Recorder& recorder_;
  const RetryPolicy& retry_;
  const std::set<std::string>& done_;
  std::uint64_t seed_;
  Log& log_;
  Progress& progress_;
  std::set<SessionRun*> active_;
  Running sleeping_;  // the driver's own waits, so that an interruption ends them
  bool interrupted_ = false;
};

}  // namespace aitb::core
