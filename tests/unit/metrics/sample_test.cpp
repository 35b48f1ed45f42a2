#include "core/metrics/sample.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace aitb::core {
namespace {

Sample sample_of(std::initializer_list<double> values, std::size_t limit = Sample::exact_limit) {
  Sample sample(limit);
  for (const double value : values) sample.add(value);
  return sample;
}

TEST(Sample, OfNothingHasNoFigures) {
  const Sample sample;
  EXPECT_FALSE(sample.mean());
  EXPECT_FALSE(sample.min());
  EXPECT_FALSE(sample.deviation());
  EXPECT_FALSE(sample.quantile(0.5));
}

TEST(Sample, TakesZeroForAValue) {
  const Sample sample = sample_of({0, 0, 6});
  EXPECT_EQ(sample.n(), 3u);
  EXPECT_DOUBLE_EQ(*sample.mean(), 2);
  EXPECT_DOUBLE_EQ(*sample.min(), 0);
}

TEST(Sample, InterpolatesQuantilesAsType7) {
  const Sample sample = sample_of({40, 10, 30, 20});
  EXPECT_DOUBLE_EQ(*sample.quantile(0), 10);
  EXPECT_DOUBLE_EQ(*sample.quantile(0.5), 25);     // rank 1.5
  EXPECT_DOUBLE_EQ(*sample.quantile(0.95), 38.5);  // rank 2.85
  EXPECT_DOUBLE_EQ(*sample.quantile(1), 40);
}

TEST(Sample, HasTheDeviationOfNMinusOne) {
  EXPECT_DOUBLE_EQ(*sample_of({2, 4, 4, 4, 5, 5, 7, 9}).deviation(), std::sqrt(32.0 / 7));
  EXPECT_FALSE(sample_of({2}).deviation());
}

TEST(Sample, CountsEqualValuesAtOnce) {
  Sample one, many;
  one.add(3);
  one.add(5, 4);
  for (const double value : {3.0, 5.0, 5.0, 5.0, 5.0}) many.add(value);
  EXPECT_EQ(one.n(), many.n());
  EXPECT_DOUBLE_EQ(*one.mean(), *many.mean());
  EXPECT_DOUBLE_EQ(*one.deviation(), *many.deviation());
  EXPECT_DOUBLE_EQ(one.effective_n(), many.effective_n());
}

TEST(Sample, KnowsThatNeighboursAreAlike) {
  // 1 1 1 1 2 2 2 2: mean 1.5, squares 8·0.25 = 2, lag products 6·0.25 − 0.25 = 1.25, ρ = 0.625.
  EXPECT_NEAR(sample_of({1, 1, 1, 1, 2, 2, 2, 2}).effective_n(), 8 * 0.375 / 1.625, 1e-12);
  EXPECT_DOUBLE_EQ(sample_of({1, 2, 1, 2, 1, 2}).effective_n(), 6);  // never more than n
}

TEST(Sample, MergesToTheSameFigures) {
  std::mt19937_64 dice(11);
  std::lognormal_distribution<double> law(3, 1);
  for (const std::size_t limit : {std::size_t{100'000}, std::size_t{500}}) {
    Sample whole(limit), left(limit), right(limit);
    for (int i = 0; i < 2000; ++i) {
      const double value = law(dice);
      whole.add(value);
      (i < 700 ? left : right).add(value);
    }
    left.merge(right);
    EXPECT_EQ(left.n(), whole.n());
    EXPECT_EQ(left.exact(), whole.exact());
    EXPECT_DOUBLE_EQ(*left.min(), *whole.min());
    EXPECT_DOUBLE_EQ(*left.max(), *whole.max());
    EXPECT_NEAR(left.sum(), whole.sum(), 1e-6);
    EXPECT_NEAR(*left.deviation(), *whole.deviation(), 1e-9);
    EXPECT_NEAR(left.effective_n(), whole.effective_n(), 1e-6);
    for (const double p : {0.1, 0.5, 0.9, 0.99}) EXPECT_DOUBLE_EQ(*left.quantile(p), *whole.quantile(p));
  }
}

TEST(Sample, StaysWithinATenthOfAPercentAboveItsExactLimit) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 dice(seed);
  for (int round = 0; round < 20; ++round) {
    const double spread = 0.1 + static_cast<double>(round) / 5, sign = round % 4 == 3 ? -1 : 1;
    std::lognormal_distribution<double> law(static_cast<double>(round) - 10, spread);
    Sample sketch(10);
    std::vector<double> truth;
    for (int i = 0; i < 5000; ++i) {
      truth.push_back(i % 50 == 0 ? 0 : sign * law(dice));
      sketch.add(truth.back());
    }
    ASSERT_FALSE(sketch.exact());
    std::sort(truth.begin(), truth.end());
    EXPECT_DOUBLE_EQ(*sketch.min(), truth.front());
    EXPECT_DOUBLE_EQ(*sketch.max(), truth.back());
    for (std::size_t rank = 0; rank < truth.size(); rank += 7) {
      const double allowed = std::abs(truth[rank]) * 0.001 * (1 + 1e-9) + 1e-9;
      EXPECT_NEAR(sketch.ranked(rank), truth[rank], allowed) << "rank " << rank;
    }
  }
}

TEST(Sketch, MergesInAnyOrderToTheSame) {
  std::mt19937_64 dice(3);
  std::normal_distribution<double> law(0, 100);
  Sketch one, two, three;
  for (int i = 0; i < 3000; ++i) (i % 3 == 0 ? one : i % 3 == 1 ? two : three).add(law(dice));
  Sketch forward = one, backward = three;
  forward.merge(two);
  forward.merge(three);
  backward.merge(two);
  backward.merge(one);
  ASSERT_EQ(forward.count(), 3000u);
  for (std::uint64_t rank = 0; rank < 3000; ++rank) ASSERT_EQ(forward.at(rank), backward.at(rank));
}

}  // namespace
}  // namespace aitb::core
