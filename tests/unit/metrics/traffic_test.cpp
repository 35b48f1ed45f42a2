#include <gtest/gtest.h>

#include "tests/unit/metrics/fixtures.hpp"

namespace aitb::core {
namespace {

using fixtures::Make;
using fixtures::summary_of;

TEST(Traffic, TellsRatioOfSumsAndMeanOfRatiosApart) {
  const Summary summary =
      summary_of({Make(0).bytes(100, 400).end(10), Make(0, "s1").bytes(100, 100).end(10)});
  EXPECT_DOUBLE_EQ(*summary.value("ul_dl_ratio"), 0.4);
  EXPECT_DOUBLE_EQ(*summary.value("ul_dl_ratio_mean"), 0.625);
  EXPECT_DOUBLE_EQ(*summary.compat.at("compat_ul_dl_ratio_mean"), 0.4);
  EXPECT_EQ(summary.value("total_bytes", "sum"), 700);
}

TEST(Traffic, NeverMixesLayers) {
  Make make(0);
  make.bytes(100, 400).end(10);
  make.record.content_up = 10;
  make.record.content_down = 40;
  make.record.transport.emplace();
  make.record.transport->sent = 150;
  make.record.transport->received = 500;
  make.record.transport->segments_out = 4;
  make.record.transport->segments_in = 5;
  make.record.connection.remote = "127.0.0.1:443";
  const Summary summary = summary_of({make});
  EXPECT_EQ(summary.value("content_bytes_up", "sum"), 10);
  EXPECT_EQ(summary.value("request_bytes", "sum"), 100);
  EXPECT_EQ(summary.value("transport_bytes_up", "sum"), 150);
  EXPECT_EQ(summary.value("ip_bytes_up", "sum"), 150 + 4 * 52);
  EXPECT_EQ(summary.value("ip_bytes_down", "sum"), 500 + 5 * 52);
  EXPECT_EQ(summary.find("ip_bytes_up", "sum")->method, "estimated");
  ASSERT_EQ(summary.remarks.size(), 1u);
  EXPECT_NE(summary.remarks[0].find("estimate"), std::string::npos);
}

TEST(Traffic, LeavesOutWhatWasNotMeasured) {
  const Summary summary = summary_of({Make(0).bytes(100, 400).end(10), Make(0, "s1").end(10)});
  EXPECT_EQ(summary.find("request_bytes", "mean")->n, 1u);
  EXPECT_FALSE(summary.value("transport_bytes_up", "mean"));
  EXPECT_FALSE(summary.value("retransmits"));
}

TEST(Tokens, KeepThreeCountersApart) {
  Make both(0), counted(0, "s1");
  both.end(1000);
  both.record.usage.output = 110;
  both.record.counted_out = 100;
  counted.end(1000);
  counted.record.counted_out = 50;
  counted.record.count_method = "counted:o200k_base";
  const Summary summary = summary_of({both, counted});
  EXPECT_DOUBLE_EQ(*summary.value("tokens_out", "mean"), 80);  // 110 reported, 50 counted
  EXPECT_DOUBLE_EQ(*summary.value("reported_tokens_out", "mean"), 110);
  EXPECT_DOUBLE_EQ(*summary.value("counted_tokens_out", "mean"), 75);
  EXPECT_DOUBLE_EQ(*summary.value("token_mismatch", "max"), 10);
  EXPECT_EQ(summary.value("token_mismatch_count"), 1);
  EXPECT_DOUBLE_EQ(*summary.value("token_rate_mean"), 80);
  ASSERT_EQ(summary.remarks.size(), 1u);
  EXPECT_NE(summary.remarks[0].find("1 of 1"), std::string::npos) << summary.remarks[0];
}

TEST(Tokens, DoNotMistakeHiddenReasoningForAMismatch) {
  Make hidden(0), shown(0, "s1");
  hidden.chunk(10, 10).end(20);
  hidden.record.usage.output = 74;
  hidden.record.usage.reasoning = 64;
  hidden.record.counted_out = 10;
  shown.chunk(10, 64, ChunkKind::reasoning).chunk(15, 10).end(20);
  shown.record.usage = hidden.record.usage;
  shown.record.counted_out = 74;
  EXPECT_EQ(summary_of({hidden, shown}).value("token_mismatch_count"), 0);
}

TEST(Tokens, RateCountsArrivalsInTheWindow) {
  const Summary summary =
      summary_of({Make(0).chunk(100, 3).chunk(900, 2).end(1000), Make(1000, "s1").chunk(1500, 5).end(2000)});
  EXPECT_DOUBLE_EQ(*summary.value("token_rate"), 5);  // 10 tokens in 2 s
}

}  // namespace
}  // namespace aitb::core
