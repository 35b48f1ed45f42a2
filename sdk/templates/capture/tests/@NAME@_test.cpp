#include "@NAME@.hpp"

#include <gtest/gtest.h>

namespace @NAMESPACE@ {
namespace {

TEST(@CLASS@, ReadsTheKernelsCounters) {
  const auto fact = counters_of("head\n  lo: 100 2 0 1 0 0 0 0 200 3 0 4 0 0 0 0\n", "lo");
  ASSERT_TRUE(fact);
  EXPECT_EQ(fact->bytes, 300u);
  EXPECT_EQ(fact->packets, 5u);
  EXPECT_EQ(fact->dropped, 5u);
  EXPECT_FALSE(counters_of("head\n", "lo"));
}

}  // namespace
}  // namespace @NAMESPACE@
