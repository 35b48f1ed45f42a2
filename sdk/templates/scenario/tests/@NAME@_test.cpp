#include "@NAME@.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace @NAMESPACE@ {
namespace {

TEST(@CLASS@Options, WantAtLeastOneQuestion) {
  @CLASS@::Options options;
  EXPECT_THROW(fields(options).decode(boost::json::parse(R"({"questions": []})")), aitb::ConfigError);
  fields(options).decode(boost::json::parse(R"({"questions": ["Why?"]})"));
  EXPECT_EQ(options.questions.size(), 1u);
}

}  // namespace
}  // namespace @NAMESPACE@
