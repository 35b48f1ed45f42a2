// Inside libaitb: the events that a lane has from the kernel and has not handled. Asio tells each when it is
// its turn. With a thousand streams the memory of each is in no cache then, and a chain of pointers leads
// through it; so all of it is fetched at once, and that of the next stream while the kernel reads this one.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/prefetch.hpp>

struct epoll_event;

namespace aitb::net {

/// The memory that is touched when an edge of one descriptor is handled. It is only ever fetched, so it need
/// not be valid any more. Small, since it is fetched itself.
class Touched {
 public:
  /// What finds no room is left out, and of an object what lies behind its first 16 KiB.
  void add(const void* object, std::size_t size) noexcept {
    if (count_ < objects_.size()) set(count_++, object, size);
  }
  /// The operation that waits, which is another one each time.
  void operation(const void* object, std::size_t size) noexcept { set(0, object, size); }
  void fetch() const noexcept;

 private:
  void set(std::size_t i, const void* object, std::size_t size) noexcept {
    objects_[i] = object;
    constexpr std::size_t most = std::numeric_limits<std::uint8_t>::max();
    lines_[i] =
        static_cast<std::uint8_t>(std::min(most, size / cache_line_size + (size % cache_line_size != 0)));
  }

  std::array<const void*, 9> objects_{};
  std::array<std::uint8_t, 9> lines_{};
  std::uint8_t count_ = 1;
};

/// Of one thread, and used by it alone; after it has ended, by whoever still has a stream of it.
class AITB_API Upcoming {
 public:
  static const std::shared_ptr<Upcoming>& of_this_thread();

  /// `key`: the pointer in the descriptor's epoll events. `touched` stays where it is until forget().
  void remember(const void* key, const Touched& touched);
  void forget(const void* key) noexcept;
  std::size_t remembered() const noexcept { return used_; }
  /// What epoll_wait() brought, in the order in which it will be handled; what is left of earlier ones is not
  /// waited for any more.
  void arrived(std::span<const epoll_event> events) noexcept;
  /// The event of `touched` is being handled.
  void reached(const Touched& touched) noexcept;
  /// Those that have not been reached; null: forgotten meanwhile.
  std::span<const Touched* const> waiting() const noexcept { return {batch_.data() + next_, end_ - next_}; }

 private:
  struct Place {
    const void* key = nullptr;
    const Touched* touched = nullptr;
  };
  std::size_t home(const void* key) const noexcept;
  std::size_t after(std::size_t i) const noexcept { return (i + 1) & (places_.size() - 1); }
  Place* find(const void* key) noexcept;
  void put(const Place& place) noexcept;
  void grow();

  std::vector<Place> places_;  // open addressing: a look at one line tells
  std::size_t used_ = 0;
  std::array<const Touched*, 128> batch_{};  // Asio asks for no more events at a time
  std::size_t next_ = 0, end_ = 0;
};

/// epoll_wait() for Asio's reactor.
int wait_for_events(int epoll, epoll_event* events, int room, int timeout_ms);

}  // namespace aitb::net
