#include "@NAME@.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace @NAMESPACE@ {
namespace {

TEST(@CLASS@Options, AreReadByTheirNames) {
  @CLASS@::Options options;
  fields(options).decode(boost::json::parse(R"({"base_url": "https://example.org", "api_key": "k"})"));
  EXPECT_EQ(options.base_url, "https://example.org");
  EXPECT_EQ(options.api_key, "k");
}

TEST(@CLASS@Options, RefuseAnAddressThatIsNoUrl) {
  @CLASS@::Options options;
  EXPECT_THROW(fields(options).decode(boost::json::parse(R"({"base_url": "somewhere"})")), aitb::ConfigError);
}

}  // namespace
}  // namespace @NAMESPACE@
