// The log of what a simulator really sent and when, against which a client's measurements are judged.
//
// The file is a sequence of blocks, each written by one write(2) in append mode, so that the lanes of a
// server share a file. Little endian, all fields fixed:
//   block:  "AITBTRU1", u32 writer, u32 size of what follows
//   event:  u32 stream, u32 index, i64 intended ns, i64 sent ns            (24 bytes)
//   name:   u32 stream, u32 0xffffffff, char id[40], zero-filled           (48 bytes; before the stream's
//   events)
// A stream is known by (writer, stream). Index counts the writes that carry generated payload, from 0. Times
// are CLOCK_MONOTONIC; `sent` is taken right before the bytes are given to the socket.
#pragma once
#include <aitb/time.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace truth {

/// Buffered; one a lane. What is in the buffer reaches the file at flush(), when it is full, and at the end.
class Writer {
 public:
  /// Throws aitb::Error(config) if the file cannot be opened.
  explicit Writer(const std::filesystem::path& file);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Begins a stream; gives its number. Ids over 40 characters are cut.
  std::uint32_t open(std::string_view response_id);
  void sent(std::uint32_t stream, std::uint32_t index, aitb::Instant intended, aitb::Instant at);
  void flush() noexcept;
  /// False once a write failed (disk full): the log is then incomplete.
  bool complete() const noexcept { return complete_; }

 private:
  void append(const void* record, std::size_t size);

  int file_;
  std::uint32_t writer_;
  std::uint32_t streams_ = 0;
  bool complete_ = true;
  std::vector<char> block_;
};

struct Sent {
  std::uint32_t index;
  std::int64_t intended_ns, sent_ns;
};

/// By response id, in the order of sending. Throws aitb::Error(protocol) for a file that is no such log.
std::map<std::string, std::vector<Sent>> read(const std::filesystem::path& file);

}  // namespace truth
