#include "core/session/alarms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <aitb/testing/fake_clock.hpp>
#include <aitb/testing/run.hpp>

#include <optional>
#include <string>

namespace aitb::core {
namespace {

using std::chrono::seconds;
using ::testing::ElementsAre;

class AlarmsOfALane : public ::testing::Test {
 protected:
  using Alarm = Alarms::Alarm;

  Instant in(int count) { return clock.now() + seconds(count); }
  std::function<void()> say(std::string word) {
    return [this, word] { said.push_back(word); };
  }
  task<> wait(int count) { co_await clock.sleep_for(seconds(count)); }
  void pass(int count) { testing::run_on(lane, wait(count), clock); }

  asio::io_context lane{1};
  testing::FakeClock clock;
  Alarms alarms{lane.get_executor(), clock};
  std::vector<std::string> said;
};

TEST_F(AlarmsOfALane, RingAtTheirTimesWhateverTheOrderOfSetting) {
  const Alarm late(alarms, in(30), say("late")), early(alarms, in(10), say("early")),
      mid(alarms, in(20), say("mid"));
  pass(15);
  EXPECT_THAT(said, ElementsAre("early"));
  pass(20);
  EXPECT_THAT(said, ElementsAre("early", "mid", "late"));
}

TEST_F(AlarmsOfALane, StaySilentWhenDropped) {
  std::optional<Alarm> dropped(std::in_place, alarms, in(10), say("dropped"));
  const Alarm kept(alarms, in(10), say("kept"));
  pass(5);
  dropped.reset();
  pass(10);
  EXPECT_THAT(said, ElementsAre("kept"));
}

TEST_F(AlarmsOfALane, MayDropEachOtherAndThemselvesWhileTheyRing) {
  std::optional<Alarm> first, second;
  const auto drop_both = [&] {
    said.emplace_back("rang");
    first.reset();
    second.reset();
  };
  first.emplace(alarms, in(10), drop_both);
  second.emplace(alarms, in(10), drop_both);
  pass(20);
  EXPECT_THAT(said, ElementsAre("rang"));
}

TEST_F(AlarmsOfALane, RingWhenSetByAnotherThatRings) {
  std::optional<Alarm> next;
  const Alarm first(alarms, in(10), [&] { next.emplace(alarms, in(0), say("next")); });
  pass(11);
  EXPECT_THAT(said, ElementsAre("next"));
}

TEST_F(AlarmsOfALane, RingAfterALongSilence) {
  pass(100);
  const Alarm alarm(alarms, in(1), say("here"));
  pass(2);
  EXPECT_THAT(said, ElementsAre("here"));
}

TEST(Alarms, MayEndWhileTheLaneGoesOn) {
  asio::io_context lane(1);
  testing::FakeClock clock;
  std::optional<Alarms> alarms(std::in_place, lane.get_executor(), clock);
  bool rang = false;
  std::optional<Alarms::Alarm> alarm(std::in_place, *alarms, clock.now() + seconds(1), [&] { rang = true; });
  testing::run_on(lane, clock.sleep_for(std::chrono::milliseconds(10)), clock);
  alarms.reset();
  testing::run_on(lane, clock.sleep_for(seconds(2)), clock);
  EXPECT_FALSE(rang);
}

}  // namespace
}  // namespace aitb::core
