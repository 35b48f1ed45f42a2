// Deadlines of a lane's sessions and exchanges, kept by one sleeper: nearly all of them are never reached.
#pragma once
#include <functional>
#include <memory>

#include <aitb/task.hpp>
#include <aitb/time.hpp>

namespace aitb::core {

/// One per lane. Setting and dropping an alarm costs no coroutine and no exception; the sleeper finds out
/// when it wakes.
class Alarms {
 public:
  Alarms(Executor executor, Clock& clock);
  ~Alarms();
  Alarms(const Alarms&) = delete;

  class Alarm;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// [lane] Calls `ring` once at or just after `at`, unless it is destroyed before. Stays where it was made.
class Alarms::Alarm {
 public:
  Alarm(Alarms& alarms, Instant at, std::function<void()> ring);
  ~Alarm();
  Alarm(const Alarm&) = delete;

 private:
  friend class Alarms;
  std::shared_ptr<State> state_;
  Instant at_;
  std::function<void()> ring_;
  std::size_t slot_ = 0;
};

}  // namespace aitb::core
