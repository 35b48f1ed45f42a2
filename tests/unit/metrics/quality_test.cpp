#include <gtest/gtest.h>

#include "tests/unit/metrics/fixtures.hpp"

namespace aitb::core {
namespace {

using fixtures::at_ms;
using fixtures::Make;
using fixtures::summary_of;

TEST(Quality, DoesNotBlameTheHostForAHandshake) {
  Make make(12);
  make.scheduled(0).end(20);
  make.record.dispatched = at_ms(0.5);
  make.record.tls_done = at_ms(11.5);
  const Summary summary = summary_of({make});
  EXPECT_DOUBLE_EQ(*summary.value("send_lag", "p99"), 12);
  EXPECT_DOUBLE_EQ(*summary.value("send_lag_own", "p99"), 1);
  EXPECT_TRUE(summary.degraded.empty());
}

TEST(Quality, IsDegradedWhenTheHostSendsLate) {
  const Summary summary = summary_of({Make(3).scheduled(0).end(20)});
  ASSERT_EQ(summary.degraded.size(), 1u);
  EXPECT_NE(summary.degraded[0].find("3.000 ms (limit 1 ms)"), std::string::npos) << summary.degraded[0];
}

TEST(Quality, IsDegradedWhenTheErrorIsOverAHundredthOfTheFigure) {
  RunFacts facts;
  facts.calibration.ttft_p99_ms = 0.6;
  EXPECT_EQ(summary_of({Make(0).chunk(50).end(60)}, facts).degraded.size(), 1u);
  EXPECT_TRUE(summary_of({Make(0).chunk(70).end(80)}, facts).degraded.empty());
  facts = {};
  facts.calibration.gap_p99_ms = 0.2;
  EXPECT_EQ(summary_of({Make(0).chunk(50).chunk(60).end(70)}, facts).degraded.size(), 1u);
}

TEST(Quality, IsDegradedWhenAnythingWasDropped) {
  RunFacts facts;
  facts.dropped_records = 2;
  facts.capture_drops = 1;
  EXPECT_EQ(summary_of({Make(0).end(1)}, facts).degraded.size(), 2u);
}

TEST(Quality, TakesTheKernelsDelayOnceARead) {
  Make make(0);
  make.chunk(10).chunk(10).chunk(20).end(30);
  make.record.chunks[0].kernel_lead_ns = make.record.chunks[1].kernel_lead_ns = 40'000;
  make.record.chunks[1].read_id = make.record.chunks[0].read_id;
  make.record.chunks[2].kernel_lead_ns = 60'000;
  const Summary summary = summary_of({make});
  EXPECT_EQ(summary.find("kernel_delta", "mean")->n, 2u);
  EXPECT_DOUBLE_EQ(*summary.value("kernel_delta", "mean"), 0.05);
}

TEST(Quality, SaysSoWhereTheKernelToldNothing) {
  EXPECT_FALSE(summary_of({Make(0).chunk(10).end(20)}).value("kernel_delta", "mean"));
}

}  // namespace
}  // namespace aitb::core
