// Random: the published vectors of its generator, and that streams are what they promise to be.
#include <aitb/random.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

#include "text/philox.hpp"

namespace {

using aitb::Random;
using aitb::text::philox;
using aitb::text::PhiloxBlock;

// Known answers of the authors' Random123 distribution (kat_vectors, philox4x32 10).
TEST(Philox, GivesTheKnownAnswers) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  const std::uint32_t ones = 0xffffffff;
  EXPECT_EQ(philox({ones, ones, ones, ones}, {ones, ones}),
            (PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Random, IsItsGeneratorWithTheSeedAsKey) {
  Random random(0x89abcdef01234567);
  const auto first = philox({0, 0, 0, 0}, {0x01234567, 0x89abcdef});
  const auto second = philox({1, 0, 0, 0}, {0x01234567, 0x89abcdef});
  for (const auto& block : {first, second}) {
    EXPECT_EQ(random.next(), std::uint64_t{block[1]} << 32 | block[0]);
    EXPECT_EQ(random.next(), std::uint64_t{block[3]} << 32 | block[2]);
  }
}

// A stored run can be repeated only while these stay what they are.
TEST(Random, NamedStreamsNeverChange) {
  EXPECT_EQ(Random(42, "arrivals").next(), Random(42).split("arrivals").next());
  EXPECT_EQ(Random(42, "arrivals").next(), 0xb07851c418a15c21u);
  EXPECT_EQ(Random(42, "arrivals").split("lane 1").next(), 0x2db39474a670f85bu);
}

TEST(Random, SplitDoesNotDependOnWhatWasDrawn) {
  Random fresh(7), used(7);
  for (int i = 0; i < 1001; ++i) used.next();
  EXPECT_EQ(fresh.split("x").next(), used.split("x").next());
}

TEST(Random, StreamsOfOneSeedShareNoValue) {
  std::set<std::uint64_t> seen;
  const Random root(1);
  for (int stream = 0; stream < 200; ++stream) {
    Random child = root.split("session " + std::to_string(stream));
    Random grandchild = child.split("text");
    for (int i = 0; i < 50; ++i) {
      EXPECT_TRUE(seen.insert(child.next()).second);
      EXPECT_TRUE(seen.insert(grandchild.next()).second);
    }
  }
}

TEST(Random, StreamsOfOneSeedAreNotCorrelated) {
  Random a(3, "a"), b(3, "b");
  const int n = 100'000;
  double product = 0;
  for (int i = 0; i < n; ++i) product += (a.uniform() - 0.5) * (b.uniform() - 0.5);
  const double deviation = product / (n / 12.0) * std::sqrt(n);
  EXPECT_LT(std::abs(deviation), 4) << "seed 3, in standard errors";
}

TEST(Random, UniformStaysBelowOneAndFillsTheRange) {
  Random random(11);
  double low = 1, high = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double u = random.uniform();
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    low = std::min(low, u);
    high = std::max(high, u);
  }
  EXPECT_LT(low, 1e-3);
  EXPECT_GT(high, 1 - 1e-3);
}

TEST(Random, BelowIsFairForANumberThatDoesNotDivideTheRange) {
  Random random(12);
  const int n = 300'000, sides = 6;
  std::array<int, sides> count{};
  for (int i = 0; i < n; ++i) ++count.at(random.below(sides));
  double chi2 = 0;
  for (int c : count) chi2 += std::pow(c - n / sides, 2) / (n / sides);
  EXPECT_LT(chi2, 20.5) << "seed 12; 5 degrees of freedom, one in a thousand";
}

TEST(Random, BelowHandlesTheEndsOfItsRange) {
  Random random(13);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(random.below(1), 0u);
    EXPECT_LT(random.below(~std::uint64_t{0}), ~std::uint64_t{0});
    EXPECT_LT(random.below((std::uint64_t{1} << 63) + 1), (std::uint64_t{1} << 63) + 1);
  }
}

}  // namespace
