// Distribution: each form draws what it says (Kolmogorov–Smirnov, fixed seeds), and refuses what makes no
// sense.
#include <aitb/distribution.hpp>

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>

#include <aitb/error.hpp>

#include "tests/unit/text/kolmogorov.hpp"

namespace {

using aitb::Distribution;
using aitb::Random;

Distribution read(std::string_view text) { return Distribution::from_json(boost::json::parse(text)); }

std::vector<double> draw(const Distribution& distribution, std::uint64_t seed, int n = 20'000) {
  Random random(seed, "distribution test");
  std::vector<double> sample;
  for (int i = 0; i < n; ++i) sample.push_back(distribution.sample(random));
  return sample;
}

double normal_below(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

/// A form, and the probability of a draw not above x.
struct Law {
  std::string text;
  double (*below)(double x);
  double mean;
};

class Laws : public testing::TestWithParam<Law> {};

TEST_P(Laws, DrawsFollowTheDistributionFunction) {
  const Distribution distribution = read(GetParam().text);
  for (std::uint64_t seed : {1, 2, 3}) {
    EXPECT_LT(kolmogorov(draw(distribution, seed), GetParam().below), kolmogorov_limit)
        << GetParam().text << ", seed " << seed;
  }
}

TEST_P(Laws, MeanIsThatOfTheDraws) {
  const Distribution distribution = read(GetParam().text);
  EXPECT_NEAR(distribution.mean(), GetParam().mean, 1e-9 * GetParam().mean);
  double sum = 0, squares = 0;
  const auto sample = draw(distribution, 4, 100'000);
  for (double x : sample) sum += x, squares += x * x;
  const auto n = static_cast<double>(sample.size());
  const double error = std::sqrt((squares / n - sum / n * (sum / n)) / n);
  EXPECT_NEAR(sum / n, distribution.mean(), 4 * error) << GetParam().text << ", seed 4";
}

TEST_P(Laws, SurvivesTheWayThroughJson) {
  const Distribution once = read(GetParam().text);
  const Distribution twice = Distribution::from_json(once.to_json());
  EXPECT_EQ(once.to_json(), twice.to_json());
  EXPECT_EQ(draw(once, 5, 100), draw(twice, 5, 100));
  EXPECT_FALSE(once.is_constant());
}

INSTANTIATE_TEST_SUITE_P(
    Distribution, Laws,
    testing::Values(
        Law{R"({"uniform": [40, 60]})", [](double x) { return std::clamp((x - 40) / 20, 0.0, 1.0); }, 50},
        Law{R"({"normal": {"mean": 50, "std": 5}})", [](double x) { return normal_below((x - 50) / 5); }, 50},
        Law{R"({"lognormal": {"median": 50, "sigma": 0.4}})",
            [](double x) { return normal_below(std::log(x / 50) / 0.4); }, 50 * std::exp(0.08)},
        Law{R"({"gamma": {"mean": 50, "cv": 1}})", [](double x) { return 1 - std::exp(-x / 50); }, 50},
        // cv 0.5 is shape 4, an Erlang distribution
        Law{R"({"gamma": {"mean": 8, "cv": 0.5}})",
            [](double x) {
              const double y = x / 2;
              return 1 - std::exp(-y) * (1 + y + y * y / 2 + y * y * y / 6);
            },
            8},
        // cv √2 is shape ½, the square of a normal variable
        Law{R"({"gamma": {"mean": 1, "cv": 1.4142135623730951}})",
            [](double x) { return std::erf(std::sqrt(x / 2)); }, 1},
        Law{R"({"exponential": 20})", [](double x) { return 1 - std::exp(-x / 20); }, 20},
        Law{R"({"empirical": [80, 48, 50, 60]})",
            [](double x) {
              if (x < 50) return (x - 48) / 2 / 3;
              if (x < 60) return (1 + (x - 50) / 10) / 3;
              return (2 + (x - 60) / 20) / 3;
            },
            58}));

TEST(Distribution, ConstantDrawsNothingFromTheStream) {
  Random random(1), untouched(1);
  for (const char* text : {"50", R"({"constant": 50})"}) {
    const Distribution distribution = read(text);
    EXPECT_EQ(distribution.sample(random), 50);
    EXPECT_EQ(distribution.mean(), 50);
    EXPECT_TRUE(distribution.is_constant());
  }
  EXPECT_EQ(random.next(), untouched.next());
  EXPECT_EQ(Distribution().sample(random), 0);
}

TEST(Distribution, NeverNegativeAndHonestAboutTheMean) {
  const Distribution wide = read(R"({"normal": {"mean": 1, "std": 10}})");
  double sum = 0;
  const auto sample = draw(wide, 6, 200'000);
  for (double x : sample) {
    ASSERT_GE(x, 0);
    sum += x;
  }
  EXPECT_NEAR(sum / static_cast<double>(sample.size()), wide.mean(), 0.06) << "seed 6";
  EXPECT_NEAR(wide.mean(), 4.5093, 1e-3);
}

TEST(Distribution, OneEmpiricalValueIsThatValue) {
  Random random(1);
  EXPECT_EQ(read(R"({"empirical": [7]})").sample(random), 7);
  EXPECT_EQ(read(R"({"empirical": [7]})").mean(), 7);
}

TEST(Distribution, DescribesItself) {
  EXPECT_EQ(read("50").describe(), "50");
  EXPECT_EQ(read(R"({"normal": {"mean": 50, "std": 2.5}})").describe(), "normal, mean 50, std 2.5");
  EXPECT_EQ(read(R"({"empirical": [3, 1, 2]})").describe(), "empirical, 3 values from 1 to 3");
}

TEST(Distribution, PointsAtWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {R"("50")", ""},
      {"-1", ""},
      {"[1, 2]", ""},
      {"{}", ""},
      {R"({"constant": 1, "exponential": 2})", ""},
      {R"({"poisson": 3})", "/poisson"},
      {R"({"constant": -3})", "/constant"},
      {R"({"uniform": [1]})", "/uniform"},
      {R"({"uniform": 5})", "/uniform"},
      {R"({"uniform": [60, 40]})", "/uniform/1"},
      {R"({"uniform": ["a", 40]})", "/uniform/0"},
      {R"({"normal": 5})", "/normal"},
      {R"({"normal": {"mean": 5}})", "/normal"},
      {R"({"normal": {"mean": 5, "std": -1}})", "/normal/std"},
      {R"({"normal": {"mean": 5, "std": 1, "sd": 1}})", "/normal/sd"},
      {R"({"lognormal": {"median": 0, "sigma": 1}})", "/lognormal/median"},
      {R"({"gamma": {"mean": 5, "cv": 0}})", "/gamma/cv"},
      {R"({"exponential": null})", "/exponential"},
      {R"({"empirical": []})", "/empirical"},
      {R"({"empirical": [1, "x"]})", "/empirical/1"},
  };
  for (const auto& [text, pointer] : wrong) {
    try {
      read(text);
      ADD_FAILURE() << text << " was accepted";
    } catch (const aitb::ConfigError& error) {
      EXPECT_EQ(error.pointer(), pointer) << text << ": " << error.what();
    }
  }
}

TEST(Distribution, SchemaNamesEveryForm) {
  const std::string schema = boost::json::serialize(Distribution::schema());
  for (const char* form :
       {"constant", "uniform", "normal", "lognormal", "gamma", "exponential", "empirical"}) {
    EXPECT_NE(schema.find(form), std::string::npos) << form;
  }
}

}  // namespace
