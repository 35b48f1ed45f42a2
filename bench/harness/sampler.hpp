// CPU and memory of a running child at known moments, so that costs are taken over a window and not over a
// whole life.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <thread>

#include "bench/common/clock.hpp"
#include "bench/harness/child.hpp"

namespace bench {

/// [from, to] on the monotonic clock, and the CPU time that a child used in it.
struct Window {
  std::int64_t from = 0, to = 0;
  double cpu_s = 0;
  double seconds() const { return static_cast<double>(to - from) / 1e9; }
  bool holds(std::int64_t at) const { return at >= from && at < to; }
};

inline void sleep_seconds(double seconds) {
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

/// Lets the child run for `settle` seconds, then watches it for `seconds`.
inline Window watch_cpu(Child& child, double settle, double seconds) {
  sleep_seconds(settle);
  Window window;
  const double before = child.cpu_seconds();
  window.from = now_ns();
  sleep_seconds(seconds);
  window.cpu_s = child.cpu_seconds() - before;
  window.to = now_ns();
  return window;
}

/// The most memory seen during `seconds`.
inline double peak_memory_kib(Child& child, double seconds) {
  double peak = 0;
  for (const std::int64_t end = now_ns() + from_ms(seconds * 1e3); now_ns() < end; sleep_seconds(0.25)) {
    peak = std::max(peak, child.memory_kib());
  }
  return peak;
}

}  // namespace bench
