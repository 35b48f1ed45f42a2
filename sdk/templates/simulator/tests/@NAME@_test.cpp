#include "@NAME@.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace @NAMESPACE@ {
namespace {

TEST(@CLASS@Options, TakeATimeOrADistributionOfTimes) {
  @CLASS@::Options options;
  fields(options).decode(boost::json::parse(R"({"word_gap_ms": 25})"));
  EXPECT_DOUBLE_EQ(options.word_gap_ms.mean(), 25);
  fields(options).decode(boost::json::parse(R"({"word_gap_ms": {"uniform": [10, 30]}})"));
  EXPECT_DOUBLE_EQ(options.word_gap_ms.mean(), 20);
}

}  // namespace
}  // namespace @NAMESPACE@
