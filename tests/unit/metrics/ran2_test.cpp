#include "core/metrics/ran2.hpp"

#include <gtest/gtest.h>

#include "tests/unit/metrics/fixtures.hpp"

namespace aitb::core {
namespace {

using fixtures::at_ms;
using fixtures::Make;

boost::json::object answers(const std::vector<Make>& exchanges, const RunFacts& facts = {}) {
  Ran2 ran2(facts);
  for (const Make& one : exchanges) ran2.add(one.record);
  ran2.finish();
  return ran2.to_json();
}

const boost::json::value& at(const boost::json::object& object, const char* key) { return object.at(key); }

TEST(Ran2, CountsSuccessfulTurnsAndTheirBytes) {
  const auto out = answers({Make(0).bytes(100, 400).end(10), Make(0, "s1").bytes(300, 400).end(10),
                            Make(0, "s2").bytes(7, 7).fail(ErrorKind::connect).end(1)});
  const auto& pair =
      at(at(at(out, "Q1").as_object(), "per_scenario_profile").as_object(), "chat/plain").as_object();
  EXPECT_EQ(pair.at("turns").to_number<int>(), 2);
  EXPECT_EQ(pair.at("ul_bytes_total").to_number<double>(), 400);
  EXPECT_EQ(pair.at("ul_dl_ratio").to_number<double>(), 0.5);
  EXPECT_TRUE(pair.at("peak_mbps_by_window").is_null());
  EXPECT_TRUE(at(at(out, "Q1").as_object(), "pcap_per_direction").is_null());
}

TEST(Ran2, RelatesReliabilityToTheProfilesLoss) {
  RunFacts facts;
  facts.profiles["plain"].loss_pct = 0.1;
  const auto out = answers({Make(0).end(10), Make(0, "s1").fail(ErrorKind::connect).end(1)}, facts);
  const auto& pair =
      at(at(at(out, "Q4").as_object(), "reliability_by_loss_pct").as_object(), "chat/plain").as_object();
  EXPECT_EQ(pair.at("success_rate").to_number<double>(), 0.5);
  EXPECT_EQ(pair.at("profile_loss_pct").to_number<double>(), 0.1);
}

TEST(Ran2, FitsTokensToBytes) {
  const auto one = [](std::int64_t tokens, std::uint64_t bytes) {
    Make make(0, "s" + std::to_string(tokens));
    make.bytes(10, bytes).end(10);
    make.record.usage.output = tokens;
    return make;
  };
  const auto out = answers({one(10, 150), one(20, 250), one(40, 450)});
  const auto& line =
      at(at(at(out, "Q5").as_object(), "token_to_bytes_regression_by_scenario").as_object(), "chat")
          .at("dl")
          .as_object();
  EXPECT_EQ(line.at("n").to_number<int>(), 3);
  EXPECT_NEAR(line.at("slope").to_number<double>(), 10, 1e-9);
  EXPECT_NEAR(line.at("intercept").to_number<double>(), 50, 1e-9);
  EXPECT_NEAR(line.at("r2").to_number<double>(), 1, 1e-9);
}

TEST(Ran2, HasNoLineThroughEqualTokens) {
  Make make(0);
  make.bytes(10, 100).end(10);
  make.record.usage.output = 5;
  const auto out = answers({make, make});
  const auto& line =
      at(at(at(out, "Q5").as_object(), "token_to_bytes_regression_by_scenario").as_object(), "chat")
          .at("dl")
          .as_object();
  EXPECT_TRUE(line.at("slope").is_null());
}

TEST(Ran2, DividesGapsAndLatenciesByTheRoundTrip) {
  Make fresh(5), whole(100, "s1");
  fresh.record.dispatched = at_ms(0);
  fresh.record.tcp_done = at_ms(4);
  fresh.record.connection.local = "127.0.0.1:1000";
  fresh.record.connection.remote = "127.0.0.1:443";
  fresh.chunk(15).chunk(35).end(40);
  whole.record.streaming = false;
  whole.record.reused = true;
  whole.record.connection = fresh.record.connection;
  whole.end(140);
  const auto out = answers({fresh, whole});
  const auto& q3 = at(out, "Q3").as_object();
  EXPECT_EQ(q3.at("tcp_rtt").at("p50").to_number<double>(), 4);
  EXPECT_EQ(q3.at("inter_chunk_vs_rtt").at("ratio_p50").to_number<double>(), 5);  // 20 ms over 4 ms
  EXPECT_EQ(q3.at("e2e_latency_vs_rtt").at("chat/plain").at("p50").to_number<double>(), 10);
  const auto& flows = at(out, "Q4").at("connection_duration").as_object();
  EXPECT_EQ(flows.at("connection_reuse_ratio").to_number<double>(), 0.5);
  EXPECT_EQ(flows.at("flow_duration_sec").at("n").to_number<int>(), 1);
  EXPECT_EQ(flows.at("flow_duration_sec").at("max").to_number<double>(), 0.14);
}

TEST(Ran2, LeavesTheWarmUpOut) {
  Make make(0);
  make.end(10);
  make.record.place.warmup = true;
  EXPECT_EQ(answers({make}).at("n_records").to_number<int>(), 0);
}

}  // namespace
}  // namespace aitb::core
