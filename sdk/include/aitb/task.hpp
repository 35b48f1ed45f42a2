// Coroutines of the SDK: task<T>, running several at once, and a queue between coroutines of one lane.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <aitb/api.hpp>

namespace aitb::inline v1 {

namespace asio = boost::asio;

/// A lane is one io_context run by one thread, so its plain executor is enough (and cheaper than
/// any_io_executor).
using Executor = asio::io_context::executor_type;

/// The coroutine type of every SDK interface. Errors are exceptions; cancellation is Asio's, at each await.
/// Rules for GCC 12.2 are in docs/coding-style.md: name it, then move it; parameters by value.
template <class T = void>
using task = asio::awaitable<T, Executor>;

/// The completion token that turns an Asio operation into a task<T>.
inline constexpr asio::use_awaitable_t<Executor> use_task{};

/// [lane] Starts `work` on the lane and calls `done` (may be empty) at its end with nullptr or what it threw.
AITB_API void spawn(Executor executor, task<> work, std::function<void(std::exception_ptr)> done = {});

/// A running piece of work that can be cancelled; destroying the handle cancels it.
class AITB_API Running {
 public:
  Running();
  Running(Executor executor, task<> work, std::function<void(std::exception_ptr)> done = {});
  ~Running();
  Running(Running&&) noexcept;
  Running& operator=(Running&&) noexcept;
  /// [lane] Asks the work to end at its next await (it throws operation_aborted inside).
  void cancel();
  /// [lane] True once the work has ended.
  bool ended() const noexcept;
  /// [lane] Waits for the end; rethrows what the work threw.
  task<> join();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// [lane] Runs all of `work` at once, begun in its order, and returns when every one has ended. The first
/// that throws cancels the others and is rethrown at their end; being cancelled oneself cancels them all.
AITB_API task<> when_all(std::vector<task<>> work);

/// [lane] Lets others' arrivals be read: for before work that takes as long as to read several chunks, some
/// 20 µs. Of those who wait one goes on after each look at the sockets, in their order, and what that look
/// found is read before the next one. Cancelling does not shorten it; it shows at the next wait.
AITB_API task<> take_turn();

/// [lane] Wakes waiting coroutines. notify() before wait() is not lost: one wake-up is kept.
class AITB_API Signal {
 public:
  Signal();
  ~Signal();
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;
  task<> wait();
  void notify();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Unbounded first-in first-out queue between coroutines of one lane.
template <class T>
class Queue {
 public:
  void push(T value) {
    items_.push_back(std::move(value));
    signal_.notify();
  }
  /// No more items will come; pop() gives nullopt once the queue is empty.
  void close() {
    closed_ = true;
    signal_.notify();
  }
  task<std::optional<T>> pop() {
    while (items_.empty() && !closed_) co_await signal_.wait();
    std::optional<T> item;
    if (!items_.empty()) {
      item.emplace(std::move(items_.front()));
      items_.pop_front();
    }
    co_return item;
  }
  bool empty() const noexcept { return items_.empty(); }
  std::size_t size() const noexcept { return items_.size(); }

 private:
  std::deque<T> items_;
  Signal signal_;
  bool closed_ = false;
};

}  // namespace aitb::inline v1
