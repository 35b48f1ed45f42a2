#include <aitb/task.hpp>

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <vector>

#include "net/suspend.hpp"

namespace aitb::inline v1 {

void spawn(Executor executor, task<> work, std::function<void(std::exception_ptr)> done) {
  asio::co_spawn(executor, std::move(work), [done = std::move(done)](std::exception_ptr failure) {
    if (done) done(failure);
  });
}

struct Signal::Impl {
  struct Sleeper final : net::Waiter {
    explicit Sleeper(Impl& owner) : impl(owner) {}
    void on_cancel() override {
      std::erase(impl.sleepers, this);
      impl.wake_later(take(), asio::error::operation_aborted);
    }
    Impl& impl;
  };

  /// Never inline: whoever notifies is in the middle of something.
  static void wake_later(net::Resume handler, boost::system::error_code ec) {
    const auto executor = asio::get_associated_executor(handler);
    asio::post(executor, [handler = std::move(handler), ec]() mutable { handler(ec); });
  }

  ~Impl() {
    for (Sleeper* sleeper : std::exchange(sleepers, {})) const net::Resume dropped = sleeper->take();
  }

  std::vector<Sleeper*> sleepers;
  bool kept = false;
};

Signal::Signal() : impl_(std::make_unique<Impl>()) {}
Signal::~Signal() = default;

task<> Signal::wait() {
  if (std::exchange(impl_->kept, false)) co_return;
  Impl::Sleeper sleeper(*impl_);
  impl_->sleepers.push_back(&sleeper);
  co_await net::suspend(sleeper);
}

void Signal::notify() {
  if (impl_->sleepers.empty()) {
    impl_->kept = true;
    return;
  }
  for (Impl::Sleeper* sleeper : std::exchange(impl_->sleepers, {})) Impl::wake_later(sleeper->take(), {});
}

struct Running::State {
  asio::cancellation_signal cancel;
  Signal end;
  std::exception_ptr failure;
  bool ended = false;
};

Running::Running() = default;

Running::Running(Executor executor, task<> work, std::function<void(std::exception_ptr)> done)
    : state_(std::make_shared<State>()) {
  auto finish = [state = state_, done = std::move(done)](std::exception_ptr failure) {
    state->ended = true;
    state->failure = failure;
    state->end.notify();
    if (done) done(failure);
  };
  asio::co_spawn(executor, std::move(work),
                 asio::bind_cancellation_slot(state_->cancel.slot(), std::move(finish)));
}

Running::~Running() { cancel(); }
Running::Running(Running&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
Running& Running::operator=(Running&& other) noexcept {
  if (this == &other) return *this;
  cancel();
  state_ = std::exchange(other.state_, nullptr);
  return *this;
}

void Running::cancel() {
  if (!state_ || state_->ended) return;
  const std::shared_ptr<State> keep = state_;  // the work may end, and this handle go, inside emit
  keep->cancel.emit(asio::cancellation_type::terminal);
}

bool Running::ended() const noexcept { return !state_ || state_->ended; }

task<> Running::join() {
  const std::shared_ptr<State> state = state_;
  if (!state) co_return;
  while (!state->ended) co_await state->end.wait();
  state->end.notify();  // for a second one that waits
  if (state->failure) std::rethrow_exception(state->failure);
}

}  // namespace aitb::inline v1
