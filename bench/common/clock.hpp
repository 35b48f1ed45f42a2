// Monotonic nanoseconds, the axis of every time in the benchmarks; comparable between processes of one
// machine.
#pragma once
#include <cstdint>
#include <ctime>

namespace bench {

inline std::int64_t now_ns() noexcept {
  timespec t{};
  ::clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * std::int64_t{1'000'000'000} + t.tv_nsec;
}

/// CPU seconds of this process.
inline double own_cpu_seconds() noexcept {
  timespec t{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

inline std::int64_t from_ms(double ms) noexcept { return static_cast<std::int64_t>(ms * 1e6); }

}  // namespace bench
