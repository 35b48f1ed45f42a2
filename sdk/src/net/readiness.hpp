// Inside libaitb: waits for readiness of one file descriptor by the lane's epoll, without a system call per
// wait.
#pragma once
#include <boost/asio/detail/reactor.hpp>
#include <boost/asio/detail/reactor_op.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>

#include <aitb/stream.hpp>
#include <aitb/task.hpp>

#include "net/upcoming.hpp"

namespace aitb::net {

/// Asio's own async_wait() re-arms by epoll_ctl each time. The descriptor is registered edge-triggered
/// anyway, so it is enough to queue the operation, provided that the caller waits only after the kernel said
/// "no more" (would_block, or TCP_INQ of 0). Spurious wake-ups are possible. Uses Asio's reactor directly
/// (Boost 1.81 exactly).
class Readiness {
 public:
  /// Takes the descriptor, which must be non-blocking, and closes it in the end.
  Readiness(asio::io_context& lane, int descriptor);
  ~Readiness();
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  int descriptor() const noexcept { return descriptor_; }
  /// The last edge told of an error or of the end in both directions: none will follow, so go on reading.
  bool hung_up() const noexcept { return hung_up_; }
  void forget_hang_up() noexcept { hung_up_ = false; }
  /// Suspends until an edge; `at_once`: only passes through the lane's queue.
  task<error_code> wait(Ready what, bool at_once);
  enum class Next { stop, wait, at_once };
  /// Calls `each` at one edge after the other until it says stop or throws, which is thrown on, or waiting
  /// fails. Anything but `stop` means that the owner of the descriptor still lives.
  task<error_code> wait_each(std::function<Next()> each, bool at_once);
  /// Memory that `each` will touch; before wait_each().
  void touched(const Touched& touched) noexcept { touched_ = touched; }
  /// The same for an operation that the caller made; the reactor completes or destroys it once.
  void start(Ready what, asio::detail::reactor_op* operation);
  void cancel() noexcept;

 private:
  using Reactor = asio::detail::reactor;
  class Waiting;
  class Operation;
  class Repeated;
  class Canceller;
  class RepeatedCanceller;
  void start(Ready what, asio::detail::reactor_op* operation, bool at_once);

  Reactor& reactor_;
  int descriptor_;
  Reactor::per_descriptor_data data_ = nullptr;
  bool hung_up_ = false;
  Touched touched_;
  std::shared_ptr<Upcoming> upcoming_;  // from the first wait_each() on
};

}  // namespace aitb::net
