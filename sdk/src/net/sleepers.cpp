#include "net/sleepers.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <aitb/prefetch.hpp>

namespace aitb::net {
namespace {

constexpr std::size_t few_dead = 64;

std::exception_ptr aborted() {
  return std::make_exception_ptr(boost::system::system_error(asio::error::operation_aborted));
}

}  // namespace

class Sleepers::Sleeper {
 public:
  Sleeper(Handler handler_, Rhythm* rhythm_) : handler(std::move(handler_)), rhythm(rhythm_) {}

  /// The next deadline, unless it is the coroutine's turn.
  std::optional<Instant> beat(std::exception_ptr& failure) noexcept {
    if (rhythm == nullptr || cancelled) return std::nullopt;
    try {
      return rhythm->beat();
    } catch (...) {
      failure = std::current_exception();
      return std::nullopt;
    }
  }

  Handler handler;
  Rhythm* rhythm;
  bool waits = true;  ///< in the heap; else its turn has come
  bool cancelled = false, dead = false;
};

class Sleepers::Canceller {
 public:
  Canceller(Sleepers& all, Sleeper* who) : all_(all), who_(who) {}
  void operator()(asio::cancellation_type) {
    if (who_ == nullptr) return;  // cancelled a second time before it has resumed
    if (!who_->waits) {
      who_->cancelled = true;  // its turn comes in this very round, or is just now
      return;
    }
    Handler handler(std::move(who_->handler));
    all_.bury(std::exchange(who_, nullptr));
    resume_later(std::move(handler), aborted());
  }

 private:
  Sleepers& all_;
  Sleeper* who_;
};

Sleepers::Sleepers() = default;

Sleepers::~Sleepers() {
  heap_.insert(heap_.end(), due_.begin() + static_cast<std::ptrdiff_t>(next_due_), due_.end());
  for (const Entry& entry : heap_) {
    if (!entry.who->dead) asio::get_associated_cancellation_slot(entry.who->handler).clear();
    recycled_delete(entry.who);
  }
}

void Sleepers::add(Instant at, Handler handler, Rhythm* rhythm) {
  auto slot = asio::get_associated_cancellation_slot(handler);
  auto* who = recycled_new<Sleeper>(std::move(handler), rhythm);
  push({at, who});
  if (slot.is_connected()) slot.template emplace<Canceller>(*this, who);
}

void Sleepers::round(Instant now) {
  due_.erase(due_.begin(), due_.begin() + static_cast<std::ptrdiff_t>(next_due_));
  next_due_ = 0;
  while (!heap_.empty() && heap_.front().at <= now) {
    due_.push_back(pop());
    due_.back().who->waits = false;
    clear_top();
  }
}

bool Sleepers::peek(Instant& intended) const noexcept {
  if (next_due_ == due_.size()) return false;
  intended = due_[next_due_].at;
  return true;
}

void Sleepers::resume_next() {
  Sleeper* who = due_[next_due_++].who;
  look_ahead();
  std::exception_ptr failure;
  const std::optional<Instant> next = who->beat(failure);
  if (next && !who->cancelled) {
    who->waits = true;
    return push({*next, who});
  }
  if (who->cancelled && !failure) failure = aborted();
  Handler handler(std::move(who->handler));
  recycled_delete(who);
  handler(std::move(failure));
}

/// A beat takes longer than to fetch memory: time to fetch what those after the next need, step by step.
void Sleepers::look_ahead() const noexcept {
  const std::size_t left = due_.size() - next_due_;
  const Entry* const next = due_.data() + next_due_;
  if (left > 2 && next[2].who->rhythm != nullptr) prefetch(next[2].who->rhythm, 4 * cache_line_size);
  if (left > 1 && next[1].who->rhythm != nullptr) next[1].who->rhythm->soon();
}

void Sleepers::bury(Sleeper* who) {
  who->dead = true;
  ++dead_;
  clear_top();
  if (dead_ > few_dead && dead_ > heap_.size() / 2) clear_all();
}

void Sleepers::clear_top() noexcept {
  while (dead_ > 0 && heap_.front().who->dead) {
    recycled_delete(pop().who);
    --dead_;
  }
}

void Sleepers::clear_all() {
  std::vector<Entry> all;
  all.swap(heap_);
  for (const Entry& entry : all) {
    if (entry.who->dead) {
      recycled_delete(entry.who);
    } else {
      push(entry);
    }
  }
  dead_ = 0;
}

void Sleepers::push(Entry entry) {
  heap_.push_back(entry);
  std::size_t slot = heap_.size() - 1;
  while (slot > 0) {
    const std::size_t parent = (slot - 1) / 4;
    if (heap_[parent].at <= entry.at) break;
    heap_[slot] = heap_[parent];
    slot = parent;
  }
  heap_[slot] = entry;
}

Sleepers::Entry Sleepers::pop() noexcept {
  const Entry gone = heap_.front();
  const Entry last = heap_.back();
  heap_.pop_back();
  if (!heap_.empty()) sift_down(0, last);
  return gone;
}

void Sleepers::sift_down(std::size_t slot, Entry entry) noexcept {
  Entry* const heap = heap_.data();
  const std::size_t size = heap_.size();
  while (true) {
    const std::size_t first = slot * 4 + 1;
    if (first >= size) break;
    std::size_t least = first;
    const std::size_t end = std::min(first + 4, size);
    for (std::size_t child = first + 1; child < end; ++child) {
      if (heap[child].at < heap[least].at) least = child;
    }
    if (heap[least].at >= entry.at) break;
    heap[slot] = heap[least];
    slot = least;
  }
  heap[slot] = entry;
}

}  // namespace aitb::net
