// Stores records. Runs behind the host's bounded queue, never on a lane; nothing is ever dropped.
// "[sink]": calls come one after the other, not always from the same thread.
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/record.hpp>

namespace aitb::inline v1 {

/// Made once a run (`struct Options`, `fields`, constructor `(Options, Context&)`; work_dir is the run
/// folder).
class AITB_API Sink {
 public:
  virtual ~Sink();
  /// [sink] Facts about the run itself (id, seed, anchor, digests, environment), before any record; again on
  /// resume.
  virtual void begin(const boost::json::object& run) = 0;
  /// [sink] May batch; what was written must be durable against a crash of the process within 200 ms.
  virtual void write(const Record& record) = 0;
  virtual void write(const SessionFact& session) = 0;
  /// [sink] Called when the queue is empty and at least every 100 ms while records flow.
  virtual void flush() = 0;
  /// [sink] Everything is safe on return; nothing is called after it.
  virtual void close() = 0;
  /// [any] Where a user finds the data ("results/x/run.sqlite").
  virtual std::filesystem::path location() const = 0;
  /// [any] RecordReader::id, if this sink can read back what it wrote; else nullptr.
  virtual void* face(std::string_view id) noexcept = 0;
};

/// Reads a stored run back, in the order of writing. Used by report, resume and compare.
class AITB_API RecordReader {
 public:
  static constexpr std::string_view id = "aitb.records/1";
  /// [any] The object given to Sink::begin.
  virtual boost::json::object run() = 0;
  /// [any] Streams every record (superseded ones left out).
  virtual void records(const std::function<void(Record&&)>& each) = 0;
  virtual void sessions(const std::function<void(SessionFact&&)>& each) = 0;
  /// [any] Before a resume: sets aside what belongs to sessions that did not end, so that running them again
  /// makes no doubles. Nothing is deleted: set-aside rows stay in the store under another name. Returns how
  /// many.
  virtual std::size_t set_aside_unfinished() = 0;

 protected:
  ~RecordReader() = default;
};

}  // namespace aitb::inline v1
