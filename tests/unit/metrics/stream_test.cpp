#include <gtest/gtest.h>

#include "tests/unit/metrics/fixtures.hpp"

namespace aitb::core {
namespace {

using fixtures::at_ms;
using fixtures::Make;
using fixtures::summary_of;

TEST(Streaming, TakesGapsOverAllAnswers) {
  const Summary summary = summary_of(
      {Make(0).chunk(10).chunk(20).chunk(50).end(60), Make(100, "s1").chunk(110).chunk(130).end(140)});
  EXPECT_EQ(summary.find("inter_chunk", "mean")->n, 3u);
  EXPECT_DOUBLE_EQ(*summary.value("inter_chunk", "mean"), 20);  // 10, 30, 20
  EXPECT_DOUBLE_EQ(*summary.value("inter_chunk", "p50"), 20);
  EXPECT_DOUBLE_EQ(*summary.value("chunk_count", "mean"), 2.5);
}

TEST(Streaming, IsToldByTheKernelsTimeToo) {
  Make make(0);
  make.chunk(50).chunk(62).chunk(70).end(80);
  auto& chunks = make.record.chunks;
  const int lead_ms[] = {1, 3, 1};
  for (int i = 0; i < 3; ++i) chunks.at(i).kernel_lead_ns = lead_ms[i] * 1'000'000;
  const Summary summary = summary_of({make});
  EXPECT_DOUBLE_EQ(*summary.value("ttft", "mean"), 50);
  EXPECT_DOUBLE_EQ(*summary.value("ttft_kernel", "mean"), 49);
  EXPECT_DOUBLE_EQ(*summary.value("inter_chunk_kernel", "min"), 10);
  EXPECT_DOUBLE_EQ(*summary.value("inter_chunk_kernel", "max"), 10);
  chunks.at(0).kernel_lead_ns = -1;
  const Summary half = summary_of({make});
  EXPECT_FALSE(half.value("ttft_kernel", "mean"));
  EXPECT_EQ(half.find("inter_chunk_kernel", "mean")->n, 1u);
}

TEST(Streaming, SharesAGapOutOverTheTokensThatItBrought) {
  // Gaps 10 (2 tokens), 30 (no whole token), 20 (1 token): two samples of 5 and one of 50.
  const Summary summary = summary_of({Make(0).chunk(10, 1).chunk(20, 2).chunk(50, 0).chunk(70, 1).end(80)});
  EXPECT_EQ(summary.find("per_token_itl", "mean")->n, 3u);
  EXPECT_DOUBLE_EQ(*summary.value("per_token_itl", "mean"), 20);
  EXPECT_DOUBLE_EQ(*summary.value("per_token_itl", "min"), 5);
  EXPECT_DOUBLE_EQ(*summary.value("per_token_itl", "max"), 50);
  EXPECT_DOUBLE_EQ(*summary.value("bundle_factor", "mean"), 1);  // 4 tokens, 4 chunks
}

TEST(Streaming, CountsAGapOfTheThresholdAsAStall) {
  const Summary summary = summary_of({Make(0).chunk(0).chunk(1000).chunk(1999).end(2000)});
  EXPECT_EQ(summary.value("stall_count"), 1);
  EXPECT_DOUBLE_EQ(*summary.value("stall_rate"), 0.5);
  EXPECT_DOUBLE_EQ(*summary.value("stall_duration", "mean"), 1000);
}

TEST(Streaming, CallsAGapARelativeStallOnlyAboveTwoHundredMilliseconds) {
  // Median 10: the limit is 200 ms, not 30.
  EXPECT_EQ(summary_of({Make(0).chunk(0).chunk(10).chunk(20).chunk(30).chunk(220).end(230)})
                .value("relative_stall_count"),
            0);
  EXPECT_EQ(summary_of({Make(0).chunk(0).chunk(10).chunk(20).chunk(30).chunk(231).end(240)})
                .value("relative_stall_count"),
            1);
  // Median 100: the limit is 300 ms.
  EXPECT_EQ(summary_of({Make(0).chunk(0).chunk(100).chunk(200).chunk(300).chunk(590).end(600)})
                .value("relative_stall_count"),
            0);
}

TEST(Streaming, RatesTheBytesAfterTheFirstChunk) {
  const Summary summary = summary_of({Make(0)
                                          .chunk(100, 1, ChunkKind::content, 1000)
                                          .chunk(200, 1, ChunkKind::content, 30)
                                          .chunk(300, 1, ChunkKind::content, 70)
                                          .end(310)});
  EXPECT_DOUBLE_EQ(*summary.value("streaming_rate", "mean"), 500);  // 100 B in 200 ms
}

TEST(Streaming, ToldNothingByAnswersThatDidNotStream) {
  Make whole(0);
  whole.chunk(10).end(10);
  whole.record.streaming = false;
  const Summary summary = summary_of({whole});
  EXPECT_FALSE(summary.value("chunk_count", "mean"));
  EXPECT_FALSE(summary.value("stall_count"));
}

TEST(Time, MeasuresAgainstTheScheduleOfTheFirstAttempt) {
  // Meant for 0, sent at 5, failed; tried again (scheduled 50), answered at 70.
  const Summary summary = summary_of({Make(5).scheduled(0).fail(ErrorKind::connect).retried(1).end(10),
                                      Make(50).scheduled(50).chunk(60).end(70)});
  EXPECT_DOUBLE_EQ(*summary.value("effective_latency", "mean"), 70);
  EXPECT_DOUBLE_EQ(*summary.value("effective_ttft", "mean"), 60);
  EXPECT_DOUBLE_EQ(*summary.value("latency", "mean"), 20);
}

TEST(Time, SplitsConnectionSetUpOnNewConnectionsOnly) {
  Make fresh(10), kept(100, "s0", 1);
  fresh.record.dispatched = at_ms(0);
  fresh.record.dns_done = at_ms(1);
  fresh.record.tcp_done = at_ms(3);
  fresh.record.tls_done = at_ms(8);
  fresh.end(20);
  kept.record.reused = true;
  kept.end(110);
  const Summary summary = summary_of({fresh, kept});
  EXPECT_DOUBLE_EQ(*summary.value("dns_time", "mean"), 1);
  EXPECT_DOUBLE_EQ(*summary.value("tcp_time", "mean"), 2);
  EXPECT_DOUBLE_EQ(*summary.value("tls_time", "mean"), 5);
  EXPECT_EQ(summary.find("tls_time", "mean")->n, 1u);
  EXPECT_DOUBLE_EQ(*summary.value("reuse_rate"), 50);
}

TEST(Time, MeasuresWhatComesAfterACancel) {
  Make make(0);
  make.chunk(10, 1).chunk(20, 2).chunk(30, 3, ChunkKind::content, 7).fail(ErrorKind::cancelled).end(31);
  make.record.notes["cancel_sent_ns"] = std::to_string(to_ns(at_ms(15)));
  const Summary summary = summary_of({make});
  EXPECT_DOUBLE_EQ(*summary.value("cancel_latency", "mean"), 15);
  EXPECT_DOUBLE_EQ(*summary.value("bytes_after_cancel", "mean"), 11);
  EXPECT_DOUBLE_EQ(*summary.value("tokens_after_cancel", "mean"), 5);
}

}  // namespace
}  // namespace aitb::core
