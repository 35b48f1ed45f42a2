#include "core/plugin/child.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <stdexcept>

namespace aitb::core {
namespace {

using ::testing::HasSubstr;

constexpr Duration plenty = std::chrono::seconds(60);

TEST(Child, GivesItsResultAndWhatItPrinted) {
  const ChildOutcome outcome = run_in_child(
      [] {
        std::printf("said\n");
        std::fprintf(stderr, "and complained\n");
        return std::string(100'000, 'x');
      },
      plenty);
  EXPECT_TRUE(outcome.returned);
  EXPECT_EQ(outcome.trouble(), "");
  EXPECT_EQ(outcome.result.size(), 100'000u);
  EXPECT_EQ(outcome.output, "and complained\nsaid\n");
}

TEST(Child, NamesTheSignalThatEndedIt) {
  const ChildOutcome outcome = run_in_child(
      [] {
        std::raise(SIGSEGV);
        return std::string();
      },
      plenty);
  EXPECT_FALSE(outcome.returned);
  EXPECT_EQ(outcome.trouble(), "crashed with signal 11 (Segmentation fault)");
}

TEST(Child, IsKilledAtItsLimit) {
  const ChildOutcome outcome = run_in_child(
      [] {
        for (;;) ::pause();
        return std::string();
      },
      std::chrono::milliseconds(200));
  EXPECT_TRUE(outcome.timed_out);
  EXPECT_THAT(outcome.trouble(), HasSubstr("did not end within 1 s"));
}

TEST(Child, ReportsAnExitAndAnException) {
  EXPECT_EQ(run_in_child([]() -> std::string { ::_exit(3); }, plenty).trouble(), "exited with status 3");
  const ChildOutcome thrown =
      run_in_child([]() -> std::string { throw std::runtime_error("no way"); }, plenty);
  EXPECT_THAT(thrown.output, HasSubstr("no way"));
  EXPECT_EQ(thrown.trouble(), "exited with status 70");
}

TEST(Child, KeepsOnlyTheBeginningOfAFlood) {
  const ChildOutcome outcome = run_in_child(
      [] {
        for (int i = 0; i < 20'000; ++i) std::printf("the same line again and again\n");
        return std::string("done");
      },
      plenty);
  EXPECT_EQ(outcome.result, "done");
  EXPECT_EQ(outcome.output.size(), 64u << 10);
}

}  // namespace
}  // namespace aitb::core
