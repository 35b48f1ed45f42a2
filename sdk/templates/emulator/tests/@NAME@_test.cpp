#include "@NAME@.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace @NAMESPACE@ {
namespace {

TEST(@CLASS@Options, HaveALabel) {
  @CLASS@::Options options;
  fields(options).decode(boost::json::parse(R"({"label": "mine"})"));
  EXPECT_EQ(options.label, "mine");
}

}  // namespace
}  // namespace @NAMESPACE@
