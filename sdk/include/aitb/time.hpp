// Two clocks: monotonic nanoseconds for every duration, one wall-clock anchor a run for dates.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <aitb/api.hpp>
#include <aitb/task.hpp>

namespace aitb::inline v1 {

using Duration = std::chrono::nanoseconds;
/// CLOCK_MONOTONIC. Comparable between all lanes, simulators and processes of one machine, never between
/// machines.
using Instant = std::chrono::time_point<std::chrono::steady_clock, Duration>;

inline std::int64_t to_ns(Instant t) noexcept { return t.time_since_epoch().count(); }
inline Instant from_ns(std::int64_t ns) noexcept { return Instant(Duration(ns)); }
inline double to_seconds(Duration d) noexcept { return static_cast<double>(d.count()) / 1e9; }
inline Duration from_seconds(double s) noexcept { return Duration(static_cast<std::int64_t>(s * 1e9)); }

/// Something done again and again at instants of its own, without a coroutine that wakes each time. [lane]
class AITB_API Rhythm {
 public:
  virtual ~Rhythm();
  /// It is time. Gives the next instant, or none when that was all.
  virtual std::optional<Instant> beat() = 0;
  /// Its beat is next but for a few: a place to prefetch what that will need, which with a thousand of them
  /// is in no cache.
  virtual void soon() noexcept {}
};

/// The lane's clock and its only source of waiting; tests swap in a FakeClock that they crank.
/// Owned by the lane, outlives every component on it.
class AITB_API Clock {
 public:
  virtual ~Clock();
  /// [any] Monotonic now.
  virtual Instant now() const noexcept = 0;
  /// [any] Wall time (ns since the Unix epoch) of a monotonic instant, through the run's single anchor.
  virtual std::int64_t wall_ns(Instant at) const noexcept = 0;
  /// [lane] Resumes at or just after `at` (absolute, so pacing does not drift). Ends at once when cancelled,
  /// by throwing boost::system::system_error(operation_aborted).
  virtual task<> sleep_until(Instant at) = 0;
  /// [lane] One beat at `first` and at every instant that a beat gives; ends when one gives none. However
  /// late it is, it has one beat in each turn of the lane. Throws what a beat throws; cancelled as above.
  virtual task<> beat_from(Instant first, Rhythm& rhythm);

  /// [lane] sleep_until(now() + d).
  task<> sleep_for(Duration d);
};

/// [lane] Runs `work`; when it has not ended after `limit` (0: no limit), cancels it and, once it has ended,
/// throws Error(timeout) with `sentence`.
AITB_API task<> within(Clock& clock, Duration limit, task<> work, std::string sentence);

}  // namespace aitb::inline v1
