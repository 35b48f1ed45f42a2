// The lane's real clock: every sleeper in one heap, one timerfd armed for the earliest.
#include <sys/prctl.h>
#include <sys/timerfd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>

#include <aitb/net.hpp>
#include <aitb/time.hpp>

#include "net/log_buckets.hpp"
#include "net/readiness.hpp"
#include "net/sleepers.hpp"

namespace aitb::net {
namespace {

/// With many sleepers one wake-up of the thread serves all that fall due within this time; few never wait for
/// it.
constexpr Duration least_gap = std::chrono::microseconds(50);
constexpr std::size_t many = 32;

int make_timer() {
  const int timer = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  if (timer < 0) throw std::system_error(errno, std::system_category(), "making the lane's timer");
  return timer;
}

class RealClock final : public Clock {
 public:
  RealClock(asio::io_context& lane, Instant anchor, std::int64_t wall_anchor_ns)
      : timer_(lane, make_timer()),
        tick_(std::make_unique<Tick>(this)),
        anchor_(anchor),
        wall_anchor_ns_(wall_anchor_ns) {}

  ~RealClock() override {
    if (watching_) {
      tick_->clock = nullptr;
      [[maybe_unused]] Tick* reactors = tick_.release();  // which ends it in its own time
    }
  }

  Instant now() const noexcept override { return Instant(std::chrono::steady_clock::now()); }
  std::int64_t wall_ns(Instant at) const noexcept override {
    return wall_anchor_ns_ + (at - anchor_).count();
  }

  task<> sleep_until(Instant at) override { return wait(at, nullptr); }
  task<> beat_from(Instant first, Rhythm& rhythm) override { return wait(first, &rhythm); }

  TimerLag lag() const noexcept {
    TimerLag result;
    result.count = lag_.count();
    result.p50_ns = lag_.quantile(0.5);
    result.p99_ns = lag_.quantile(0.99);
    result.max_ns = lag_.max();
    return result;
  }

 private:
  /// Waits in the reactor for the timer, again and again; the reactor's while it is queued there.
  class Tick : public asio::detail::reactor_op {
   public:
    explicit Tick(RealClock* clock_) : reactor_op(error_code{}, &perform_now, &complete_now), clock(clock_) {}
    RealClock* clock;

   private:
    static status perform_now(reactor_op*) { return done_and_exhausted; }
    static void complete_now(void* owner, asio::detail::operation* base, const error_code&, std::size_t) {
      auto* self = static_cast<Tick*>(base);
      if (self->clock == nullptr) {
        const std::unique_ptr<Tick> last(self);
      } else {
        self->clock->watching_ = false;
        if (owner != nullptr) self->clock->fire();
      }
    }
  };

  task<> wait(Instant at, Rhythm* rhythm) {
    RealClock* self = this;
    return suspend<void(std::exception_ptr)>(
        [self, at, rhythm](Sleepers::Handler handler) { self->add(at, std::move(handler), rhythm); });
  }

  void add(Instant at, Sleepers::Handler handler, Rhythm* rhythm) {
    if (!prepared_) {
      ::prctl(PR_SET_TIMERSLACK, 1UL);  // for this thread: the lane's
      prepared_ = true;
    }
    sleepers_.add(at, std::move(handler), rhythm);
    if (!firing_) watch();
  }

  void watch() {
    arm();
    if (watching_) return;
    watching_ = true;
    timer_.start(Ready::read, tick_.get());
  }

  void arm() noexcept {
    Instant at = sleepers_.earliest();
    if (sleepers_.size() >= many) at = std::max(at, fired_ + least_gap);
    if (at >= armed_) return;
    armed_ = at;
    const std::int64_t ns = std::max<std::int64_t>(to_ns(at), 1);
    itimerspec setting{};
    setting.it_value.tv_sec = ns / 1'000'000'000;
    setting.it_value.tv_nsec = ns % 1'000'000'000;
    ::timerfd_settime(timer_.descriptor(), TFD_TIMER_ABSTIME, &setting, nullptr);
  }

  void fire() {
    fired_ = now();
    if (fired_ >= armed_) armed_ = Instant::max();  // else a spurious wake-up: it is still set
    firing_ = true;
    sleepers_.round(fired_);
    Instant intended{};
    while (sleepers_.peek(intended)) {
      lag_.add((now() - intended).count());
      sleepers_.resume_next();
    }
    firing_ = false;
    if (!sleepers_.empty()) watch();
  }

  Readiness timer_;
  std::unique_ptr<Tick> tick_;
  Sleepers sleepers_;
  LogBuckets lag_;
  Instant anchor_;
  std::int64_t wall_anchor_ns_;
  Instant armed_ = Instant::max();
  Instant fired_ = Instant::min() + least_gap;
  bool watching_ = false, firing_ = false, prepared_ = false;
};

}  // namespace
}  // namespace aitb::net

namespace aitb::inline v1 {

task<> Clock::sleep_for(Duration d) { return sleep_until(now() + d); }

task<> Clock::beat_from(Instant first, Rhythm& rhythm) {
  for (std::optional<Instant> next = first; next; next = rhythm.beat()) {
    const Instant at = *next;
    co_await sleep_until(at);
  }
}

std::unique_ptr<Clock> make_clock(asio::io_context& lane, Instant anchor, std::int64_t wall_anchor_ns) {
  return std::make_unique<net::RealClock>(lane, anchor, wall_anchor_ns);
}

TimerLag timer_lag(const Clock& clock) {
  const auto* real = dynamic_cast<const net::RealClock*>(&clock);
  return real != nullptr ? real->lag() : TimerLag{};
}

}  // namespace aitb::inline v1
