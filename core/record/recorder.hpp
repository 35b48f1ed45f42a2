// From the lanes to the sinks: one bounded queue, one thread. A full queue slows the producers; nothing is
// dropped.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
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
  std::uint64_t dropped = 0;      ///< only ever non-zero when a sink failed; then the run has failed too
};

class Recorder {
 public:
  /// Weight of a record: 1 + its chunks / 16. A full queue holds some twenty MiB.
  static constexpr std::size_t kCapacity = 8192;

  /// `run` goes to every sink's begin(). Sinks are used by the recorder's thread only.
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
  int thread_id() const noexcept { return thread_id_; }

 private:
  using Item = std::variant<Record, SessionFact, boost::json::object>;
  using Items = std::vector<std::unique_ptr<Item>>;
  void put(std::unique_ptr<Item> item, std::size_t weight);
  void work();
  void hand_back(Items& batch);
  void store(Item& item);

  std::vector<std::unique_ptr<Sink>> sinks_;
  bool count_tokens_;
  Log& log_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Items queue_;
  Items spent_;  // stored; the lanes, whose memory it is, free it
  std::atomic<std::size_t> weight_{0};
  std::atomic<std::uint64_t> waits_{0};
  std::atomic<bool> failed_{false};
  std::exception_ptr failure_;
  RecorderStats stats_;
  bool closing_ = false;
  int thread_id_ = 0;
  std::thread thread_;
};

}  // namespace aitb::core
