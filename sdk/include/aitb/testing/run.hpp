// Runs coroutines in a test: on a lane of its own, never longer than a limit of wall time.
#pragma once
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include <aitb/net.hpp>
#include <aitb/task.hpp>
#include <aitb/time.hpp>

namespace aitb::inline v1::testing {

class FakeClock;

/// Runs `lane` until `work` ends and rethrows what it threw. std::runtime_error after `limit`: the work
/// hangs.
void run_on(asio::io_context& lane, task<> work, Duration limit = std::chrono::seconds(30));
/// The same, but whenever nothing else is left to do, `clock` jumps to its next sleeper. For memory streams
/// only: with sockets, "nothing to do" may just mean that bytes are under way.
void run_on(asio::io_context& lane, task<> work, FakeClock& clock, Duration limit = std::chrono::seconds(30));

template <class T>
task<> keep_result(task<T> work, std::optional<T>* result) {
  result->emplace(co_await std::move(work));
}

/// A lane as the host makes it, for one test: io_context, real clock, net services. What lives on it dies
/// before it.
class Lane {
 public:
  explicit Lane(NetOptions options = {});
  ~Lane();
  asio::io_context& context() noexcept { return context_; }
  Executor executor() noexcept { return context_.get_executor(); }
  Clock& clock() noexcept { return *clock_; }
  Net& net() noexcept { return *net_; }

  template <class T>
  T run(task<T> work) {
    std::optional<T> result;
    run_on(context_, keep_result(std::move(work), &result));
    return std::move(*result);
  }
  void run(task<> work) { run_on(context_, std::move(work)); }

 private:
  asio::io_context context_{1};
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<Net> net_;
};

/// Runs `work` on a private io_context (found inside by asio::this_coro::executor).
template <class T>
T run(task<T> work) {
  asio::io_context lane(1);
  std::optional<T> result;
  run_on(lane, keep_result(std::move(work), &result));
  return std::move(*result);
}
inline void run(task<> work) {
  asio::io_context lane(1);
  run_on(lane, std::move(work));
}

}  // namespace aitb::inline v1::testing
