// Starting, cancelling and joining coroutines, and the wake-up between them.
#include <aitb/error.hpp>
#include <aitb/task.hpp>
#include <aitb/time.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <deque>
#include <list>
#include <utility>

#include "net/guarded.hpp"
#include "net/suspend.hpp"

namespace aitb::inline v1 {

using net::error_code;
using net::Suspended;

void spawn(Executor executor, task<> work, std::function<void(std::exception_ptr)> done) {
  asio::co_spawn(executor, std::move(work), [done = std::move(done)](std::exception_ptr failure) {
    if (done) done(failure);
  });
}

struct Running::State : net::Guard {
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
  auto end = [done = std::move(done)](State& state, std::exception_ptr failure) {
    state.failure = failure;
    state.ended = true;
    state.over.notify();
    if (done) done(failure);
  };
  net::spawn_guarded(executor, state_, std::move(work), std::move(end));
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
  if (state_) net::Guard::cancel(state_);
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

namespace {

class Together {
 public:
  explicit Together(std::size_t count) : left(count) {}
  void end(std::exception_ptr thrown) {
    if (thrown && !failure) failure = thrown;
    if (thrown || left == 1) changed.notify();
    --left;
  }
  std::size_t left;
  std::exception_ptr failure;
  Signal changed;
};

}  // namespace

task<> when_all(std::vector<task<>> work) {
  const Executor executor = co_await asio::this_coro::executor;
  const auto together = std::make_shared<Together>(work.size());
  std::list<Running> running;
  for (task<>& one : work) {
    const std::function<void(std::exception_ptr)> end = [together](std::exception_ptr thrown) {
      together->end(thrown);
    };
    running.emplace_back(executor, std::move(one), end);
  }
  bool cancelled = false;
  while (together->left > 0) {
    try {
      co_await together->changed.wait();
    } catch (...) {
      cancelled = true;
    }
    if (!cancelled && !together->failure) continue;
    for (Running& one : running) one.cancel();
    // Nobody may leave before the last one has ended: they may use what the caller owns.
    co_await asio::this_coro::throw_if_cancelled(false);
  }
  co_await asio::this_coro::throw_if_cancelled(true);
  if (cancelled) throw boost::system::system_error(asio::error::operation_aborted, "running several at once");
  if (together->failure) std::rethrow_exception(together->failure);
}

namespace {

class Limited {
 public:
  Limited() = default;
  bool passed = false;
  Running work;
};

task<> pass_limit(Clock& clock, Instant at, std::shared_ptr<Limited> limited) {
  co_await clock.sleep_until(at);
  if (limited->work.ended()) co_return;
  limited->passed = true;
  limited->work.cancel();
}

}  // namespace

task<> within(Clock& clock, Duration limit, task<> work, std::string sentence) {
  if (limit <= Duration::zero()) {
    co_await std::move(work);
    co_return;
  }
  const Executor executor = co_await asio::this_coro::executor;
  const auto limited = std::make_shared<Limited>();
  limited->work = Running(executor, std::move(work));
  Running timer(executor, pass_limit(clock, clock.now() + limit, limited));
  std::exception_ptr failure;
  while (true) {
    failure = nullptr;
    try {
      co_await limited->work.join();
    } catch (...) {
      failure = std::current_exception();
    }
    if (limited->work.ended()) break;
    limited->work.cancel();
    co_await asio::this_coro::throw_if_cancelled(false);
  }
  timer.cancel();
  co_await asio::this_coro::throw_if_cancelled(true);
  if (failure && limited->passed) throw Error(ErrorKind::timeout, sentence);
  if (failure) std::rethrow_exception(failure);
}

namespace {

/// Those of one lane that wait for their turn; with the lane they go.
class Turns : public asio::execution_context::service {
 public:
  static inline asio::execution_context::id id;
  explicit Turns(asio::execution_context& lane) : service(lane) {}

  void wait(Suspended<error_code> handler) {
    waiting_.push_back(std::move(handler));
    if (waiting_.size() == 1) announce();
  }

 private:
  void shutdown() override {
    std::deque<Suspended<error_code>> all;
    all.swap(waiting_);
  }

  void announce() {
    asio::post(waiting_.front().get_executor(), [this] { next(); });
  }

  /// What is posted here runs after Asio's next look at the sockets, since that is queued already; what it
  /// finds there runs before what is posted then.
  void next() {
    Suspended<error_code> handler = std::move(waiting_.front());
    waiting_.pop_front();
    if (!waiting_.empty()) announce();
    handler(error_code{});
  }

  std::deque<Suspended<error_code>> waiting_;
};

}  // namespace

task<> take_turn() {
  return net::suspend<void(error_code)>([](Suspended<error_code> handler) {
    asio::use_service<Turns>(handler.get_executor().context()).wait(std::move(handler));
  });
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
