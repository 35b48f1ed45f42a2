#include "@NAME@.hpp"

namespace @NAMESPACE@ {

aitb::FieldTable fields(@CLASS@::Options& options) {
  using aitb::field;
  return aitb::fields(field("file", options.file, "Name of the file in the run folder").not_empty());
}

std::string line_of(const aitb::Record& record) {
  std::string line = record.place.session_id + ',' + record.operation + ',' + (record.success ? "ok" : "failed");
  line += ',';  // an absent number stays empty: it is not 0
  if (record.dispatched && record.end) line += std::to_string((*record.end - *record.dispatched).count());
  return line + '\n';
}

@CLASS@::@CLASS@(Options options, aitb::Context& context) : path_(context.work_dir / options.file) {}

void @CLASS@::begin(const boost::json::object&) {
  const bool resumed = std::filesystem::exists(path_);
  stream_.open(path_, std::ios::app);
  if (!stream_) throw aitb::Error(aitb::ErrorKind::internal, "writing " + path_.string() + ": it cannot be opened");
  if (!resumed) stream_ << "session,operation,outcome,duration_ns\n";
}

void @CLASS@::write(const aitb::Record& record) { stream_ << line_of(record); }
void @CLASS@::write(const aitb::SessionFact&) {}

void @CLASS@::flush() {
  stream_.flush();
  if (!stream_) throw aitb::Error(aitb::ErrorKind::internal, "writing " + path_.string() + ": is the disk full?");
}

void @CLASS@::close() {
  flush();
  stream_.close();
}

}  // namespace @NAMESPACE@
