// How good the measurement itself was: timers, threads, queues. Goes into every report.
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include <aitb/net.hpp>

namespace aitb::core {

/// CPU and run-queue use of one thread between two readings of /proc/self/task.
class ThreadWatch {
 public:
  ThreadWatch(std::string name, int thread_id);
  /// {name, cpu_pct, run_queue_wait_ms}; null where the kernel does not tell.
  boost::json::object read() const;
  /// The same over a thread's whole life, for threads that began during the run.
  static boost::json::object since_start(std::string name, int thread_id);

 private:
  struct Usage {
    std::int64_t cpu_ns = -1, wait_ns = -1;
  };
  static Usage usage(int thread_id);
  static boost::json::object describe(const std::string& name, Usage from, Usage to, double elapsed_sec);
  std::string name_;
  int thread_id_;
  Instant since_;
  Usage start_;
};

/// Wakes every 10 ms on its lane and keeps how late the worst wake-up was: the longest time the loop was
/// held.
class LoopWatch {
 public:
  explicit LoopWatch(Clock& clock) : clock_(clock) {}
  task<> run();
  Duration longest_stall() const noexcept { return longest_; }

 private:
  Clock& clock_;
  Duration longest_{};
};

}  // namespace aitb::core
