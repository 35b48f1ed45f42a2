// The one way in which libaitb suspends a coroutine outside of Asio: a waiter that lives in the coroutine's
// frame.
#pragma once
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

#include <aitb/task.hpp>

namespace aitb::net {

using boost::system::error_code;
using Resume = asio::async_result<asio::use_awaitable_t<Executor>, void(error_code)>::handler_type;

/// Owned by the awaiting coroutine, known to whoever will resume it. No allocation, no reference counting.
class Waiter {
 public:
  virtual ~Waiter() = default;
  /// Resumes inline; the waiter is gone when this returns.
  void resume(error_code ec) {
    Resume handler = take();
    handler(ec);
  }
  /// The handler owns the coroutine: destroying it destroys the frame, and this waiter with it.
  Resume take() {
    Resume handler = std::move(*handler_);
    handler_.reset();
    return handler;
  }
  bool waiting() const noexcept { return handler_.has_value(); }
  /// Called when the coroutine is cancelled: must forget the waiter where it is kept, then resume it.
  virtual void on_cancel() = 0;

  void start(Resume handler) {
    handler_.emplace(std::move(handler));
    auto slot = asio::get_associated_cancellation_slot(*handler_);
    if (slot.is_connected()) {
      slot.assign([this](asio::cancellation_type) { on_cancel(); });
    }
  }

 private:
  std::optional<Resume> handler_;
};

/// `co_await suspend(waiter)`: throws system_error(operation_aborted) on cancellation.
inline task<> suspend(Waiter& waiter) {
  auto initiate = [&waiter](Resume handler) { waiter.start(std::move(handler)); };
  co_await asio::async_initiate<const asio::use_awaitable_t<Executor>&, void(error_code)>(std::move(initiate),
                                                                                          use_task);
}

}  // namespace aitb::net
