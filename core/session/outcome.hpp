// Waiting for work whose failure is to be looked at, not thrown: nothing may be awaited inside a catch.
#pragma once
#include <exception>
#include <list>

#include <aitb/task.hpp>

namespace aitb::core {

/// What `work` threw, or nullptr.
inline task<std::exception_ptr> outcome(Running& work) {
  std::exception_ptr failure;
  try {
    co_await work.join();
  } catch (...) {
    failure = std::current_exception();
  }
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
