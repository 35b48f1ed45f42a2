// Inside libaitb: a suspended coroutine as a value that our own code keeps and resumes, without an operation
// object of Asio's.
#pragma once
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/recycling_allocator.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include <aitb/task.hpp>

namespace aitb::net {

using boost::system::error_code;

/// Move-only; called once, it resumes the coroutine inside the call. Dropped uncalled, the coroutine unwinds.
template <class... Args>
using Suspended = typename asio::async_result<asio::use_awaitable_t<Executor>, void(Args...)>::handler_type;

/// A task that hands `Suspended<Args...>` to `initiation` and ends when that is called. Two error codes mean:
/// the first is thrown, the second is returned.
template <class Signature, class Initiation>
auto suspend(Initiation initiation) {
  asio::use_awaitable_t<Executor> token;
  return asio::async_initiate<asio::use_awaitable_t<Executor>, Signature>(std::move(initiation), token);
}

/// Resumes from the lane's queue: for places that must not run foreign code inside their own call.
template <class... Args>
void resume_later(Suspended<Args...> handler, error_code ec) {
  auto executor = handler.get_executor();
  if constexpr (sizeof...(Args) == 1) {
    asio::post(executor, [h = std::move(handler), ec]() mutable { h(ec); });
  } else {
    asio::post(executor, [h = std::move(handler), ec]() mutable { h(error_code{}, ec); });
  }
}

inline void resume_later(Suspended<std::exception_ptr> handler, std::exception_ptr failure) {
  auto executor = handler.get_executor();
  asio::post(executor, [h = std::move(handler), f = std::move(failure)]() mutable { h(std::move(f)); });
}

template <class T, class... Args>
T* recycled_new(Args&&... args) {
  asio::recycling_allocator<T> allocator;
  T* memory = allocator.allocate(1);
  return ::new (static_cast<void*>(memory)) T(std::forward<Args>(args)...);
}

template <class T>
void recycled_delete(T* object) noexcept {
  object->~T();
  asio::recycling_allocator<T>().deallocate(object, 1);
}

}  // namespace aitb::net
