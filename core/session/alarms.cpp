#include "core/session/alarms.hpp"

#include <algorithm>
#include <vector>

namespace aitb::core {

struct Alarms::State {
  State(Executor executor_, Clock& clock_) : executor(executor_), clock(clock_) {}
  Executor executor;
  Clock& clock;
  std::vector<Alarm*> set;
  std::vector<Alarm*> due;  // to be rung in this round; nullptr: dropped meanwhile
  Instant wakes = Instant::max();
  Running sleeper;

  void wake_by(const std::shared_ptr<State>& self, Instant at) {
    if (at >= wakes) return;
    wakes = at;
    sleeper = Running(executor, sleep(self, at));
  }

  void take_out(Alarm* alarm) {
    set[alarm->slot_] = set.back();
    set[alarm->slot_]->slot_ = alarm->slot_;
    set.pop_back();
  }

  void ring() {
    const Instant now = clock.now();
    wakes = Instant::min();  // what is set meanwhile is seen by the sleeper that rings
    for (Alarm* alarm : set) {
      if (alarm->at_ <= now) due.push_back(alarm);
    }
    for (Alarm* alarm : due) take_out(alarm);
    for (std::size_t i = 0; i < due.size(); ++i) {
      if (due[i] == nullptr) continue;
      const std::function<void()> ring = std::move(due[i]->ring_);
      ring();  // may drop alarms, this one too
    }
    due.clear();
  }

  static task<> sleep(std::shared_ptr<State> self, Instant at) {
    while (true) {
      co_await self->clock.sleep_until(at);
      if (at != self->wakes) co_return;  // another sleeper was set for an earlier time
      self->ring();
      at = Instant::max();
      for (const Alarm* alarm : self->set) at = std::min(at, alarm->at_);
      self->wakes = at;
      if (at == Instant::max()) co_return;
    }
  }
};

Alarms::Alarms(Executor executor, Clock& clock) : state_(std::make_shared<State>(executor, clock)) {}

Alarms::~Alarms() {
  state_->wakes = Instant::min();  // the sleeper's clock may be gone when it comes to its end
  state_->sleeper = Running();
}

Alarms::Alarm::Alarm(Alarms& alarms, Instant at, std::function<void()> ring)
    : state_(alarms.state_), at_(at), ring_(std::move(ring)), slot_(state_->set.size()) {
  state_->set.push_back(this);
  state_->wake_by(state_, at);
}

Alarms::Alarm::~Alarm() {
  if (slot_ < state_->set.size() && state_->set[slot_] == this) {
    state_->take_out(this);
  } else {
    std::replace(state_->due.begin(), state_->due.end(), this, static_cast<Alarm*>(nullptr));
  }
}

}  // namespace aitb::core
