// One simulator on several lanes is one service.
#include <gtest/gtest.h>

#include "stand_ins.hpp"

namespace {

namespace json = boost::json;
using namespace simulator_test;
using openai_simulator::Options;

TEST(Lanes, SayTheSameAtTimesOfTheirOwn) {
  Options options;
  options.ttft_ms = aitb::Distribution::from_json(json::parse(R"({"uniform": [10, 1000]})"));
  const auto commons = std::make_shared<aitb::Commons>();
  Bench first(options, 7, "/nonexistent", 0, commons), second(options, 7, "/nonexistent", 1, commons);
  const aitb::Instant begin = first.clock.now();
  const Peer& one = first.post(ask("Hi", {{"stream", true}}));
  const Peer& other = second.post(ask("Hi", {{"stream", true}}));
  EXPECT_EQ(joined_content(one), joined_content(other));
  EXPECT_NE(one.writes.front().at - begin, other.writes.front().at - begin);
}

TEST(Lanes, ShareARateLimit) {
  Options options;
  options.rate_limit = 3;
  const auto commons = std::make_shared<aitb::Commons>();
  Bench first(options, 7, "/nonexistent", 0, commons), second(options, 7, "/nonexistent", 1, commons);
  EXPECT_EQ(first.post(ask("Hi")).status, 200);
  EXPECT_EQ(second.post(ask("Hi")).status, 200);
  EXPECT_EQ(first.post(ask("Hi")).status, 200);
  EXPECT_EQ(second.post(ask("Hi")).status, 429);
}

TEST(Lanes, CountARulesRequestsTogether) {
  Options options;
  sim_kit::Rule& rule = options.script.emplace_back();
  rule.times = 1;
  rule.action.reply = "once";
  const auto commons = std::make_shared<aitb::Commons>();
  Bench first(options, 7, "/nonexistent", 0, commons), second(options, 7, "/nonexistent", 1, commons);
  EXPECT_EQ(joined_content(first.post(ask("Hi", {{"stream", true}}))), "once");
  EXPECT_NE(joined_content(second.post(ask("Hi", {{"stream", true}}))), "once");
}

}  // namespace
