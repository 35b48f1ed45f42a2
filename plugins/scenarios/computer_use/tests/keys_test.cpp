#include "../src/keys.hpp"

#include <gtest/gtest.h>

#include <aitb/error.hpp>

namespace computer_use {
namespace {

TEST(Keys, ModifiersHoldWhileTheyAreDownAndKeepTheKeyFromWriting) {
  const auto events = key_events({"CTRL", "a"});
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events[0].at("key"), "Control");
  EXPECT_EQ(events[1].at("type"), "rawKeyDown");
  EXPECT_EQ(events[1].at("modifiers"), 2);
  EXPECT_EQ(events[1].at("code"), "KeyA");
  EXPECT_EQ(events[2].at("type"), "keyUp");
  EXPECT_EQ(events[3].at("modifiers"), 0);
}

TEST(Keys, EnterWritesAndLettersDo) {
  EXPECT_EQ(key_events({"Enter"})[0].at("text"), "\r");
  EXPECT_EQ(key_events({"x"})[0].at("text"), "x");
  EXPECT_FALSE(key_events({"page_down"})[0].contains("text"));
  EXPECT_EQ(key_events({"F5"})[0].at("windowsVirtualKeyCode"), 116);
}

TEST(Keys, AreRefusedByName) { EXPECT_THROW(key_events({"ANYKEY"}), aitb::Error); }

}  // namespace
}  // namespace computer_use
