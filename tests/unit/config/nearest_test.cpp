#include <gtest/gtest.h>

#include <aitb/nearest.hpp>

namespace aitb {

TEST(Nearest, FindsAWordWithOneLetterMissing) {
  EXPECT_EQ(nearest("temprature", {"model", "temperature"}), std::vector<std::string>{"temperature"});
}

TEST(Nearest, TakesTwoSwappedLettersAsOneSlip) {
  EXPECT_EQ(nearest("chta", {"call", "chat", "image"}).front(), "chat");
}

TEST(Nearest, TakesAKeyWithoutItsUnitAsNear) {
  EXPECT_EQ(nearest("timeout", {"top_p", "timeout_sec"}), std::vector<std::string>{"timeout_sec"});
}

TEST(Nearest, SaysNothingWhenNothingIsNear) {
  EXPECT_TRUE(nearest("zebra", {"chat", "image"}).empty());
  EXPECT_EQ(did_you_mean("zebra", {"chat"}), "");
}

TEST(Nearest, IgnoresWordsTooLongToBeMistyped) {
  EXPECT_TRUE(nearest(std::string(100'000, 'a'), {std::string(100'000, 'a')}).empty());
}

}  // namespace aitb
