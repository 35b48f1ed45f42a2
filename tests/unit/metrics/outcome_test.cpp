#include <gtest/gtest.h>

#include "tests/unit/metrics/fixtures.hpp"

namespace aitb::core {
namespace {

using fixtures::Make;
using fixtures::summary_of;

TEST(Outcome, CountsFinalAttemptsAndAllAttemptsApart) {
  const Summary summary = summary_of(
      {Make(0).chunk(10).end(20), Make(30, "s1").fail(ErrorKind::rate_limited, 429).retried(1).end(40),
       Make(50, "s1").chunk(60).end(70), Make(80, "s2").fail(ErrorKind::timeout).end(90)});
  EXPECT_EQ(summary.value("samples"), 3);
  EXPECT_EQ(summary.value("error_count"), 1);
  EXPECT_NEAR(*summary.value("success_rate"), 200.0 / 3, 1e-9);
  EXPECT_EQ(summary.value("attempts"), 4);
  EXPECT_EQ(summary.value("attempts_retried"), 1);
  EXPECT_EQ(summary.value("errors", "", "timeout"), 1);
  EXPECT_FALSE(summary.find("errors", "", "rate_limited"));  // it was retried with success
  EXPECT_EQ(summary.value("attempt_errors", "", "rate_limited"), 1);
  EXPECT_EQ(summary.find("ttft", "mean")->n, 2u);
}

TEST(Outcome, SortsFailuresIntoTheReferencesClasses) {
  const auto class_of = [](Make make) { return reference_error_class(make.record); };
  EXPECT_EQ(class_of(Make().fail(ErrorKind::server_error, 503)), "server_error");
  EXPECT_EQ(class_of(Make().fail(ErrorKind::rate_limited, 429)), "rate_limited");
  EXPECT_EQ(class_of(Make().fail(ErrorKind::protocol, 429)), "rate_limited");
  EXPECT_EQ(class_of(Make().fail(ErrorKind::protocol, {}, "reading the answer timed out")), "timeout");
  EXPECT_EQ(class_of(Make().fail(ErrorKind::auth, 401)), "other");
  EXPECT_EQ(class_of(Make().fail(ErrorKind::timeout).klass(RecordClass::tool)), "tool_failure");
}

TEST(Outcome, KeepsFailuresOutOfTheMeansAndAsInfinityInTheAdjustedOnes) {
  const Summary summary = summary_of({Make(0).chunk(10).end(100), Make(0, "s1").chunk(30).end(200),
                                      Make(0, "s2").fail(ErrorKind::connect).end(5)});
  EXPECT_DOUBLE_EQ(*summary.value("latency", "mean"), 150);
  EXPECT_DOUBLE_EQ(*summary.value("latency_error_adjusted", "p50"), 200);  // 100, 200, ∞
  EXPECT_TRUE(summary.find("latency_error_adjusted", "p90")->infinite);
  EXPECT_FALSE(summary.value("latency_error_adjusted", "p90"));
  EXPECT_DOUBLE_EQ(*summary.compat.at("compat_latency_mean_ms"),
                   305.0 / 3);  // the reference averages failures too
}

TEST(Outcome, IsMissingNotZeroWithoutSamples) {
  const Summary summary = summary_of(std::vector<Make>{});
  EXPECT_EQ(summary.value("samples"), 0);
  EXPECT_FALSE(summary.value("success_rate"));
  EXPECT_FALSE(summary.value("ttft", "mean"));
  EXPECT_FALSE(summary.value("ul_dl_ratio"));
  EXPECT_FALSE(summary.value("stall_count"));
  EXPECT_FALSE(summary.value("loop_factor"));
  EXPECT_FALSE(summary.value("token_rate"));
}

TEST(Outcome, LeavesOtherClassesOutOfThePrimaryFigures) {
  const Summary summary = summary_of({Make(0).chunk(10).end(20), Make(0).klass(RecordClass::tool).end(500),
                                      Make(0, "s0", -1).klass(RecordClass::connection).end(900)});
  EXPECT_EQ(summary.value("samples"), 1);
  EXPECT_DOUBLE_EQ(*summary.value("latency", "max"), 20);
  EXPECT_DOUBLE_EQ(*summary.value("tool_latency", "mean"), 500);
  EXPECT_DOUBLE_EQ(*summary.value("connection_time", "mean"), 900);
}

TEST(Outcome, PrintsP999OnlyFromTenThousandSamples) {
  std::vector<Make> few(9'999, Make(0).end(1)), many(10'000, Make(0).end(1));
  EXPECT_FALSE(summary_of(few).find("latency", "p999"));
  EXPECT_TRUE(summary_of(many).find("latency", "p999"));
}

}  // namespace
}  // namespace aitb::core
