#include "core/record/recorder.hpp"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <future>

#include "core/record/token_count.hpp"
#include "core/session/thread_priority.hpp"

namespace aitb::core {
namespace {

constexpr auto kFlushEvery = std::chrono::milliseconds(50);
/// Records are taken some at a time: to wake this thread for each would cost its lane more than the record.
constexpr auto kGather = std::chrono::milliseconds(10);
constexpr std::size_t kGathered = 256;
/// How many stored records may wait for a lane to free them.
constexpr std::size_t kSpent = 256;

std::size_t weigh(const Record& record) { return 1 + record.chunks.size() / 16; }

}  // namespace

Recorder::Recorder(std::vector<std::unique_ptr<Sink>> sinks, boost::json::object run, bool count_tokens,
                   Log& log)
    : sinks_(std::move(sinks)), count_tokens_(count_tokens), log_(log) {
  for (const auto& sink : sinks_) sink->begin(run);
  std::promise<int> started;
  std::future<int> id = started.get_future();
  thread_ = std::thread([this, &started] {
    pthread_setname_np(pthread_self(), "aitb-sink");
    give_way();  // an arrival to be stamped goes before a row to be stored
    started.set_value(static_cast<int>(gettid()));
    work();
  });
  thread_id_ = id.get();
}

Recorder::~Recorder() {
  try {
    close();
  } catch (const std::exception& failure) {
    log_.error("storing the run: {}", failure.what());
  }
}

task<> Recorder::admit(Clock& clock) {
  if (has_room()) co_return;
  waits_.fetch_add(1, std::memory_order_relaxed);
  while (!has_room() && !failed()) co_await clock.sleep_for(std::chrono::milliseconds(1));
}

void Recorder::push(Record record) {
  const std::size_t weight = weigh(record);
  put(std::make_unique<Item>(std::move(record)), weight);
}
void Recorder::push(SessionFact session) { put(std::make_unique<Item>(std::move(session)), 1); }
void Recorder::update_run(boost::json::object run) { put(std::make_unique<Item>(std::move(run)), 1); }

void Recorder::put(std::unique_ptr<Item> item, std::size_t weight) {
  const std::size_t now = weight_.fetch_add(weight, std::memory_order_relaxed) + weight;
  bool first = false, enough = false;
  // Two out for one in: a backlog is worked off, never in one go. They are freed after the lock has been
  // left.
  std::array<std::unique_ptr<Item>, 2> spent;
  {
    std::lock_guard lock(mutex_);
    first = queue_.empty();
    queue_.push_back(std::move(item));
    enough = queue_.size() == kGathered;
    for (auto& each : spent) {
      if (spent_.empty()) break;
      each = std::move(spent_.back());
      spent_.pop_back();
    }
    stats_.peak_weight = std::max<std::uint64_t>(stats_.peak_weight, now);
  }
  if (first || enough) wake_.notify_one();
}

/// A record freed here would take the lock of the lane's heap; where this thread, less important as it is,
/// loses its core in that moment, the lane would wait for it.
void Recorder::hand_back(Items& batch) {
  std::lock_guard lock(mutex_);
  while (!batch.empty() && spent_.size() < kSpent) {
    spent_.push_back(std::move(batch.back()));
    batch.pop_back();
  }
}

void Recorder::store(Item& item) {
  if (auto* record = std::get_if<Record>(&item)) {
    if (count_tokens_) count_tokens(*record);
    for (const auto& sink : sinks_) sink->write(*record);
  } else if (auto* session = std::get_if<SessionFact>(&item)) {
    for (const auto& sink : sinks_) sink->write(*session);
  } else {
    for (const auto& sink : sinks_) sink->begin(std::get<boost::json::object>(item));
  }
}

void Recorder::work() {
  Items batch;
  auto flushed = std::chrono::steady_clock::now();
  bool unflushed = false;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (queue_.empty() && unflushed) {
        wake_.wait_until(lock, flushed + kFlushEvery, [&] { return !queue_.empty() || closing_; });
      } else {
        wake_.wait(lock, [&] { return !queue_.empty() || closing_; });
      }
      if (!queue_.empty()) {
        wake_.wait_for(lock, kGather, [&] { return queue_.size() >= kGathered || closing_; });
      }
      batch.swap(queue_);
      if (batch.empty() && closing_) break;
    }
    try {
      for (const std::unique_ptr<Item>& each : batch) {
        Item& item = *each;
        std::size_t weight = 1;
        if (auto* record = std::get_if<Record>(&item)) {
          weight = weigh(*record);
          ++stats_.records;
          stats_.chunks += record->chunks.size();
        }
        if (failed()) {
          ++stats_.dropped;
        } else {
          store(item);
          unflushed = true;
        }
        weight_.fetch_sub(weight, std::memory_order_relaxed);
        // A long batch must not delay durability.
        if (const auto now = std::chrono::steady_clock::now(); unflushed && now - flushed >= kFlushEvery) {
          for (const auto& sink : sinks_) sink->flush();
          flushed = now;
          unflushed = false;
        }
      }
      if (const auto now = std::chrono::steady_clock::now(); unflushed && now - flushed >= kFlushEvery) {
        for (const auto& sink : sinks_) sink->flush();
        flushed = now;
        unflushed = false;
      }
    } catch (...) {
      failure_ = std::current_exception();
      failed_.store(true, std::memory_order_relaxed);
      log_.error("storing the run failed; it ends now: {}", as_error(failure_, "writing to a sink").what());
      weight_.store(0, std::memory_order_relaxed);
    }
    hand_back(batch);
    batch.clear();
  }
}

void Recorder::close() {
  {
    std::lock_guard lock(mutex_);
    if (closing_) return;
    closing_ = true;
  }
  wake_.notify_one();
  thread_.join();
  for (const auto& sink : sinks_) sink->close();
  sinks_.clear();
  if (failure_) std::rethrow_exception(failure_);
}

RecorderStats Recorder::stats() const {
  std::lock_guard lock(mutex_);
  RecorderStats stats = stats_;
  stats.waits = waits_.load(std::memory_order_relaxed);
  return stats;
}

}  // namespace aitb::core
