#include "record_codec/chunk_codec.hpp"

#include <aitb/error.hpp>
#include <limits>

#include "fixtures.hpp"

namespace aitb::record_codec {
namespace {

using testing_sinks::Dice;

std::vector<Chunk> through(const std::vector<Chunk>& chunks) {
  std::string bytes;
  encode_chunks(chunks, bytes);
  return decode_chunks(bytes);
}

TEST(ChunkCodec, KeepsNothingForNoChunks) {
  std::string bytes;
  encode_chunks({}, bytes);
  EXPECT_TRUE(bytes.empty());
  EXPECT_TRUE(decode_chunks("").empty());
}

TEST(ChunkCodec, TakesAboutNineBytesForATypicalChunk) {
  std::vector<Chunk> chunks(1000);
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    chunks[i].at = from_ns(5'000'000'000 + static_cast<std::int64_t>(i) * 10'012'345);
    chunks[i].kernel_lead_ns = 41'000;
    chunks[i].read_id = static_cast<std::uint32_t>(i + 1);
    chunks[i].bytes = 5;
    chunks[i].tokens = 1;
  }
  std::string bytes;
  encode_chunks(chunks, bytes);
  EXPECT_LE(bytes.size(), 9'100u);
}

TEST(ChunkCodec, KeepsTheExtremesExactly) {
  Chunk low, high;
  low.at = from_ns(std::numeric_limits<std::int64_t>::min());
  low.kernel_lead_ns = std::numeric_limits<std::int32_t>::min();
  low.kind = ChunkKind::role;
  high.at = from_ns(std::numeric_limits<std::int64_t>::max());
  high.kernel_lead_ns = std::numeric_limits<std::int32_t>::max();
  high.read_id = high.bytes = std::numeric_limits<std::uint32_t>::max();
  high.tokens = std::numeric_limits<std::uint16_t>::max();
  high.kind = ChunkKind::error;
  const std::vector<Chunk> found = through({low, high, low});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].at, low.at);
  EXPECT_EQ(found[1].at, high.at);
  EXPECT_EQ(found[2].at, low.at);
  EXPECT_EQ(found[1].read_id, high.read_id);
  EXPECT_EQ(found[2].read_id, 0u);
  EXPECT_EQ(found[0].kernel_lead_ns, low.kernel_lead_ns);
  EXPECT_EQ(found[1].tokens, high.tokens);
}

TEST(ChunkCodec, RefusesEveryTruncation) {
  Dice dice(7);
  Record record;
  while (record.chunks.size() < 5) record = testing_sinks::random_record(dice);
  std::string bytes;
  encode_chunks(record.chunks, bytes);
  for (std::size_t size = 1; size < bytes.size(); ++size)
    EXPECT_THROW(decode_chunks(std::string_view(bytes).substr(0, size)), Error)
        << size << " of " << bytes.size();
  EXPECT_THROW(decode_chunks(bytes + "x"), Error);
}

TEST(ChunkCodec, AnyBytesAreATimelineOrAnError) {
  const std::uint64_t start = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(start));
  Dice dice(start);
  int read = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Record record = testing_sinks::random_record(dice);
    std::string bytes;
    encode_chunks(record.chunks, bytes);
    for (std::uint64_t hits = 1 + dice() % 3; hits > 0 && !bytes.empty(); --hits)
      bytes[dice() % bytes.size()] = static_cast<char>(dice());
    try {
      const std::vector<Chunk> chunks = decode_chunks(bytes);
      EXPECT_EQ(through(chunks).size(), chunks.size());
      ++read;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::protocol);
    }
  }
  EXPECT_GT(read, 0);
}

}  // namespace
}  // namespace aitb::record_codec
