#include "net/guarded.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

namespace aitb::net {

void Guard::cancel(std::shared_ptr<Guard> guard) {
  if (guard->phase_ == waiting) guard->phase_ = refused;
  if (guard->phase_ == running) guard->signal_.emit(asio::cancellation_type::terminal);
}

task<> Guard::shield(std::shared_ptr<Guard> guard, task<> work) {
  std::exception_ptr failure;
  try {
    if (guard->phase_ == refused) {
      throw boost::system::system_error(asio::error::operation_aborted, "cancelled before it began");
    }
    guard->phase_ = running;
    co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
  guard->phase_ = over;
  co_await asio::this_coro::throw_if_cancelled(false);
  if (failure) std::rethrow_exception(failure);
}

}  // namespace aitb::net
