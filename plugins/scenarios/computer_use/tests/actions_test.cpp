#include "../src/actions.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace computer_use {
namespace {

std::string told(std::string_view text) { return summary(boost::json::parse(text).as_object()); }

TEST(Actions, AreToldInALine) {
  EXPECT_EQ(told(R"({"type":"click","x":3,"y":4})"), R"(click {"x":3,"y":4})");
  EXPECT_EQ(told(R"({"type":"screenshot"})"), "screenshot");
}

TEST(Actions, ShowOfTypedTextItsLengthAndItsBeginning) {
  EXPECT_EQ(told(R"({"type":"type","text":"hello"})"), "type 5 characters: hello");
  const std::string longer =
      told("{\"type\":\"type\",\"text\":\"" + std::string(79, 'a') + "\xc3\xa4" + "b\"}");
  EXPECT_EQ(longer, "type 82 characters: " + std::string(79, 'a'));
}

}  // namespace
}  // namespace computer_use
