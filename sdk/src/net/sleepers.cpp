#include "net/sleepers.hpp"

#include <boost/asio/error.hpp>

namespace aitb::net {

class Sleepers::Sleeper {
 public:
  explicit Sleeper(Suspended<error_code> handler_) : handler(std::move(handler_)) {}
  Suspended<error_code> handler;
  std::size_t slot = 0;
  bool due = false;
  bool cancelled = false;
};

class Sleepers::Canceller {
 public:
  Canceller(Sleepers& all, Sleeper* who) : all_(all), who_(who) {}
  void operator()(asio::cancellation_type) {
    if (who_ == nullptr) return;  // cancelled a second time before it has resumed
    if (who_->due) {
      who_->cancelled = true;  // its turn comes in this very round
      return;
    }
    all_.remove(who_->slot);
    Suspended<error_code> handler(std::move(who_->handler));
    recycled_delete(std::exchange(who_, nullptr));
    resume_later<error_code>(std::move(handler), asio::error::operation_aborted);
  }

 private:
  Sleepers& all_;
  Sleeper* who_;
};

Sleepers::Sleepers() = default;

Sleepers::~Sleepers() {
  heap_.insert(heap_.end(), due_.begin() + static_cast<std::ptrdiff_t>(next_due_), due_.end());
  for (const Entry& entry : heap_) {
    asio::get_associated_cancellation_slot(entry.who->handler).clear();
    recycled_delete(entry.who);
  }
}

void Sleepers::add(Instant at, Suspended<error_code> handler) {
  auto slot = asio::get_associated_cancellation_slot(handler);
  auto* who = recycled_new<Sleeper>(std::move(handler));
  const Entry entry{at, who};
  heap_.push_back(entry);
  sift_up(heap_.size() - 1, entry);
  if (slot.is_connected()) slot.template emplace<Canceller>(*this, who);
}

void Sleepers::round(Instant now) {
  due_.erase(due_.begin(), due_.begin() + static_cast<std::ptrdiff_t>(next_due_));
  next_due_ = 0;
  while (!heap_.empty() && heap_.front().at <= now) {
    due_.push_back(remove(0));
    due_.back().who->due = true;
  }
}

bool Sleepers::peek(Instant& intended) const noexcept {
  if (next_due_ == due_.size()) return false;
  intended = due_[next_due_].at;
  return true;
}

void Sleepers::resume_next() {
  const Entry entry = due_[next_due_++];
  const error_code ec = entry.who->cancelled ? error_code(asio::error::operation_aborted) : error_code{};
  Suspended<error_code> handler(std::move(entry.who->handler));
  recycled_delete(entry.who);
  handler(ec);
}

void Sleepers::place(std::size_t slot, Entry entry) noexcept {
  heap_[slot] = entry;
  entry.who->slot = slot;
}

void Sleepers::sift_up(std::size_t slot, Entry entry) noexcept {
  while (slot > 0) {
    const std::size_t parent = (slot - 1) / 4;
    if (heap_[parent].at <= entry.at) break;
    place(slot, heap_[parent]);
    slot = parent;
  }
  place(slot, entry);
}

void Sleepers::sift_down(std::size_t slot, Entry entry) noexcept {
  const std::size_t size = heap_.size();
  while (true) {
    const std::size_t first = slot * 4 + 1;
    if (first >= size) break;
    std::size_t least = first;
    for (std::size_t child = first + 1; child < std::min(first + 4, size); ++child) {
      if (heap_[child].at < heap_[least].at) least = child;
    }
    if (heap_[least].at >= entry.at) break;
    place(slot, heap_[least]);
    slot = least;
  }
  place(slot, entry);
}

Sleepers::Entry Sleepers::remove(std::size_t slot) noexcept {
  const Entry gone = heap_[slot];
  const Entry last = heap_.back();
  heap_.pop_back();
  if (last.who != gone.who) {
    if (slot > 0 && last.at < heap_[(slot - 1) / 4].at) {
      sift_up(slot, last);
    } else {
      sift_down(slot, last);
    }
  }
  return gone;
}

}  // namespace aitb::net
