#include <sys/prctl.h>

#include <algorithm>
#include <bit>
#include <boost/asio/post.hpp>

#include "net/real_clock.hpp"

namespace aitb {

namespace net {

void LagHistogram::add(std::int64_t ns) noexcept {
  ns = std::max<std::int64_t>(ns, 0);
  ++count_;
  max_ = std::max(max_, ns);
  const auto value =
      static_cast<std::uint64_t>(ns) + kSteps;  // below kSteps ns there is nothing to tell apart
  const int width = std::bit_width(value) - 1;
  const auto step = static_cast<std::size_t>((value >> (width - 3)) & (kSteps - 1));
  ++buckets_[static_cast<std::size_t>(width) * kSteps + step];
}

TimerLag LagHistogram::summary() const {
  TimerLag lag;
  lag.count = count_;
  lag.max_ns = max_;
  const auto quantile = [&](double p) {
    const auto rank = static_cast<std::uint64_t>(p * static_cast<double>(count_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
      seen += buckets_[i];
      if (seen > rank) {
        const std::size_t width = i / kSteps;
        return static_cast<std::int64_t>((1ull << width) + ((i % kSteps) << (width - 3))) - kSteps;
      }
    }
    return max_;
  };
  if (count_ > 0) {
    lag.p50_ns = quantile(0.5);
    lag.p99_ns = quantile(0.99);
  }
  return lag;
}

RealClock::RealClock(asio::io_context& lane, Instant anchor, std::int64_t wall_anchor_ns)
    : anchor_(anchor), wall_anchor_ns_(wall_anchor_ns), timer_(lane.get_executor()) {}

RealClock::~RealClock() {
  while (!heap_.empty()) {
    Sleeper* sleeper = heap_.back().sleeper;
    heap_.pop_back();
    const Resume dropped = sleeper->take();  // frees the coroutine that nobody will resume any more
  }
}

task<> RealClock::sleep_until(Instant at) {
  Sleeper sleeper(*this, at);
  push(sleeper);
  co_await suspend(sleeper);
}

void RealClock::Sleeper::on_cancel() {
  if (!waiting()) return;
  clock.remove(index);
  asio::post(clock.timer_.get_executor(),
             [handler = take()]() mutable { handler(error_code(asio::error::operation_aborted)); });
}

void RealClock::place(std::size_t index, Entry entry) {
  heap_[index] = entry;
  entry.sleeper->index = index;
}

void RealClock::sift_up(std::size_t index) {
  const Entry entry = heap_[index];
  while (index > 0 && entry.at < heap_[(index - 1) / 2].at) {
    place(index, heap_[(index - 1) / 2]);
    index = (index - 1) / 2;
  }
  place(index, entry);
}

void RealClock::sift_down(std::size_t index) {
  const Entry entry = heap_[index];
  while (true) {
    std::size_t child = 2 * index + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && heap_[child + 1].at < heap_[child].at) ++child;
    if (!(heap_[child].at < entry.at)) break;
    place(index, heap_[child]);
    index = child;
  }
  place(index, entry);
}

void RealClock::push(Sleeper& sleeper) {
  heap_.push_back({sleeper.at, &sleeper});
  sift_up(heap_.size() - 1);
  if (!firing_ && heap_.front().at < armed_) arm();
}

void RealClock::remove(std::size_t index) {
  const Entry last = heap_.back();
  heap_.pop_back();
  if (index == heap_.size()) return;
  place(index, last);
  sift_up(index);
  sift_down(last.sleeper->index);
}

void RealClock::arm() {
  if (heap_.empty()) {
    armed_ = Instant::max();
    return;
  }
  if (!slack_set_) {
    prctl(PR_SET_TIMERSLACK, 1);  // the default lets the kernel wake this thread 50 µs late
    slack_set_ = true;
  }
  armed_ = heap_.front().at;
  timer_.expires_at(armed_);
  timer_.async_wait([this](error_code ec) {
    if (ec != asio::error::operation_aborted) fire();
  });
}

void RealClock::fire() {
  constexpr int kBurst = 256;  // then sockets get their turn
  firing_ = true;
  for (int resumed = 0; resumed < kBurst && !heap_.empty(); ++resumed) {
    const Instant moment = now();
    const Entry top = heap_.front();
    if (top.at > moment) break;
    lag_.add((moment - top.at).count());
    remove(0);
    top.sleeper->resume({});
  }
  firing_ = false;
  arm();
}

}  // namespace net

inline namespace v1 {

task<> Clock::sleep_for(Duration d) { return sleep_until(now() + d); }

std::unique_ptr<Clock> make_clock(asio::io_context& lane, Instant anchor, std::int64_t wall_anchor_ns) {
  return std::make_unique<net::RealClock>(lane, anchor, wall_anchor_ns);
}

TimerLag timer_lag(const Clock& clock) {
  const auto* real = dynamic_cast<const net::RealClock*>(&clock);
  return real ? real->lag() : TimerLag();
}

}  // namespace v1
}  // namespace aitb
