#include <gtest/gtest.h>

#include "tests/unit/metrics/fixtures.hpp"

namespace aitb::core {
namespace {

using fixtures::at_ms;
using fixtures::Make;
using fixtures::summary_of;

TEST(Agents, LoopFactorIsCallsPerPromptAndPerSessionOnlyInCompat) {
  // One session: prompt 0 takes three calls, prompt 1 one. Another: one prompt, two calls.
  const Summary summary =
      summary_of({Make(0, "a", 0).end(1), Make(2, "a", 0).end(3), Make(4, "a", 0).end(5),
                  Make(6, "a", 1).end(7), Make(0, "b", 0).end(1), Make(2, "b", 0).end(3)});
  EXPECT_EQ(summary.value("user_prompts"), 3);
  EXPECT_DOUBLE_EQ(*summary.value("loop_factor"), 2);
  EXPECT_DOUBLE_EQ(*summary.compat.at("compat_loop_factor"), 3);
}

TEST(Agents, SplitToolsByName) {
  const auto tool = [](double end, const char* name, std::uint64_t up, std::uint64_t down) {
    Make make(0);
    make.klass(RecordClass::tool).end(end);
    make.record.tool_name = name;
    make.record.tool_bytes_up = up;
    make.record.tool_bytes_down = down;
    return make;
  };
  const Summary summary =
      summary_of({tool(10, "find", 5, 50), tool(30, "find", 7, 70), tool(100, "read", 1, 1000)});
  EXPECT_EQ(summary.value("tool_records"), 3);
  EXPECT_EQ(summary.value("tool_records", "", "find"), 2);
  EXPECT_DOUBLE_EQ(*summary.value("tool_latency", "mean", "find"), 20);
  EXPECT_EQ(summary.value("tool_bytes_up", "sum", "find"), 12);
  EXPECT_EQ(summary.value("tool_bytes_down", "sum", "read"), 1000);
}

TEST(ComputerUse, CountsActionsAndStepsOfSessionsThatAct) {
  Make shot(5, "a", 0), broken(7, "a", 0);
  shot.klass(RecordClass::computer_action).end(15);
  shot.record.notes["screenshot_bytes"] = "4000";
  broken.klass(RecordClass::computer_action).bytes(1, 600).fail(ErrorKind::tool_failure).end(9);
  const Summary summary =
      summary_of({Make(0, "a", 0).end(1), shot, broken, Make(20, "a", 0).end(21), Make(0, "b", 0).end(1)});
  EXPECT_DOUBLE_EQ(*summary.value("computer_actions", "mean"), 2);
  EXPECT_DOUBLE_EQ(*summary.value("computer_steps", "mean"), 2);
  EXPECT_DOUBLE_EQ(*summary.value("computer_action_latency", "mean"), 10);
  EXPECT_DOUBLE_EQ(*summary.value("computer_screenshot_bytes", "mean"), 2300);
  EXPECT_DOUBLE_EQ(*summary.value("computer_action_error_rate"), 0.5);
  EXPECT_EQ(summary.value("errors_reference", "", "tool_failure"), 1);
}

TEST(Burstiness, TakesGapsWithinASessionNotAcross) {
  // Starts: a 0, 400, 2400; b 100, 300. Within: 400, 2000 and 200. Pooled: 0 100 300 400 2400.
  const Summary summary =
      summary_of({Make(0, "a", 0).end(1), Make(400, "a", 1).end(401), Make(2400, "a", 2).end(2401),
                  Make(100, "b", 0).end(101), Make(300, "b", 1).end(301)});
  EXPECT_DOUBLE_EQ(*summary.value("on_gap", "mean"), 300);
  EXPECT_EQ(summary.find("on_gap", "mean")->n, 2u);
  EXPECT_DOUBLE_EQ(*summary.value("off_gap", "mean"), 2000);
  EXPECT_DOUBLE_EQ(*summary.compat.at("compat_on_gap_mean_ms"), 400.0 / 3);
  EXPECT_EQ(*summary.compat.at("compat_on_gap_count"), 3);
}

TEST(Burstiness, ComparesTotalsOfExchanges) {
  const Summary summary =
      summary_of({Make(0, "a").bytes(10, 90).end(1), Make(0, "b").bytes(100, 200).end(1)});
  EXPECT_DOUBLE_EQ(*summary.value("burst_peak_to_mean"), 1.5);  // 100 and 300
  EXPECT_DOUBLE_EQ(*summary.value("burst_cv"), std::sqrt(20'000.0) / 200);
}

TEST(Burstiness, CutsBurstsWhereTheGapIsExceeded) {
  // Downlink: 100 B at 0 and 10 ms, 60 B at 25 ms, 40 B at 125 ms. Gaps 10, 15, 100.
  Make make(0, "a");
  make.record.sent_first.reset();
  make.chunk(0, 1, ChunkKind::content, 100)
      .chunk(10, 1, ChunkKind::content, 100)
      .chunk(25, 1, ChunkKind::content, 60);
  make.chunk(125, 1, ChunkKind::content, 40).end(130);
  const Summary summary = summary_of({make});
  EXPECT_EQ(summary.find("burst_size", "mean", "dl,10ms")->n, 3u);
  EXPECT_DOUBLE_EQ(*summary.value("burst_size", "max", "dl,10ms"), 200);
  EXPECT_DOUBLE_EQ(*summary.value("burst_duration", "max", "dl,10ms"), 10);
  EXPECT_DOUBLE_EQ(*summary.value("burst_peak_rate", "max", "dl,10ms"), 0.8);  // 100 B in a millisecond
  EXPECT_DOUBLE_EQ(*summary.value("idle_gap", "mean", "dl,10ms"), 57.5);
  EXPECT_EQ(summary.find("burst_size", "mean", "dl,100ms")->n, 1u);
  EXPECT_FALSE(summary.value("idle_gap", "mean", "dl,100ms"));
}

TEST(Burstiness, MeasuresWindowsOfASession) {
  // Windows of 10 ms from a round instant: bytes 30, empty, 10; arrivals 2, 0, 1.
  Make make(0, "a");
  make.record.sent_first.reset();
  make.chunk(1, 1, ChunkKind::content, 10)
      .chunk(2, 1, ChunkKind::content, 20)
      .chunk(25, 1, ChunkKind::content, 10)
      .end(26);
  const Summary summary = summary_of({make});
  EXPECT_DOUBLE_EQ(*summary.value("window_peak_to_mean", "mean", "dl,10ms"), 1.5);  // 30 over (30 + 10) / 2
  EXPECT_DOUBLE_EQ(*summary.value("window_idc", "mean", "dl,10ms"), 1);             // mean 1, variance 1
  EXPECT_FALSE(summary.value("window_idc", "mean", "dl,10s"));  // one window tells no variance
}

TEST(Burstiness, CountsRequestsAsUplinkArrivals) {
  const Summary summary =
      summary_of({Make(0, "a", 0).bytes(500, 1).end(1), Make(5, "a", 1).bytes(300, 1).end(6),
                  Make(50, "a", 2).bytes(7, 1).end(51)});
  EXPECT_EQ(summary.find("burst_size", "mean", "ul,10ms")->n, 2u);
  EXPECT_DOUBLE_EQ(*summary.value("burst_size", "max", "ul,10ms"), 800);
}

TEST(Sessions, AreForgottenInOrderWhenThereAreTooMany) {
  Aggregator aggregator{RunFacts()};
  const int count = static_cast<int>(SessionPart::open_limit) * 2;
  for (int i = 0; i < count; ++i) {
    const std::string id = "s" + std::to_string(i);
    aggregator.add(Make(i, id, 0).end(i + 1).record);
    aggregator.add(Make(i, id, 1).end(i + 1).record);
  }
  const Summary summary = aggregator.finish();
  EXPECT_EQ(summary.value("user_prompts"), 2 * count);
  EXPECT_DOUBLE_EQ(*summary.value("loop_factor"), 1);
}

}  // namespace
}  // namespace aitb::core
