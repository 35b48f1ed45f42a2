#include "net/upcoming.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <bit>

namespace aitb::net {
namespace {

/// What Asio's reactor touches of its descriptor state on the way to the operation.
constexpr std::size_t state_size = 3 * cache_line_size;

}  // namespace

void Touched::fetch() const noexcept {
  for (std::size_t i = 0; i < count_; ++i) prefetch(objects_[i], lines_[i] * cache_line_size);
}

const std::shared_ptr<Upcoming>& Upcoming::of_this_thread() {
  thread_local const std::shared_ptr<Upcoming> upcoming = std::make_shared<Upcoming>();
  return upcoming;
}

std::size_t Upcoming::home(const void* key) const noexcept {
  // Fibonacci hashing: the upper bits of the product are mixed from all of the key's.
  const auto mixed = reinterpret_cast<std::uintptr_t>(key) * 0x9E3779B97F4A7C15u;
  return mixed >> (64 - std::countr_zero(places_.size()));
}

Upcoming::Place* Upcoming::find(const void* key) noexcept {
  if (places_.empty()) return nullptr;
  for (std::size_t i = home(key); places_[i].key != nullptr; i = after(i)) {
    if (places_[i].key == key) return &places_[i];
  }
  return nullptr;
}

void Upcoming::put(const Place& place) noexcept {
  std::size_t i = home(place.key);
  while (places_[i].key != nullptr) i = after(i);
  places_[i] = place;
}

void Upcoming::grow() {
  std::vector<Place> old(std::max<std::size_t>(16, places_.size() * 2));
  old.swap(places_);
  for (const Place& place : old) {
    if (place.key != nullptr) put(place);
  }
}

void Upcoming::remember(const void* key, const Touched& touched) {
  forget(key);
  if ((used_ + 1) * 4 > places_.size() * 3) grow();
  put({key, &touched});
  ++used_;
}

void Upcoming::forget(const void* key) noexcept {
  const Place* place = find(key);
  if (place == nullptr) return;
  const Touched* const gone = place->touched;
  std::replace(batch_.begin() + next_, batch_.begin() + end_, gone, static_cast<const Touched*>(nullptr));
  std::size_t hole = place - places_.data();
  for (std::size_t i = after(hole); places_[i].key != nullptr; i = after(i)) {
    // One whose search would begin behind the hole stays; any other would not be found any more.
    const std::size_t mask = places_.size() - 1;
    if (((i - home(places_[i].key)) & mask) < ((i - hole) & mask)) continue;
    places_[hole] = places_[i];
    hole = i;
  }
  places_[hole] = Place();
  --used_;
}

void Upcoming::arrived(std::span<const epoll_event> events) noexcept {
  next_ = end_ = 0;
  for (const epoll_event& event : events) prefetch(event.data.ptr, state_size);
  for (const epoll_event& event : events) {
    const Place* place = find(event.data.ptr);
    if (place != nullptr && end_ < batch_.size()) batch_[end_++] = place->touched;
  }
  if (end_ > 1) prefetch(batch_[1], sizeof(Touched));
  if (end_ > 0) batch_[0]->fetch();
}

void Upcoming::reached(const Touched& touched) noexcept {
  const auto end = batch_.begin() + end_;
  const auto found = std::find(batch_.begin() + next_, end, &touched);
  if (found == end) return;
  next_ = found - batch_.begin() + 1;
  if (next_ < end_ && batch_[next_] != nullptr) batch_[next_]->fetch();
  if (next_ + 1 < end_ && batch_[next_ + 1] != nullptr) prefetch(batch_[next_ + 1], sizeof(Touched));
}

int wait_for_events(int epoll, epoll_event* events, int room, int timeout_ms) {
  const int count = ::epoll_wait(epoll, events, room, timeout_ms);
  if (count > 0) Upcoming::of_this_thread()->arrived({events, static_cast<std::size_t>(count)});
  return count;
}

}  // namespace aitb::net
