#include "record_codec/chunk_codec.hpp"

#include <limits>

#include <aitb/error.hpp>

namespace aitb::record_codec {
namespace {

// Layout: version, varint count, then for each chunk a header byte (bits 0–3 kind, 4 kernel lead follows, 5
// same read as before, 6 read id follows, 7 exactly one token), zigzag Δat, [zigzag kernel lead], [zigzag
// Δread id], varint bytes, [varint tokens]. Without bits 5 and 6 the read id is the one after the previous
// chunk's.
constexpr std::uint8_t version = 1;
constexpr std::uint8_t has_lead = 0x10, same_read = 0x20, jump_read = 0x40, one_token = 0x80;

constexpr std::size_t longest_number = 10, longest_chunk = 1 + 5 * longest_number;

char* put(char* out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) *out++ = static_cast<char>(value | 0x80);
  *out++ = static_cast<char>(value);
  return out;
}

char* put_signed(char* out, std::int64_t value) {
  return put(out, (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

[[noreturn]] void damaged(const char* what) {
  throw Error(ErrorKind::protocol, std::string("reading a chunk timeline: ") + what +
                                       "; the store is damaged or was written by a newer version");
}

class Input {
 public:
  explicit Input(std::string_view bytes) : rest_(bytes) {}

  std::uint8_t byte() {
    if (rest_.empty()) damaged("it ends too early");
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      if (shift == 63 && next > 1) break;
      value |= static_cast<std::uint64_t>(next & 0x7f) << shift;
      if (next < 0x80) return value;
    }
    damaged("a number is too long");
  }
  std::int64_t signed_number() {
    const std::uint64_t value = number();
    return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
  }
  template <class T>
  T narrow(std::int64_t value) {
    if (value < std::int64_t{std::numeric_limits<T>::min()} ||
        value > std::int64_t{std::numeric_limits<T>::max()})
      damaged("a number is out of range");
    return static_cast<T>(value);
  }
  template <class T>
  T small() {
    const std::uint64_t value = number();
    if (value > std::numeric_limits<T>::max()) damaged("a number is out of range");
    return static_cast<T>(value);
  }
  std::size_t left() const noexcept { return rest_.size(); }

 private:
  std::string_view rest_;
};

char* put_chunk(char* out, const Chunk& chunk, std::int64_t before, std::uint32_t read_before) {
  const auto step = static_cast<std::int64_t>(chunk.read_id) - static_cast<std::int64_t>(read_before);
  auto head = static_cast<std::uint8_t>(chunk.kind);
  if (chunk.kernel_lead_ns != -1) head |= has_lead;
  if (step == 0) head |= same_read;
  if (step != 0 && step != 1) head |= jump_read;
  if (chunk.tokens == 1) head |= one_token;
  *out++ = static_cast<char>(head);
  // Wrap-around in unsigned arithmetic keeps even absurd instants exact.
  out = put_signed(out, static_cast<std::int64_t>(static_cast<std::uint64_t>(to_ns(chunk.at)) -
                                                  static_cast<std::uint64_t>(before)));
  if (head & has_lead) out = put_signed(out, chunk.kernel_lead_ns);
  if (head & jump_read) out = put_signed(out, step);
  out = put(out, chunk.bytes);
  if (!(head & one_token)) out = put(out, chunk.tokens);
  return out;
}

}  // namespace

void encode_chunks(const std::vector<Chunk>& chunks, std::string& out) {
  if (chunks.empty()) return;
  out.reserve(out.size() + 16 + chunks.size() * 10);
  out.push_back(static_cast<char>(version));
  char packed[longest_chunk];
  out.append(packed, put(packed, chunks.size()));
  std::int64_t before = 0;
  std::uint32_t read_before = 0;
  for (const Chunk& chunk : chunks) {
    out.append(packed, put_chunk(packed, chunk, before, read_before));
    before = to_ns(chunk.at);
    read_before = chunk.read_id;
  }
}

std::vector<Chunk> decode_chunks(std::string_view bytes) {
  std::vector<Chunk> chunks;
  if (bytes.empty()) return chunks;
  Input input(bytes);
  if (input.byte() != version) damaged("its version is unknown");
  const std::uint64_t count = input.number();
  if (count > input.left() / 3) damaged("it promises more chunks than it holds");
  chunks.reserve(count);
  std::uint64_t before = 0;
  std::uint32_t read_before = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    Chunk chunk;
    const std::uint8_t head = input.byte();
    if ((head & 0x0f) > static_cast<std::uint8_t>(ChunkKind::error)) damaged("a chunk's kind is unknown");
    chunk.kind = static_cast<ChunkKind>(head & 0x0f);
    before += static_cast<std::uint64_t>(input.signed_number());
    chunk.at = from_ns(static_cast<std::int64_t>(before));
    if (head & has_lead) chunk.kernel_lead_ns = input.narrow<std::int32_t>(input.signed_number());
    if (head & same_read) {
      chunk.read_id = read_before;
    } else if (head & jump_read) {
      const std::int64_t step = input.signed_number();
      if (step > std::int64_t{1} << 33 || step < -(std::int64_t{1} << 33))
        damaged("a read id is out of range");
      chunk.read_id = input.narrow<std::uint32_t>(static_cast<std::int64_t>(read_before) + step);
    } else {
      chunk.read_id = read_before + 1;
    }
    chunk.bytes = input.small<std::uint32_t>();
    chunk.tokens = head & one_token ? std::uint16_t{1} : input.small<std::uint16_t>();
    read_before = chunk.read_id;
    chunks.push_back(chunk);
  }
  if (input.left() != 0) damaged("bytes are left over");
  return chunks;
}

}  // namespace aitb::record_codec
