#include "net/kernel_time.hpp"

#include <algorithm>

namespace aitb::net {
namespace {

std::int64_t read_ns(clockid_t clock) noexcept {
  timespec t{};
  ::clock_gettime(clock, &t);
  return t.tv_sec * 1'000'000'000 + t.tv_nsec;
}

/// Wall − monotonic, taken where the two monotonic readings around the wall reading lie closest together.
std::int64_t measure_offset() noexcept {
  std::int64_t best = 0;
  std::int64_t narrowest = INT64_MAX;
  for (int i = 0; i < 5; ++i) {
    const std::int64_t before = read_ns(CLOCK_MONOTONIC);
    const std::int64_t wall = read_ns(CLOCK_REALTIME);
    const std::int64_t after = read_ns(CLOCK_MONOTONIC);
    if (after - before < narrowest) {
      narrowest = after - before;
      best = wall - (before + (after - before) / 2);
    }
  }
  return best;
}

}  // namespace

std::optional<Instant> kernel_instant(const timespec& wall, Instant user) noexcept {
  thread_local std::int64_t offset = 0;
  thread_local Instant measured{};
  if (user - measured > std::chrono::seconds(1)) {
    offset = measure_offset();
    measured = user;
  }
  const Instant at = from_ns(wall.tv_sec * 1'000'000'000 + wall.tv_nsec - offset);
  // The two clocks are read some tens of nanoseconds apart, hence the tolerance.
  if (at > user + std::chrono::microseconds(1) || user - at > std::chrono::seconds(10)) return std::nullopt;
  return std::min(at, user);
}

}  // namespace aitb::net
