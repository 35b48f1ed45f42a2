// A lane: one thread with one io_context, its clock and its net services.
#pragma once
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include <aitb/net.hpp>

namespace aitb::core {

struct TimeAnchor {
  Instant at{};
  std::int64_t wall_ns = 0;
  static TimeAnchor now();
};

/// Runs until destroyed. Components that use it must be destroyed before it (on it, by call()).
class Lane {
 public:
  Lane(std::string name, TimeAnchor anchor, Log& log, NetOptions options);
  ~Lane();
  Lane(const Lane&) = delete;

  const std::string& name() const noexcept { return name_; }
  Executor executor() { return context_.get_executor(); }
  Clock& clock() noexcept { return *clock_; }
  Net& net() noexcept { return *net_; }
  int thread_id() const noexcept { return thread_id_; }  ///< kernel's, for /proc

  /// [any other thread] Runs `work` on the lane, waits for it, passes its exception on.
  void call(std::function<void()> work);
  /// [any other thread] The same for a coroutine; waits for its end.
  void run(std::function<task<>()> work);
  /// [any] Runs `work` on the lane later.
  void post(std::function<void()> work);

 private:
  std::string name_;
  asio::io_context context_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};  // from elsewhere nothing but post()
  asio::executor_work_guard<Executor> guard_;
  std::unique_ptr<Clock> clock_;
  std::unique_ptr<Net> net_;
  int thread_id_ = 0;
  std::thread thread_;
};

}  // namespace aitb::core
