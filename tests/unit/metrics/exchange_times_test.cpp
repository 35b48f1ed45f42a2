#include "core/metrics/exchange_times.hpp"

#include <gtest/gtest.h>

#include "tests/unit/metrics/fixtures.hpp"

namespace aitb::core {
namespace {

using fixtures::at_ms;
using fixtures::Make;

TEST(ExchangeTimes, CountFromTheFirstRequestByteToTheFirstGeneratedChunk) {
  Make make(100);
  make.record.dispatched = at_ms(90);
  make.record.sent_last = at_ms(101);
  make.chunk(140, 0, ChunkKind::role, 0)
      .chunk(150, 1)
      .chunk(170, 2)
      .chunk(175, 0, ChunkKind::usage, 0)
      .end(180);
  const ExchangeTimes times(make.record);
  EXPECT_DOUBLE_EQ(*times.ttft, 50);
  EXPECT_DOUBLE_EQ(*times.ttft_with_connect, 60);
  EXPECT_DOUBLE_EQ(*times.ttlt, 70);
  EXPECT_DOUBLE_EQ(*times.latency, 80);
  EXPECT_DOUBLE_EQ(*times.ttfb, 39);
  EXPECT_EQ(times.chunks, 2u);
  EXPECT_EQ(times.gaps, std::vector<double>{20});
}

TEST(ExchangeTimes, SeeEachChannelsFirst) {
  Make make;
  make.chunk(10, 1, ChunkKind::reasoning)
      .chunk(20, 1, ChunkKind::tool_call)
      .chunk(30, 1, ChunkKind::content)
      .chunk(40, 0, ChunkKind::audio);
  const ExchangeTimes times(make.record);
  EXPECT_DOUBLE_EQ(*times.ttft, 10);
  EXPECT_DOUBLE_EQ(*times.ttft_reasoning, 10);
  EXPECT_DOUBLE_EQ(*times.ttft_tool_call, 20);
  EXPECT_DOUBLE_EQ(*times.ttft_answer, 30);
  EXPECT_DOUBLE_EQ(*times.ttft_audio, 40);
}

TEST(ExchangeTimes, LeaveTheFirstChunksTokensOutOfTheMeanGap) {
  Make make;
  make.chunk(10, 5).chunk(20, 1).chunk(40, 2);
  EXPECT_DOUBLE_EQ(*ExchangeTimes(make.record).itl_mean, 10);  // 30 ms over 8 − 5 tokens
}

TEST(ExchangeTimes, HaveNoMeanGapForOneChunkOrUncountedTokens) {
  Make one, uncounted;
  one.chunk(10, 5);
  uncounted.chunk(10, 0).chunk(20, 0);
  EXPECT_FALSE(ExchangeTimes(one.record).itl_mean);
  EXPECT_FALSE(ExchangeTimes(uncounted.record).itl_mean);
}

TEST(ExchangeTimes, CountTheReadsThatBroughtChunks) {
  Make make;
  make.chunk(10).chunk(10).chunk(20);
  make.record.chunks[1].read_id = make.record.chunks[0].read_id;
  EXPECT_EQ(ExchangeTimes(make.record).reads, 2u);
}

TEST(ExchangeTimes, AreMissingWithoutAnswer) {
  Make make;
  make.record.sent_first.reset();
  make.record.dispatched.reset();
  const ExchangeTimes times(make.record);
  EXPECT_FALSE(times.start);
  EXPECT_FALSE(times.ttft);
  EXPECT_FALSE(times.latency);
}

}  // namespace
}  // namespace aitb::core
