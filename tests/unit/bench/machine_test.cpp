// What the benchmarks say of others on this machine, and what they do about it.
#include "bench/harness/machine.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <vector>

namespace {

struct Round {
  double taken = 0, core = 0;
  int repeated = 0;
};

Round of(std::vector<Round> rounds) {
  std::size_t next = 0;
  return bench::quietest([&] { return rounds.at(next++); });
}

TEST(Quietest, RepeatsWhatOthersHeldUpTwiceAtMost) {
  EXPECT_EQ(of({{0.004, 0.1}}).repeated, 0);
  EXPECT_EQ(of({{0.004, 0.8}, {0.0009, 0.8}}).repeated, 1) << "a busy client bears less";
  const Round best = of({{0.3, 0.1}, {0.01, 0.1}, {0.2, 0.1}});
  EXPECT_EQ(best.repeated, 2);
  EXPECT_EQ(best.taken, 0.01);
}

/// Runs for 0.3 s as somebody else's child: whoever forked it has ended.
void let_another_program_run() {
  const pid_t between = ::fork();
  ASSERT_GE(between, 0);
  if (between == 0) {
    if (::fork() == 0) {
      const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
      while (std::chrono::steady_clock::now() < end) {
      }
    }
    ::_exit(0);
  }
  ::waitpid(between, nullptr, 0);
}

TEST(Taken, TellsWhatAnotherProgramUsed) {
  const bench::Taken taken;
  let_another_program_run();
  std::this_thread::sleep_for(std::chrono::milliseconds(250));
  EXPECT_GT(taken.share() * 0.25 * std::thread::hardware_concurrency(), 0.02) << "it runs still";
}

}  // namespace
