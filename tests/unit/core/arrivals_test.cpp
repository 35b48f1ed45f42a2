#include "core/plan/arrivals.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace aitb::core {
namespace {

std::vector<double> gaps(Arrivals arrivals, int count) {
  std::vector<double> all;
  Duration last{};
  for (int i = 0; i < count; ++i) {
    const Duration at = arrivals.next();
    all.push_back(to_seconds(at - last));
    last = at;
  }
  return all;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double cv(const std::vector<double>& values) {
  const double m = mean(values);
  double squares = 0;
  for (double value : values) squares += (value - m) * (value - m);
  return std::sqrt(squares / static_cast<double>(values.size() - 1)) / m;
}

/// Kolmogorov–Smirnov distance to the exponential law of mean `m`.
double ks_exponential(std::vector<double> values, double m) {
  std::sort(values.begin(), values.end());
  double worst = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double expected = 1 - std::exp(-values[i] / m);
    const double n = static_cast<double>(values.size());
    worst = std::max({worst, std::abs(expected - static_cast<double>(i) / n),
                      std::abs(expected - static_cast<double>(i + 1) / n)});
  }
  return worst;
}

TEST(Arrivals, ConstantOnesAreEquallySpaced) {
  Arrivals arrivals(*ArrivalLaw::parse("constant"), 50, Duration::zero(), Random(1));
  for (double gap : gaps(arrivals, 100)) EXPECT_NEAR(gap, 0.02, 1e-8);
}

TEST(Arrivals, PoissonGapsAreExponential) {
  const std::vector<double> all =
      gaps(Arrivals(*ArrivalLaw::parse("poisson"), 2000, Duration::zero(), Random(7)), 20000);
  // 1.63 / sqrt(n) is the 1 % point of the Kolmogorov–Smirnov statistic.
  EXPECT_LT(ks_exponential(all, 1.0 / 2000), 1.63 / std::sqrt(20000.0));
}

TEST(Arrivals, GammaGapsHaveTheAskedVariation) {
  for (double wanted : {0.25, 0.5, 1.0, 2.0}) {
    const auto law = ArrivalLaw::parse("gamma:" + std::to_string(wanted));
    ASSERT_TRUE(law);
    const std::vector<double> all = gaps(Arrivals(*law, 10, Duration::zero(), Random(3)), 40000);
    EXPECT_NEAR(mean(all), 0.1, 0.004) << wanted;
    EXPECT_NEAR(cv(all), wanted, 0.06 * wanted) << wanted;
  }
}

TEST(Arrivals, ARampOffersHalfTheSessionsInItsTime) {
  Arrivals arrivals(*ArrivalLaw::parse("constant"), 100, std::chrono::seconds(10), Random(1));
  int inside = 0;
  while (arrivals.next() < std::chrono::seconds(10)) ++inside;
  EXPECT_NEAR(inside, 500, 1);
}

TEST(Arrivals, TheSameSeedGivesTheSameTimes) {
  Arrivals first(*ArrivalLaw::parse("poisson"), 5, Duration::zero(), Random(9, "x"));
  Arrivals second(*ArrivalLaw::parse("poisson"), 5, Duration::zero(), Random(9, "x"));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(first.next(), second.next());
}

TEST(Arrivals, RefusesLawsItDoesNotKnow) {
  for (const char* text :
       {"", "uniform", "gamma", "gamma:", "gamma:0", "gamma:-1", "gamma:1x", "gamma:nan"}) {
    EXPECT_FALSE(ArrivalLaw::parse(text)) << text;
  }
}

}  // namespace
}  // namespace aitb::core
