// The lane's clock: one heap of absolute deadlines over one timer.
#pragma once
#include <array>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <vector>

#include <aitb/net.hpp>

#include "net/suspend.hpp"

namespace aitb::net {

/// Log-linear buckets, eight per power of two: quantiles within 9 %.
class LagHistogram {
 public:
  void add(std::int64_t ns) noexcept;
  TimerLag summary() const;

 private:
  static constexpr int kSteps = 8;
  std::array<std::uint64_t, 64 * kSteps> buckets_{};
  std::uint64_t count_ = 0;
  std::int64_t max_ = 0;
};

class RealClock final : public Clock {
 public:
  RealClock(asio::io_context& lane, Instant anchor, std::int64_t wall_anchor_ns);
  ~RealClock() override;

  Instant now() const noexcept override { return Instant(std::chrono::steady_clock::now()); }
  std::int64_t wall_ns(Instant at) const noexcept override {
    return wall_anchor_ns_ + (at - anchor_).count();
  }
  task<> sleep_until(Instant at) override;
  TimerLag lag() const { return lag_.summary(); }

 private:
  struct Sleeper final : Waiter {
    Sleeper(RealClock& owner, Instant deadline) : clock(owner), at(deadline) {}
    void on_cancel() override;
    RealClock& clock;
    Instant at;
    std::size_t index = 0;  // in heap_
  };
  struct Entry {
    Instant at;
    Sleeper* sleeper;
  };
  using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                           asio::wait_traits<std::chrono::steady_clock>, Executor>;

  void push(Sleeper& sleeper);
  void remove(std::size_t index);
  void place(std::size_t index, Entry entry);
  void sift_up(std::size_t index);
  void sift_down(std::size_t index);
  void arm();
  void fire();

  Instant anchor_;
  std::int64_t wall_anchor_ns_;
  Timer timer_;
  std::vector<Entry> heap_;
  Instant armed_ = Instant::max();
  bool firing_ = false, slack_set_ = false;
  LagHistogram lag_;
};

}  // namespace aitb::net
