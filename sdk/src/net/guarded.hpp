// Inside libaitb: spawned work that may be cancelled at any time: before it begins, while it runs, after it.
#pragma once
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <memory>
#include <utility>

#include <aitb/task.hpp>

namespace aitb::net {

/// Base of what is known about spawned work, shared by the work and by whoever may cancel it. [lane]
class Guard {
 public:
  asio::cancellation_slot slot() noexcept { return signal_.slot(); }
  /// By value: the work may end inside, and drop what was the last owner.
  static void cancel(std::shared_ptr<Guard> guard);
  /// Asio's own frame around a spawned coroutine throws out of the lane's loop when it finds itself cancelled
  /// outside of `work`, so nobody cancels it before, and afterwards it is told not to look.
  static task<> shield(std::shared_ptr<Guard> guard, task<> work);

 private:
  asio::cancellation_signal signal_;
  enum { waiting, refused, running, over } phase_ = waiting;
};

/// Has a cancellation slot and no executor of its own: for a handler with one, as bind_cancellation_slot()
/// makes it, Asio may deliver the cancellation later, through a pointer that then leads nowhere.
template <class State, class End>
class Finish {
 public:
  using cancellation_slot_type = asio::cancellation_slot;
  Finish(std::shared_ptr<State> state, End end) : state_(std::move(state)), end_(std::move(end)) {}
  cancellation_slot_type get_cancellation_slot() const noexcept { return state_->slot(); }
  void operator()(std::exception_ptr failure) { end_(*state_, failure); }

 private:
  std::shared_ptr<State> state_;
  End end_;
};

/// `end(state, failure)` follows the work; a refusal before it began is a failure, too. `end` belongs to the
/// coroutine's frame alone: a loop that ends before the work does leaves nothing of it behind.
template <class State, class End>
void spawn_guarded(Executor executor, std::shared_ptr<State> state, task<> work, End end) {
  task<> shielded = Guard::shield(state, std::move(work));
  asio::co_spawn(executor, std::move(shielded), Finish<State, End>(std::move(state), std::move(end)));
}

}  // namespace aitb::net
