#include "core/metrics/confidence.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace aitb::core {
namespace {

TEST(QuantileInterval, TakesOrderStatistics) {
  Sample sample;
  // 1…100 in an order without autocorrelation to speak of.
  for (int i = 1; i <= 100; ++i) sample.add(i * 37 % 101);
  const double half = 1.96 * std::sqrt(0.25 / sample.effective_n());
  const auto interval = quantile_interval(sample, 0.5);
  ASSERT_TRUE(interval);
  EXPECT_DOUBLE_EQ(interval->low, std::floor(100 * (0.5 - half)));
  EXPECT_DOUBLE_EQ(interval->high, std::ceil(100 * (0.5 + half)) + 1);
}

TEST(QuantileInterval, IsMissingWhereTheSampleIsTooSmall) {
  Sample sample;
  for (int i = 0; i < 3; ++i) sample.add(i);
  EXPECT_FALSE(quantile_interval(sample, 0.99));
  EXPECT_FALSE(quantile_interval(sample, 0.5));
}

TEST(MeanInterval, IsSeededAndHoldsTheMean) {
  Sample sample;
  for (const double value : {1.0, 5.0, 2.0, 8.0, 3.0}) sample.add(value);
  const auto first = mean_interval(sample, 7), again = mean_interval(sample, 7);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->low, again->low);
  EXPECT_EQ(first->high, again->high);
  EXPECT_LT(first->low, 3.8);
  EXPECT_GT(first->high, 3.8);
  EXPECT_GE(first->low, 1);
  EXPECT_LE(first->high, 8);
}

TEST(MeanInterval, CoversTheTruthAboutAsOftenAsItSays) {
  std::mt19937_64 dice(5);
  std::normal_distribution<double> law(10, 2);
  for (const int size : {200, 1500}) {
    int covered = 0;
    for (int round = 0; round < 200; ++round) {
      Sample sample;
      for (int i = 0; i < size; ++i) sample.add(law(dice));
      const auto interval = mean_interval(sample, static_cast<std::uint64_t>(round));
      covered += interval->low <= 10 && interval->high >= 10 ? 1 : 0;
    }
    EXPECT_GE(covered, 178) << size;  // 95 % of 200 is 190, less four deviations of 3.1
    EXPECT_LE(covered, 200) << size;
  }
}

TEST(MeanInterval, NeedsTwoValues) {
  Sample sample;
  sample.add(1);
  EXPECT_FALSE(mean_interval(sample, 1));
}

TEST(ShareInterval, IsWilsons) {
  const auto interval = share_interval(8, 10);
  EXPECT_NEAR(interval->low, 0.4902, 1e-4);
  EXPECT_NEAR(interval->high, 0.9433, 1e-4);
  EXPECT_NEAR(share_interval(3, 3)->high, 1, 1e-12);
  EXPECT_FALSE(share_interval(0, 0));
}

}  // namespace
}  // namespace aitb::core
