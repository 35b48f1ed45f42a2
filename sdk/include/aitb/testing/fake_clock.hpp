// A clock that stands still until the test moves it.
#pragma once
#include <cstddef>
#include <memory>

#include <aitb/time.hpp>

namespace aitb::inline v1::testing {

class FakeClock final : public Clock {
 public:
  /// Starts at one hour after the epoch of the monotonic clock; its wall time is the same number.
  FakeClock();
  explicit FakeClock(Instant start);
  ~FakeClock() override;

  Instant now() const noexcept override { return now_; }
  std::int64_t wall_ns(Instant at) const noexcept override { return to_ns(at); }
  task<> sleep_until(Instant at) override;
  task<> beat_from(Instant first, Rhythm& rhythm) override;

  /// Moves on by `by`. Whoever sleeps until then is resumed in the order of the deadlines, each at its own
  /// time.
  void advance(Duration by);
  /// Moves to the earliest deadline and resumes its sleepers; false when nobody sleeps.
  bool jump();
  std::size_t sleepers() const noexcept;

 private:
  task<> wait(Instant at, Rhythm* rhythm);
  struct Impl;
  std::unique_ptr<Impl> impl_;
  Instant now_;
};

}  // namespace aitb::inline v1::testing
