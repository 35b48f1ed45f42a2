// Inside libaitb: who waits for an instant, in a heap of absolute deadlines. Shared by the real clock and the
// one that tests crank.
#pragma once
#include <cstddef>
#include <exception>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/time.hpp>

#include "net/suspend.hpp"

namespace aitb::net {

/// One lane only. Destroying it lets the waiting coroutines unwind.
///
/// The heap holds deadlines only and is touched alone while it is sorted: with a thousand sleepers their own
/// memory is in no cache. So a cancelled one stays in it, dead, until its time or the next clearing.
class AITB_API Sleepers {
 public:
  using Handler = Suspended<std::exception_ptr>;

  Sleepers();
  ~Sleepers();
  Sleepers(const Sleepers&) = delete;
  Sleepers& operator=(const Sleepers&) = delete;

  /// Resumes `handler` at its time; with `rhythm`, when that has ended.
  void add(Instant at, Handler handler, Rhythm* rhythm);
  bool empty() const noexcept { return heap_.empty(); }
  std::size_t size() const noexcept { return heap_.size() - dead_; }
  Instant earliest() const noexcept { return heap_.front().at; }

  /// Takes out all that are due at `now`. Those added while they are resumed belong to the next round.
  void round(Instant now);
  /// Looks at the next of the round; false when none is left. `intended`: its deadline.
  bool peek(Instant& intended) const noexcept;
  /// Resumes or calls that one inside the call.
  void resume_next();

 private:
  class Sleeper;
  class Canceller;
  struct Entry {
    Instant at;
    Sleeper* who;
  };
  void look_ahead() const noexcept;
  void push(Entry entry);
  Entry pop() noexcept;
  void sift_down(std::size_t slot, Entry entry) noexcept;
  void bury(Sleeper* who);
  void clear_top() noexcept;
  void clear_all();

  std::vector<Entry> heap_;  ///< four children each; the top is never a dead one
  std::vector<Entry> due_;
  std::size_t next_due_ = 0, dead_ = 0;
};

}  // namespace aitb::net
