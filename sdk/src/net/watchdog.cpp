#include "net/watchdog.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace aitb::net {
namespace {
/// Deadlines are in seconds; many that end one after the other are looked at together.
constexpr Duration grain = std::chrono::milliseconds(5);
}  // namespace

std::string_view to_string(Limit limit) noexcept {
  switch (limit) {
    case Limit::none:
      return "no";
    case Limit::connect:
      return "connect";
    case Limit::first_byte:
      return "first byte";
    case Limit::between:
      return "between bytes";
    case Limit::total:
      return "total";
  }
  return "?";
}

struct Watchdog::State {
  State(Executor executor_, Clock& clock_) : executor(executor_), clock(clock_) {}

  Executor executor;
  Clock& clock;
  std::vector<Watch*> watches;
  Running sweeper;
  Instant wakes = Instant::max();  // when the sweeper looks next

  static void wake_by(const std::shared_ptr<State>& self, Instant at) {
    if (at >= self->wakes) return;
    self->wakes = at;
    self->sweeper = Running(self->executor, sweep(self));
  }

  static task<> sweep(std::shared_ptr<State> self) {
    while (self->wakes != Instant::max()) {
      co_await self->clock.sleep_until(self->wakes);
      self->look();
    }
  }

  void look() {
    const Instant now = clock.now();
    Instant next = Instant::max();
    for (std::size_t i = 0; i < watches.size(); ++i) {
      Watch& watch = *watches[i];
      if (watch.expired_ != Limit::none) continue;
      if (watch.at_ <= now) {
        watch.expired_ = watch.at_ == watch.total_ ? Limit::total : watch.limit_;
        if (watch.stop_ != nullptr) watch.stop_(watch.target_);
      } else {
        next = std::min(next, watch.at_);
      }
    }
    wakes = next == Instant::max() ? next : std::max(next, now + grain);
  }
};

Watchdog::Watchdog(Executor executor, Clock& clock) : state_(std::make_shared<State>(executor, clock)) {}
Watchdog::~Watchdog() { state_->sweeper = Running(); }

Watchdog::Watch::Watch(Watchdog& dog) : state_(dog.state_), slot_(state_->watches.size()) {
  state_->watches.push_back(this);
}

Watchdog::Watch::~Watch() {
  Watch* last = state_->watches.back();
  state_->watches[slot_] = last;
  last->slot_ = slot_;
  state_->watches.pop_back();
}

void Watchdog::Watch::total(Instant start, Duration length) {
  if (length <= Duration::zero()) return;
  total_length_ = length;
  total_ = start + length;
  at_ = std::min(at_, total_);
  State::wake_by(state_, at_);
}

void Watchdog::Watch::expect(Limit limit, Duration length) {
  limit_ = limit;
  length_ = length;
  at_ = length > Duration::zero() ? std::min(state_->clock.now() + length, total_) : total_;
  if (at_ < state_->wakes) State::wake_by(state_, at_);
}

void Watchdog::Watch::rest() noexcept {
  limit_ = Limit::none;
  at_ = total_;
}

std::string Watchdog::Watch::sentence() const {
  const Duration length = expired_ == Limit::total ? total_length_ : length_;
  return fmt::format("the {} deadline of {:g} s passed", to_string(expired_), to_seconds(length));
}

Watchdog::Watch::Aim::Aim(Watch& watch, Stop stop, void* target) noexcept
    : watch_(watch), stop_(std::exchange(watch.stop_, stop)), target_(std::exchange(watch.target_, target)) {}

Watchdog::Watch::Aim::~Aim() {
  watch_.stop_ = stop_;
  watch_.target_ = target_;
}

}  // namespace aitb::net
