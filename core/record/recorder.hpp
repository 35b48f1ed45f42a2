// From the lanes to the sinks: one bounded queue. A full queue slows the producers; nothing is dropped.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include <aitb/log.hpp>
#include <aitb/sink.hpp>
#include <aitb/time.hpp>

namespace aitb::core {

struct RecorderStats {
  std::uint64_t records = 0, chunks = 0;
  std::uint64_t waits = 0;        ///< times a producer found the queue full and had to wait
  std::uint64_t peak_weight = 0;  ///< fullest the queue was (see kCapacity)
  std::uint64_t overdue = 0;      ///< times the patient keeper was too late, and the hasty one took over
  std::uint64_t dropped = 0;      ///< only ever non-zero when a sink failed; then the run has failed too
};

/// Two threads keep the records, one at a time. The patient one runs when no lane wants its core, so that
/// arrivals are stamped on time. On a crowded machine that may be never; a thread cannot become more
/// important again without privileges; so a hasty one of ordinary importance takes over for a while when a
/// record has waited too long.
class Recorder {
 public:
  /// Weight of a record: 1 + its chunks / 16. A full queue holds some twenty MiB.
  static constexpr std::size_t kCapacity = 8192;

  /// `run` goes to every sink's begin(). Sinks are used by one of the recorder's threads at a time.
  Recorder(std::vector<std::unique_ptr<Sink>> sinks, boost::json::object run, bool count_tokens, Log& log);
  ~Recorder();
  Recorder(const Recorder&) = delete;

  /// [any] False: the queue is full; wait a little before the next exchange.
  bool has_room() const noexcept { return weight_.load(std::memory_order_relaxed) < kCapacity; }
  /// [lane] Returns when there is room.
  task<> admit(Clock& clock);
  /// [any] Takes it always: whoever asked has_room() first keeps the queue bounded.
  void push(Record record);
  void push(SessionFact session);
  /// [any] Gives the completed run object to the sinks.
  void update_run(boost::json::object run);
  /// [any] Waits until everything is stored, closes the sinks. Throws what a sink threw.
  void close();
  /// [any] The first failure of a sink, if any: the run must end.
  bool failed() const noexcept { return failed_.load(std::memory_order_relaxed); }
  RecorderStats stats() const;
  /// The kernel's, for /proc: of the patient keeper, and of the hasty one.
  int thread_id() const noexcept { return patient_.thread_id; }
  int hasty_thread_id() const noexcept { return hasty_.thread_id; }

 private:
  using SteadyClock = std::chrono::steady_clock;
  using TimePoint = SteadyClock::time_point;
  struct Item {
    std::variant<Record, SessionFact, boost::json::object> fact;
    TimePoint pushed;
  };
  using Items = std::vector<std::unique_ptr<Item>>;
  struct Keeper {
    std::condition_variable wake;
    int thread_id = 0;
    std::thread thread;
  };
  using Lock = std::unique_lock<std::mutex>;

  void start(Keeper& self, const char* name, void (*prepare)() noexcept);
  void keep(Keeper& self);
  void stand_by(Lock& lock, Keeper& self);
  void gather(Lock& lock, Keeper& self);
  void store_all(Keeper& self, bool rests);
  std::chrono::microseconds rest_due() const;
  bool store_next();
  bool take_batch();
  void store(Item& item);
  void flush_if_due();
  template <class Work>
  bool attempt(Work work);
  template <class Fact>
  void put(Fact fact, std::size_t weight);

  bool count_tokens_;
  Log& log_;
  std::atomic<std::size_t> weight_{0};
  std::atomic<std::uint64_t> waits_{0};
  std::atomic<bool> failed_{false};
  Keeper patient_, hasty_;
  std::atomic<Keeper*> on_duty_{&patient_};  // written under mutex_

  mutable std::mutex mutex_;
  Items queue_;
  Items spent_;                      // stored; the lanes, whose memory it is, free it
  std::optional<TimePoint> oldest_;  // when the first was pushed of those that are not safe yet
  bool unwatched_ = false;           // the hasty keeper sleeps until it is told of a record
  RecorderStats stats_;
  bool closing_ = false;

  std::mutex storing_;  // taken before mutex_
  std::vector<std::unique_ptr<Sink>> sinks_;
  Items batch_;
  std::size_t next_ = 0;    // of the batch
  bool unflushed_ = false;  // something was stored since the last flush
  TimePoint begun_;         // the batch, or what of it is not flushed
  std::exception_ptr failure_;
};

}  // namespace aitb::core
