#include "plugins/common/truth/truth.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <utility>

#include <aitb/error.hpp>

namespace truth {
namespace {

constexpr char kMagic[8] = {'A', 'I', 'T', 'B', 'T', 'R', 'U', '1'};
constexpr std::uint32_t kName = 0xffffffffu;
/// Written by the lane that sends: 256 KiB took it half a millisecond, and a burst of sends came after each.
constexpr std::size_t kBlock = 16u << 10u;

struct Header {
  char magic[8];
  std::uint32_t writer, size;
};
struct Event {
  std::uint32_t stream, index;
  std::int64_t intended, sent;
};
struct Name {
  std::uint32_t stream, mark;
  char id[40];
};
static_assert(sizeof(Header) == 16 && sizeof(Event) == 24 && sizeof(Name) == 48);

template <class Record>
Record take(std::string_view& bytes, const std::filesystem::path& file) {
  if (bytes.size() < sizeof(Record)) {
    throw aitb::Error(aitb::ErrorKind::protocol, "reading " + file.string() + ": it ends inside a record");
  }
  Record record;
  std::memcpy(&record, bytes.data(), sizeof record);
  bytes.remove_prefix(sizeof record);
  return record;
}

using Streams = std::map<std::pair<std::uint32_t, std::uint32_t>, std::string>;

void read_block(std::uint32_t writer, std::string_view block, const std::filesystem::path& file,
                Streams& names, std::map<std::string, std::vector<Sent>>& out) {
  while (!block.empty()) {
    std::string_view ahead = block;
    const Event event = take<Event>(ahead, file);  // a name is longer, and begins alike
    if (event.index == kName) {
      const Name name = take<Name>(block, file);
      names[{writer, name.stream}] = std::string(name.id, strnlen(name.id, sizeof name.id));
    } else {
      block = ahead;
      out[names[{writer, event.stream}]].push_back(Sent{event.index, event.intended, event.sent});
    }
  }
}

}  // namespace

Writer::Writer(const std::filesystem::path& file)
    : file_(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644)),
      writer_(std::random_device()()) {
  if (file_ < 0) {
    throw aitb::Error(aitb::ErrorKind::config, "opening the truth log " + file.string() + ": " +
                                                   std::strerror(errno) +
                                                   "; give a path that can be written");
  }
  block_.reserve(kBlock + sizeof(Name));
}

Writer::~Writer() {
  flush();
  ::close(file_);
}

void Writer::append(const void* record, std::size_t size) {
  if (block_.empty()) block_.resize(sizeof(Header));
  const char* bytes = static_cast<const char*>(record);
  block_.insert(block_.end(), bytes, bytes + size);
  if (block_.size() >= kBlock) flush();
}

std::uint32_t Writer::open(std::string_view response_id) {
  Name name{streams_, kName, {}};
  std::memcpy(name.id, response_id.data(), std::min(response_id.size(), sizeof name.id));
  append(&name, sizeof name);
  return streams_++;
}

void Writer::sent(std::uint32_t stream, std::uint32_t index, aitb::Instant intended, aitb::Instant at) {
  const Event event{stream, index, aitb::to_ns(intended), aitb::to_ns(at)};
  append(&event, sizeof event);
}

void Writer::flush() noexcept {
  if (block_.empty()) return;
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.writer = writer_;
  header.size = static_cast<std::uint32_t>(block_.size() - sizeof header);
  std::memcpy(block_.data(), &header, sizeof header);
  complete_ =
      ::write(file_, block_.data(), block_.size()) == static_cast<ssize_t>(block_.size()) && complete_;
  block_.clear();
}

std::map<std::string, std::vector<Sent>> read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw aitb::Error(aitb::ErrorKind::config,
                      "reading the truth log " + file.string() + ": cannot be opened");
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  std::string_view rest = bytes;
  Streams names;
  std::map<std::string, std::vector<Sent>> out;
  while (!rest.empty()) {
    const Header header = take<Header>(rest, file);
    if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0 || header.size > rest.size()) {
      throw aitb::Error(aitb::ErrorKind::protocol,
                        "reading " + file.string() + ": it is not a truth log, or damaged");
    }
    read_block(header.writer, rest.substr(0, header.size), file, names, out);
    rest.remove_prefix(header.size);
  }
  return out;
}

}  // namespace truth
