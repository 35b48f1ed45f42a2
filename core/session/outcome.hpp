// Waiting for work whose failure is to be looked at, not thrown: nothing may be awaited inside a catch.
#pragma once
#include <boost/asio/this_coro.hpp>
#include <exception>
#include <list>

#include <aitb/task.hpp>

namespace aitb::core {

/// What `work` threw, or nullptr. Who is cancelled while waiting cancels the work and waits for its end all
/// the same, since it may use what the waiting one owns; the next await then tells of the cancellation.
inline task<std::exception_ptr> outcome(Running& work) {
  std::exception_ptr failure;
  while (true) {
    try {
      co_await work.join();
      failure = nullptr;
    } catch (...) {
      failure = std::current_exception();
    }
    if (work.ended()) break;
    work.cancel();
    co_await asio::this_coro::throw_if_cancelled(false);
  }
  co_await asio::this_coro::throw_if_cancelled(true);
  co_return failure;
}

/// Waits for all of them, also when one fails; then rethrows the first failure.
inline task<> join_all(std::list<Running>& running) {
  std::exception_ptr first;
  while (!running.empty()) {
    const std::exception_ptr failure = co_await outcome(running.front());
    if (failure && !first) first = failure;
    running.pop_front();
  }
  if (first) std::rethrow_exception(first);
}

}  // namespace aitb::core
