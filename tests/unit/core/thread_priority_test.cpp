#include "core/session/thread_priority.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <thread>

namespace aitb::core {
namespace {

struct Standing {
  int policy = -1, nice = -1;
};

Standing standing_after(void (*ask)() noexcept) {
  Standing standing;
  std::thread([&] {
    ask();
    standing.policy = sched_getscheduler(0);
    standing.nice = getpriority(PRIO_PROCESS, 0);
  }).join();
  return standing;
}

TEST(ThreadPriority, WorkersGiveWayAndNeverEndAnothersTurn) {
  const int nice = getpriority(PRIO_PROCESS, 0);
  const Standing worker = standing_after(&give_way);
  EXPECT_EQ(worker.policy, SCHED_BATCH);
  EXPECT_EQ(worker.nice, 19);
  const Standing hasty = standing_after(&take_short_turns);
  EXPECT_EQ(hasty.policy, SCHED_BATCH);
  EXPECT_EQ(hasty.nice, std::min(19, nice + 2));
}

TEST(ThreadPriority, ALaneKeepsTheImportanceThatTheHostWasStartedWith) {
  const int policy = sched_getscheduler(0), nice = getpriority(PRIO_PROCESS, 0);
  const Standing lane = standing_after(&answer_at_once);
  EXPECT_EQ(lane.policy, policy);
  EXPECT_EQ(lane.nice, nice);
}

}  // namespace
}  // namespace aitb::core
