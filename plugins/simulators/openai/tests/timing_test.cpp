// The timing model is exactly what is configured.
#include <gtest/gtest.h>

#include <cmath>

#include "stand_ins.hpp"

namespace {

namespace json = boost::json;
using namespace simulator_test;
using aitb::Distribution;
using openai_simulator::Options;

double since(aitb::Instant begin, aitb::Instant at) { return aitb::to_seconds(at - begin) * 1000; }

Options constant(double ttft_ms, double itl_ms) {
  Options options;
  options.ttft_ms = Distribution(ttft_ms);
  options.itl_ms = Distribution(itl_ms);
  options.reply_tokens = Distribution(20);
  return options;
}

TEST(Timing, RoleComesWithTheFirstTokenAndNeverBefore) {
  Bench bench(constant(80, 5));
  const aitb::Instant begin = bench.clock.now();
  const Peer& peer = bench.post(ask("Hi", {{"stream", true}}));
  EXPECT_DOUBLE_EQ(since(begin, peer.writes.front().at), 80);
  EXPECT_NE(peer.writes.front().bytes.find("\"role\""), std::string::npos);
  EXPECT_NE(peer.writes.front().bytes.find("{\"content\":\""), std::string::npos)
      << "the first token is in the same write";
}

TEST(Timing, TokensKeepTheirDistanceWithoutDrift) {
  Bench bench(constant(80, 5));
  const aitb::Instant begin = bench.clock.now();
  const Peer& peer = bench.post(ask("Hi", {{"stream", true}}));
  ASSERT_EQ(peer.writes.size(), 21u) << "20 tokens and the end";
  for (std::size_t i = 0; i < 20; ++i)
    EXPECT_DOUBLE_EQ(since(begin, peer.writes[i].at), 80 + 5.0 * static_cast<double>(i));
}

TEST(Timing, WholeAnswersComeWhenTheirLastTokenWould) {
  Bench bench(constant(80, 5));
  const aitb::Instant begin = bench.clock.now();
  EXPECT_DOUBLE_EQ(since(begin, bench.post(ask("Hi")).replied_at), 80 + 5 * 19);
}

TEST(Timing, LongPromptsTakeLonger) {
  Options options = constant(10, 1);
  options.prefill_ms_per_token = 0.5;
  Bench bench(options);
  const aitb::Instant begin = bench.clock.now();
  const Peer& peer = bench.post(ask("Hi", {{"stream", true}, {"stream_options", {{"include_usage", true}}}}));
  const double prompt = static_cast<double>(chunks(peer).back().at("usage").at("prompt_tokens").as_int64());
  EXPECT_DOUBLE_EQ(since(begin, peer.writes.front().at), 10 + 0.5 * prompt);
}

TEST(Timing, ALateStreamCatchesUp) {
  Bench bench(constant(80, 5));
  const aitb::Instant begin = bench.clock.now();
  auto request =
      bench.request("POST", "/v1/chat/completions", json::serialize(ask("Hi", {{"stream", true}})));
  request.received = begin - std::chrono::milliseconds(100);  // four tokens are overdue, the fifth is due now
  const Peer& peer = bench.put(request);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_DOUBLE_EQ(since(begin, peer.writes[i].at), 0);
  EXPECT_DOUBLE_EQ(since(begin, peer.writes[5].at), 5);
}

TEST(Timing, DrawsFromTheDistributionThatIsConfigured) {
  Options options;
  options.ttft_ms = Distribution(0);
  options.itl_ms = Distribution::from_json(json::parse(R"({"gamma": {"mean": 20, "cv": 0.5}})"));
  options.reply_tokens = Distribution(4000);
  Bench bench(options);
  const Peer& peer = bench.post(ask("Hi", {{"stream", true}}));
  double sum = 0, squares = 0;
  const std::size_t gaps = 3999;
  for (std::size_t i = 1; i <= gaps; ++i) {
    const double gap = since(peer.writes[i - 1].at, peer.writes[i].at);
    sum += gap;
    squares += gap * gap;
  }
  const double mean = sum / static_cast<double>(gaps);
  const double deviation = std::sqrt(squares / static_cast<double>(gaps) - mean * mean);
  EXPECT_NEAR(mean, 20, 4 * 10 / std::sqrt(static_cast<double>(gaps))) << "four standard errors";
  EXPECT_NEAR(deviation, 10, 0.8);
}

TEST(Timing, IsTheSameForTheSameSeedAndDiffersBetweenRequests) {
  Options options;
  options.ttft_ms = Distribution::from_json(json::parse(R"({"uniform": [10, 1000]})"));
  const auto first_times = [&](std::uint64_t seed) {
    Bench bench(options, seed);
    std::vector<double> times;
    for (int i = 0; i < 3; ++i) {
      const aitb::Instant begin = bench.clock.now();
      times.push_back(since(begin, bench.post(ask("Hi", {{"stream", true}})).writes.front().at));
    }
    return times;
  };
  const std::vector<double> times = first_times(3);
  EXPECT_EQ(times, first_times(3));
  EXPECT_NE(times[0], times[1]);
  EXPECT_NE(times, first_times(4));
}

}  // namespace
