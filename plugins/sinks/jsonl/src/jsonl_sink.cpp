#include "jsonl_sink.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "lines.hpp"

namespace aitb::jsonl {
namespace {

constexpr std::size_t large = 1u << 20;

[[noreturn]] void fail(const std::filesystem::path& file, const char* attempted) {
  throw Error(ErrorKind::internal, std::string(attempted) + " " + file.string() + ": " +
                                       std::generic_category().message(errno) +
                                       "; check the path and the free space");
}

/// Where the last whole line ends: a crash may have left half a line behind it.
off_t end_of_lines(int descriptor, off_t size) {
  char byte = 0;
  while (size > 0 && pread(descriptor, &byte, 1, size - 1) == 1 && byte != '\n') --size;
  return size;
}

}  // namespace

FieldTable fields(JsonlSink::Options& options) {
  return fields(field("store_text", options.store_text, "store the text of prompts and answers too"));
}

JsonlSink::JsonlSink(Options options, Context& context)
    : options_(options), file_(context.work_dir / "run.jsonl"), reader_(file_, context.log) {}

JsonlSink::~JsonlSink() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void JsonlSink::open() {
  std::filesystem::create_directories(file_.parent_path());
  descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor_ < 0) fail(file_, "opening");
  const off_t size = lseek(descriptor_, 0, SEEK_END);
  if (const off_t whole = end_of_lines(descriptor_, size);
      whole != size && ftruncate(descriptor_, whole) != 0)
    fail(file_, "cutting a half line off");
}

void JsonlSink::begin(const boost::json::object& run) {
  if (descriptor_ < 0) open();
  append_line(pending_, run);
  flush();
}

void JsonlSink::write(const Record& record) {
  append_line(pending_, record, options_.store_text, scratch_);
  flush_if_large();
}

void JsonlSink::write(const SessionFact& session) {
  append_line(pending_, session, scratch_);
  flush_if_large();
}

void JsonlSink::flush_if_large() {
  if (pending_.size() >= large) flush();
}

void JsonlSink::flush() {
  std::size_t done = 0;
  while (done < pending_.size()) {
    const ssize_t count = ::write(descriptor_, pending_.data() + done, pending_.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(file_, "writing");
    done += static_cast<std::size_t>(count);
  }
  pending_.clear();
}

void JsonlSink::close() {
  flush();
  if (descriptor_ >= 0 && ::close(descriptor_) != 0) fail(file_, "closing");
  descriptor_ = -1;
}

void* JsonlSink::face(std::string_view id) noexcept {
  return id == RecordReader::id ? static_cast<RecordReader*>(&reader_) : nullptr;
}

}  // namespace aitb::jsonl
