#include <gtest/gtest.h>

#include <random>

#include "core/metrics/steady.hpp"
#include "core/metrics/timeline.hpp"
#include "tests/unit/metrics/fixtures.hpp"

namespace aitb::core {
namespace {

using fixtures::at_ms;
using fixtures::Make;
using fixtures::session;
using fixtures::summary_of;
constexpr std::int64_t ms = 1'000'000, sec = 1'000'000'000;

TEST(Timeline, KnowsTheMeanInFlightExactly) {
  Timeline timeline;
  timeline.add(0, 10 * ms);
  timeline.add(5 * ms, 20 * ms + 300);
  const auto steps = timeline.steps();
  EXPECT_NEAR(*mean_level(steps, 0, 20 * ms), (10 + 15) / 20.0, 1e-9);
  EXPECT_NEAR(*mean_level(steps, 5 * ms, 10 * ms), 2, 1e-9);
  EXPECT_DOUBLE_EQ(*level_quantile(steps, 0, 20 * ms, 0.1), 1);
  EXPECT_DOUBLE_EQ(*level_quantile(steps, 0, 20 * ms, 1), 2);
  EXPECT_FALSE(mean_level(steps, 5, 5));
}

TEST(Timeline, KeepsItsMeanWhenItGetsCoarser) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 dice(seed);
  Timeline timeline;
  double area = 0;
  const std::int64_t span = 4000 * sec;
  for (int i = 0; i < 200'000; ++i) {
    const auto from = static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(span - sec));
    const auto length = static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(sec));
    timeline.add(from, from + length);
    area += static_cast<double>(length);
  }
  const auto steps = timeline.steps();
  EXPECT_LE(steps.size(), 2 * Timeline::bin_limit + 1);
  EXPECT_NEAR(*mean_level(steps, -sec, span + sec), area / static_cast<double>(span + 2 * sec), 1e-6);
}

TEST(Load, TellsRatesConcurrencyAndLittlesLaw) {
  // Two users, each two requests of one second back to back.
  const Summary summary = summary_of(
      {Make(0, "a").end(1000), Make(0, "b").end(1000), Make(1000, "a").end(2000), Make(1000, "b").end(2000)});
  EXPECT_DOUBLE_EQ(*summary.value("window"), 2);
  EXPECT_NEAR(*summary.value("concurrency", "mean"), 2, 1e-9);
  EXPECT_DOUBLE_EQ(*summary.value("arrival_rate"), 2);
  EXPECT_DOUBLE_EQ(*summary.value("completion_rate"), 2);
  EXPECT_NEAR(*summary.value("little_residual"), 0, 1e-9);
}

TEST(Load, CallsAWindowInconsistentThatCutsWhatItCounts) {
  // Inside [0, 1 s) one request begins and waits 10 s: L = 1, λW = 10.
  Window window;
  window.from_ns = to_ns(at_ms(0));
  window.to_ns = to_ns(at_ms(1000));
  Aggregator aggregator(RunFacts(), window);
  aggregator.add(Make(0).end(10'000).record);
  const Summary summary = aggregator.finish();
  EXPECT_NEAR(*summary.value("little_residual"), 900, 1e-6);
  ASSERT_FALSE(summary.remarks.empty());
  EXPECT_EQ(summary.remarks.back().rfind("inconsistent", 0), 0u);
}

TEST(Load, CountsGoodExchangesAgainstAllAttempts) {
  RunFacts facts;
  facts.slo.ttft_ms = 50;
  facts.slo.latency_ms = 500;
  const Summary summary = summary_of(
      {Make(0, "a").chunk(40).end(400), Make(0, "b").chunk(60).end(400), Make(0, "c").chunk(40).end(600),
       Make(0, "d").fail(ErrorKind::connect).retried(1).end(1000)},
      facts);
  EXPECT_DOUBLE_EQ(*summary.value("goodput"), 1);
  EXPECT_DOUBLE_EQ(*summary.value("good_fraction"), 25);
  EXPECT_FALSE(summary_of({Make(0).end(1)}).value("goodput"));  // nothing was stated
}

TEST(Mser5, LeavesTheSettlingOut) {
  std::vector<double> series;
  for (int i = 0; i < 15; ++i) series.push_back(100 - 6 * i);
  for (int i = 0; i < 85; ++i) series.push_back(10 + i % 2);
  EXPECT_EQ(mser5(series), 15u);
}

TEST(Mser5, RefusesASeriesThatNeverSettles) {
  std::vector<double> series;
  for (int i = 0; i < 100; ++i) series.push_back(i * i);
  EXPECT_FALSE(mser5(series));
  EXPECT_FALSE(mser5({1, 2, 3}));
}

TEST(Plateau, IsTheLongestStretchAtTheTarget) {
  Timeline timeline;
  for (int user = 0; user < 10; ++user) timeline.add(user * sec, 30 * sec);  // ramp of one user a second
  const auto window = plateau(timeline.steps(), 10);
  ASSERT_TRUE(window);
  EXPECT_EQ(window->from_ns, 9 * sec);
  EXPECT_EQ(window->to_ns, 30 * sec);
  EXPECT_FALSE(plateau(timeline.steps(), 20));
}

TEST(Steady, ClosedLoopIsReportedApartAndShortOnesAreRefused) {
  RunFacts facts;
  facts.load.mode = "closed";
  facts.load.users = 1;
  std::string why;
  Aggregator longer(facts), shorter(facts);
  longer.add(Make(0).end(20'000).record);
  longer.add(session(0, 20'000, "s0"));
  longer.finish();
  ASSERT_TRUE(longer.steady(why));
  EXPECT_EQ(longer.steady(why)->seconds(), 20);
  shorter.add(Make(0).end(9'000).record);
  shorter.add(session(0, 9'000, "s0"));
  shorter.finish();
  EXPECT_FALSE(shorter.steady(why));
  EXPECT_NE(why.find("shorter than"), std::string::npos);
}

TEST(Steady, SequentialRunsHaveNone) {
  Aggregator aggregator{RunFacts()};
  aggregator.add(Make(0).end(20'000).record);
  aggregator.finish();
  std::string why;
  EXPECT_FALSE(aggregator.steady(why));
  EXPECT_NE(why.find("one after the other"), std::string::npos);
}

TEST(Steady, OpenLoopBeginsAfterTheMserCut) {
  RunFacts facts;
  facts.load.mode = "open";
  Aggregator aggregator(facts);
  for (int i = 0; i < 6000; ++i) {  // 100 a second for 60 s; TTFT falls over the first 10 s
    const double start = i * 10, ttft = i < 1000 ? 500 - i * 0.45 : 50 + i % 3;
    aggregator.add(Make(start, "s" + std::to_string(i)).chunk(start + ttft).end(start + ttft + 1).record);
  }
  aggregator.finish();
  std::string why;
  const auto window = aggregator.steady(why);
  ASSERT_TRUE(window) << why;
  EXPECT_GE(window->from_ns, to_ns(at_ms(9'000)));
  EXPECT_LE(window->from_ns, to_ns(at_ms(16'000)));
}

}  // namespace
}  // namespace aitb::core
