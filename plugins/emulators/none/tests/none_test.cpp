#include "none.hpp"

#include <gtest/gtest.h>

#include <aitb/testing/run.hpp>

namespace {

/// Applies `profile` and gives what is in force.
std::unique_ptr<aitb::Applied> apply(aitb::LinkProfile profile) {
  aitb::testing::Lane lane;
  aitb::Context context(aitb::null_log(), lane.clock(), lane.net(), aitb::Random(), {});
  none::None emulator({}, context);
  return lane.run(emulator.apply(aitb::Path(), std::move(profile)));
}

TEST(None, SaysThatNothingIsShaped) {
  const auto applied = apply(aitb::LinkProfile());
  EXPECT_EQ(applied->verified(), "not shaped");
  EXPECT_FALSE(applied->shaped());
}

TEST(None, RunsAProfileThatAsksForSomethingAndSaysThatItWasNotDone) {
  aitb::LinkProfile profile;
  profile.name = "satellite";
  profile.delay_ms = 300;
  const auto applied = apply(profile);
  EXPECT_EQ(applied->verified(), "not shaped (asked: delay 300 ms)");
  EXPECT_FALSE(applied->shaped());
}

}  // namespace
