#include "core/metrics/run_facts.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace aitb::core {
namespace {

RunFacts facts_of(const char* text) { return read_run_facts(boost::json::parse(text).as_object()); }

TEST(RunFacts, ReadWhatTheHostWrote) {
  const RunFacts facts = facts_of(R"({"run_id": "r1", "seed": 42, "started_wall_ns": 1700000000123456789,
    "ended_wall_ns": 1700000060000000000, "stall_gap_sec": 2, "burst_gap_sec": 0.5, "slo": {"ttft_ms": 500},
    "load": {"mode": "closed", "users": 8}, "calibration": {"ttft_error_ms": {"p50": 0.1, "p99": 0.2},
    "chunk_gap_error_ms": {"p50": 0.01, "p99": 0.3}}, "quality": {"dropped_records": 0},
    "captures": [{"dropped": 2}, {"dropped": 3}], "interrupted": true, "profiles": {"5g": {"loss_pct": 0.1}}})");
  EXPECT_EQ(facts.run_id, "r1");
  EXPECT_EQ(facts.seed, 42u);
  EXPECT_EQ(facts.started_at, "2023-11-14T22:13:20.123Z");
  EXPECT_EQ(facts.ended_at, "2023-11-14T22:14:20.000Z");
  EXPECT_EQ(facts.stall_gap_sec, 2);
  EXPECT_EQ(facts.slo.ttft_ms, 500);
  EXPECT_EQ(facts.load.users, 8);
  EXPECT_EQ(facts.calibration.ttft_p99_ms, 0.2);
  EXPECT_EQ(facts.calibration.gap_p99_ms, 0.3);
  EXPECT_EQ(facts.dropped_records, 0);
  EXPECT_EQ(facts.capture_drops, 5);
  EXPECT_TRUE(facts.interrupted);
  EXPECT_EQ(facts.profiles.at("5g").loss_pct, 0.1);
}

TEST(RunFacts, OfAKilledRunAreMissingNotWrong) {
  const RunFacts facts = facts_of(
      R"({"seed": "forty", "slo": 3, "load": null, "calibration": {"ttft_error_ms": {"p99": null}}})");
  EXPECT_FALSE(facts.seed);
  EXPECT_EQ(facts.ended_at, "");
  EXPECT_FALSE(facts.slo.stated());
  EXPECT_EQ(facts.load.mode, "sequential");
  EXPECT_FALSE(facts.calibration.ttft_p99_ms);
  EXPECT_FALSE(facts.capture_drops);
}

}  // namespace
}  // namespace aitb::core
