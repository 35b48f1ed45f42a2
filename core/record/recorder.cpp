#include "core/record/recorder.hpp"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <future>
#include <type_traits>
#include <utility>

#include "core/record/token_count.hpp"
#include "core/session/thread_priority.hpp"

namespace aitb::core {
namespace {

/// Records are gathered for so long, then stored and flushed: each wake-up of a keeper and each commit costs
/// more than a record does.
constexpr auto kFlushEvery = std::chrono::milliseconds(80);
constexpr std::size_t kGathered = 256;
/// On time, a record is safe after 80 ms and the work of its batch; it must be after 200.
constexpr auto kOverdue = std::chrono::milliseconds(120), kLate = std::chrono::milliseconds(150);
/// The hasty keeper is as important as a lane, or nearly: so it works for so long at a time, a record or two,
/// and rests in between unless records pile up. It comes when lanes hardly keep up, so it must not take much
/// of their core; and without a rest the kernel may let it be until its next tick, milliseconds later.
constexpr auto kTurn = std::chrono::microseconds(50), kRest = std::chrono::microseconds(450),
               kLateRest = std::chrono::microseconds(50);
constexpr std::size_t kPile = Recorder::kCapacity / 2;
/// How many stored records may wait for a lane to free them.
constexpr std::size_t kSpent = 256;

std::size_t weigh(const Record& record) { return 1 + record.chunks.size() / 16; }

}  // namespace

Recorder::Recorder(std::vector<std::unique_ptr<Sink>> sinks, boost::json::object run, bool count_tokens,
                   Log& log)
    : count_tokens_(count_tokens), log_(log), sinks_(std::move(sinks)) {
  for (const auto& sink : sinks_) sink->begin(run);
  start(patient_, "aitb-sink", &give_way);
  start(hasty_, "aitb-sink-now", &take_short_turns);
}

Recorder::~Recorder() {
  try {
    close();
  } catch (const std::exception& failure) {
    log_.error("storing the run: {}", failure.what());
  }
}

void Recorder::start(Keeper& self, const char* name, void (*prepare)() noexcept) {
  std::promise<int> started;
  std::future<int> id = started.get_future();
  self.thread = std::thread([this, &self, &started, name, prepare] {
    pthread_setname_np(pthread_self(), name);
    prepare();
    started.set_value(static_cast<int>(gettid()));
    keep(self);
  });
  self.thread_id = id.get();
}

task<> Recorder::admit(Clock& clock) {
  if (has_room()) co_return;
  waits_.fetch_add(1, std::memory_order_relaxed);
  while (!has_room() && !failed()) co_await clock.sleep_for(std::chrono::milliseconds(1));
}

void Recorder::push(Record record) {
  const std::size_t weight = weigh(record);
  put(std::move(record), weight);
}
void Recorder::push(SessionFact session) { put(std::move(session), 1); }
void Recorder::update_run(boost::json::object run) { put(std::move(run), 1); }

template <class Fact>
void Recorder::put(Fact fact, std::size_t weight) {
  const std::size_t now = weight_.fetch_add(weight, std::memory_order_relaxed) + weight;
  std::optional<std::size_t> chunks;
  if constexpr (std::is_same_v<Fact, Record>) chunks = fact.chunks.size();
  auto item = std::make_unique<Item>(std::move(fact), SteadyClock::now());
  bool first = false, enough = false, watch = false;
  // Two out for one in: a backlog is worked off, never in one go. They are freed after the lock has been
  // left.
  std::array<std::unique_ptr<Item>, 2> spent;
  {
    const std::lock_guard lock(mutex_);
    first = !oldest_;
    if (first) oldest_ = item->pushed;
    watch = std::exchange(unwatched_, false);
    queue_.push_back(std::move(item));
    enough = queue_.size() == kGathered;
    for (auto& each : spent) {
      if (spent_.empty()) break;
      each = std::move(spent_.back());
      spent_.pop_back();
    }
    stats_.peak_weight = std::max<std::uint64_t>(stats_.peak_weight, now);
    if (chunks) {
      ++stats_.records;
      stats_.chunks += *chunks;
    }
  }
  if (first || enough) on_duty_.load()->wake.notify_one();
  if (watch) hasty_.wake.notify_one();
}

void Recorder::keep(Keeper& self) {
  Lock lock(mutex_);
  while (!closing_) {
    if (on_duty_ != &self) {
      stand_by(lock, self);
    } else {
      gather(lock, self);
      lock.unlock();
      store_all(self, true);
      lock.lock();
      if (&self == &hasty_ && !closing_) {
        on_duty_ = &patient_;
        patient_.wake.notify_one();
      }
    }
  }
  lock.unlock();
  store_all(self, false);  // close() has put the hasty keeper on duty
}

void Recorder::stand_by(Lock& lock, Keeper& self) {
  if (&self == &patient_ || !oldest_) {
    if (&self == &hasty_) unwatched_ = true;
    self.wake.wait(lock);
    return;
  }
  const TimePoint overdue = *oldest_ + kOverdue;
  if (SteadyClock::now() < overdue) {
    self.wake.wait_until(lock, overdue);
    return;
  }
  on_duty_ = &hasty_;
  ++stats_.overdue;
  patient_.wake.notify_one();
}

/// Returns when there is something to store or to flush, and when the keeper is no longer on duty.
void Recorder::gather(Lock& lock, Keeper& self) {
  const auto relieved = [&] { return closing_ || on_duty_ != &self; };
  self.wake.wait(lock, [&] { return oldest_ || relieved(); });
  if (!oldest_) return;
  self.wake.wait_until(lock, *oldest_ + kFlushEvery,
                       [&] { return queue_.size() >= kGathered || relieved(); });
}

/// The other keeper may take over between any two records.
void Recorder::store_all(Keeper& self, bool rests) {
  bool more = true;
  TimePoint turn_ends = SteadyClock::now() + kTurn;
  while (more && on_duty_ == &self) {
    {
      const std::lock_guard storing(storing_);
      more = store_next();
    }
    if (&self == &patient_) {
      // A lane that woke up while it was owed nothing is not looked at again before the kernel's next tick.
      std::this_thread::yield();
    } else if (rests && more && SteadyClock::now() >= turn_ends) {
      if (const auto rest = rest_due(); rest > rest.zero()) std::this_thread::sleep_for(rest);
      turn_ends = SteadyClock::now() + kTurn;
    }
  }
}

std::chrono::microseconds Recorder::rest_due() const {
  if (weight_.load(std::memory_order_relaxed) >= kPile) return std::chrono::microseconds(0);
  const std::lock_guard lock(mutex_);
  return !oldest_ || SteadyClock::now() < *oldest_ + kLate ? kRest : kLateRest;
}

bool Recorder::store_next() {
  const bool more = next_ < batch_.size() || take_batch();
  if (more) {
    Item& item = *batch_[next_++];
    unflushed_ = true;
    if (!attempt([&] { store(item); })) {
      const std::lock_guard lock(mutex_);
      ++stats_.dropped;
    }
    const Record* record = std::get_if<Record>(&item.fact);
    weight_.fetch_sub(record ? weigh(*record) : 1, std::memory_order_relaxed);
  }
  flush_if_due();
  return more;
}

bool Recorder::take_batch() {
  const std::lock_guard lock(mutex_);  // a lane may want it: as short as can be
  // A record freed here would take the lock of the lane's heap; where this thread, less important as it is,
  // loses its core in that moment, the lane would wait for it.
  while (!batch_.empty() && spent_.size() < kSpent) {
    spent_.push_back(std::move(batch_.back()));
    batch_.pop_back();
  }
  batch_.clear();
  next_ = 0;
  begun_ = SteadyClock::now();
  batch_.swap(queue_);
  return !batch_.empty();
}

void Recorder::store(Item& item) {
  if (auto* record = std::get_if<Record>(&item.fact)) {
    if (count_tokens_) count_tokens(*record);
    for (const auto& sink : sinks_) sink->write(*record);
  } else if (auto* session = std::get_if<SessionFact>(&item.fact)) {
    for (const auto& sink : sinks_) sink->write(*session);
  } else {
    for (const auto& sink : sinks_) sink->begin(std::get<boost::json::object>(item.fact));
  }
}

/// At the end of a batch, and within a long one, which must not delay durability.
void Recorder::flush_if_due() {
  const TimePoint now = SteadyClock::now();
  if (!unflushed_ || (next_ < batch_.size() && now - begun_ < kFlushEvery)) return;
  attempt([&] {
    for (const auto& sink : sinks_) sink->flush();
  });
  unflushed_ = false;
  begun_ = now;
  const std::lock_guard lock(mutex_);
  oldest_.reset();
  if (next_ < batch_.size()) {
    oldest_ = batch_[next_]->pushed;
  } else if (!queue_.empty()) {
    oldest_ = queue_.front()->pushed;
  }
}

/// False: a sink has failed, now or before.
template <class Work>
bool Recorder::attempt(Work work) {
  if (failed()) return false;
  try {
    work();
  } catch (...) {
    failure_ = std::current_exception();
    failed_.store(true, std::memory_order_relaxed);
    log_.error("storing the run failed; it ends now: {}", as_error(failure_, "writing to a sink").what());
  }
  return !failed();
}

void Recorder::close() {
  {
    const std::lock_guard lock(mutex_);
    if (closing_) return;
    closing_ = true;
    on_duty_ = &hasty_;
    patient_.wake.notify_one();
    hasty_.wake.notify_one();
  }
  patient_.thread.join();
  hasty_.thread.join();
  for (const auto& sink : sinks_) sink->close();
  sinks_.clear();
  if (failure_) std::rethrow_exception(failure_);
}

RecorderStats Recorder::stats() const {
  const std::lock_guard lock(mutex_);
  RecorderStats stats = stats_;
  stats.waits = waits_.load(std::memory_order_relaxed);
  return stats;
}

}  // namespace aitb::core
