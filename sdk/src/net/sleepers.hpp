// Inside libaitb: coroutines that wait for an instant, in a heap of absolute deadlines. Shared by the real
// clock and the one that tests crank.
#pragma once
#include <cstddef>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/time.hpp>

#include "net/suspend.hpp"

namespace aitb::net {

/// One lane only. Destroying it lets the waiting coroutines unwind.
class AITB_API Sleepers {
 public:
  Sleepers();
  ~Sleepers();
  Sleepers(const Sleepers&) = delete;
  Sleepers& operator=(const Sleepers&) = delete;

  void add(Instant at, Suspended<error_code> handler);
  bool empty() const noexcept { return heap_.empty(); }
  std::size_t size() const noexcept { return heap_.size(); }
  Instant earliest() const noexcept { return heap_.front().at; }

  /// Takes out all that are due at `now`. Those added while they are resumed belong to the next round.
  void round(Instant now);
  /// Looks at the next of the round; false when none is left. `intended`: its deadline.
  bool peek(Instant& intended) const noexcept;
  /// Resumes that one inside the call.
  void resume_next();

 private:
  class Sleeper;
  class Canceller;
  struct Entry {
    Instant at;
    Sleeper* who;
  };
  void place(std::size_t slot, Entry entry) noexcept;
  void sift_up(std::size_t slot, Entry entry) noexcept;
  void sift_down(std::size_t slot, Entry entry) noexcept;
  Entry remove(std::size_t slot) noexcept;

  std::vector<Entry> heap_;
  std::vector<Entry> due_;
  std::size_t next_due_ = 0;
};

}  // namespace aitb::net
