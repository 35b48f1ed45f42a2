// A sink that keeps what it is given, for tests.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <aitb/sink.hpp>

namespace aitb::core {

struct Kept {
  std::mutex mutex;
  std::vector<Record> records;
  std::vector<SessionFact> sessions;
  std::vector<std::thread::id> writers;  // of each record
  std::vector<boost::json::object> runs;
  std::function<void()> before_write;  // of a record
  int flushes = 0;
  bool closed = false, fail = false;
};

class MemorySink final : public Sink {
 public:
  explicit MemorySink(std::shared_ptr<Kept> kept) : kept_(std::move(kept)) {}
  void begin(const boost::json::object& run) override {
    const std::lock_guard lock(kept_->mutex);
    kept_->runs.push_back(run);
  }
  void write(const Record& record) override {
    if (kept_->before_write) kept_->before_write();
    const std::lock_guard lock(kept_->mutex);
    if (kept_->fail) throw std::runtime_error("the disk is full");
    kept_->writers.push_back(std::this_thread::get_id());
    kept_->records.push_back(record);
  }
  void write(const SessionFact& session) override {
    const std::lock_guard lock(kept_->mutex);
    kept_->sessions.push_back(session);
  }
  void flush() override {
    const std::lock_guard lock(kept_->mutex);
    ++kept_->flushes;
  }
  void close() override { kept_->closed = true; }
  std::filesystem::path location() const override { return "memory"; }
  void* face(std::string_view) noexcept override { return nullptr; }

 private:
  std::shared_ptr<Kept> kept_;
};

inline std::vector<std::unique_ptr<Sink>> memory_sinks(const std::shared_ptr<Kept>& kept) {
  std::vector<std::unique_ptr<Sink>> sinks;
  sinks.push_back(std::make_unique<MemorySink>(kept));
  return sinks;
}

}  // namespace aitb::core
