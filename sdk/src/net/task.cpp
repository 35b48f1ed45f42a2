// Starting, cancelling and joining coroutines, and the wake-up between them.
#include <aitb/task.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <list>

#include "net/suspend.hpp"

namespace aitb::inline v1 {

using net::error_code;
using net::Suspended;

void spawn(Executor executor, task<> work, std::function<void(std::exception_ptr)> done) {
  asio::co_spawn(executor, std::move(work), [done = std::move(done)](std::exception_ptr failure) {
    if (done) done(failure);
  });
}

struct Running::State {
  asio::cancellation_signal cancel;
  std::exception_ptr failure;
  bool ended = false;
  Signal over;
};

namespace {

template <class State>
task<> join_state(std::shared_ptr<State> state) {
  while (!state->ended) co_await state->over.wait();
  if (state->failure) std::rethrow_exception(state->failure);
}

}  // namespace

Running::Running() = default;

Running::Running(Executor executor, task<> work, std::function<void(std::exception_ptr)> done)
    : state_(std::make_shared<State>()) {
  auto finish = [state = state_, done = std::move(done)](std::exception_ptr failure) {
    state->failure = failure;
    state->ended = true;
    state->over.notify();
    if (done) done(failure);
  };
  asio::co_spawn(executor, std::move(work),
                 asio::bind_cancellation_slot(state_->cancel.slot(), std::move(finish)));
}

Running::~Running() { cancel(); }
Running::Running(Running&&) noexcept = default;

Running& Running::operator=(Running&& other) noexcept {
  if (this == &other) return *this;
  cancel();
  state_ = std::move(other.state_);
  return *this;
}

void Running::cancel() {
  if (!state_ || state_->ended) return;
  const std::shared_ptr<State> keep = state_;  // the work may end and drop us inside emit()
  keep->cancel.emit(asio::cancellation_type::terminal);
}

bool Running::ended() const noexcept { return !state_ || state_->ended; }

task<> Running::join() {
  std::shared_ptr<State> state = state_;
  if (!state) {
    state = std::make_shared<State>();
    state->ended = true;
  }
  return join_state(std::move(state));
}

struct Signal::Impl {
  std::list<Suspended<error_code>> waiting;
  bool kept = false;

  void release(error_code ec) {
    std::list<Suspended<error_code>> all;
    all.swap(waiting);
    for (auto& handler : all) {
      asio::get_associated_cancellation_slot(handler).clear();
      net::resume_later<error_code>(std::move(handler), ec);
    }
  }
};

Signal::Signal() : impl_(std::make_unique<Impl>()) {}
Signal::~Signal() { impl_->release(asio::error::operation_aborted); }

task<> Signal::wait() {
  Impl* impl = impl_.get();
  return net::suspend<void(error_code)>([impl](Suspended<error_code> handler) {
    if (impl->kept) {
      impl->kept = false;
      net::resume_later<error_code>(std::move(handler), error_code{});
      return;
    }
    auto slot = asio::get_associated_cancellation_slot(handler);
    impl->waiting.push_back(std::move(handler));
    if (!slot.is_connected()) return;
    auto self = std::prev(impl->waiting.end());
    slot.assign([impl, self, cancelled = false](asio::cancellation_type) mutable {
      if (std::exchange(cancelled, true)) return;  // a second time, before it has resumed
      Suspended<error_code> mine(std::move(*self));
      impl->waiting.erase(self);
      net::resume_later<error_code>(std::move(mine), asio::error::operation_aborted);
    });
  });
}

void Signal::notify() {
  if (impl_->waiting.empty()) impl_->kept = true;
  impl_->release(error_code{});
}

}  // namespace aitb::inline v1
