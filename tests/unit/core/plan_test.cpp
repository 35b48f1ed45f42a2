#include "core/plan/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace aitb::core {
namespace {

using testing::HasSubstr;

Config two_scenarios() {
  Config config;
  for (const char* name : {"chat_basic", "chat_streaming", "image_generation"}) {
    ScenarioEntry scenario;
    scenario.name = name;
    scenario.type = "chat";
    config.scenarios.push_back(scenario);
  }
  config.scenarios[2].unavailable = "no scenario of type 'image'";
  for (const char* name : {"no_emulation", "5g_urban", "cell_edge"}) {
    LinkProfile profile;
    profile.name = name;
    config.profiles.profiles[name] = profile;
    config.profiles.order.push_back(name);
  }
  config.matrix.push_back({"chat_basic", {"5g_urban"}, {}, "low", "later", {}});
  config.matrix.push_back({"chat_streaming", {"no_emulation", "cell_edge"}, 4, "high", "first", {}});
  config.matrix.push_back({"image_generation", {"no_emulation"}, {}, "medium", "", {}});
  return config;
}

std::string failure(const Config& config, const PlanRequest& request) {
  try {
    make_plan(config, request);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    return error.what();
  }
  return "no failure";
}

TEST(Plan, TakesTheMatrixInOrderOfPriority) {
  const Plan plan = make_plan(two_scenarios(), {});
  ASSERT_EQ(plan.cells.size(), 3u);
  EXPECT_EQ(plan.cells[0].scenario, "chat_streaming");
  EXPECT_EQ(plan.cells[0].profile.name, "no_emulation");
  EXPECT_EQ(plan.cells[0].runs, 4);
  EXPECT_EQ(plan.cells[1].profile.name, "cell_edge");
  EXPECT_EQ(plan.cells[2].scenario, "chat_basic");
  EXPECT_EQ(plan.cells[2].runs, Defaults().runs_per_scenario);
  EXPECT_EQ(plan.cells[2].index, 2);
}

TEST(Plan, SkipsWhatIsUnavailableInAMatrixAndSaysWhy) {
  const Plan plan = make_plan(two_scenarios(), {});
  ASSERT_EQ(plan.skipped.size(), 1u);
  EXPECT_THAT(plan.skipped[0], HasSubstr("no scenario of type 'image'"));
}

TEST(Plan, RefusesAnUnavailableScenarioThatWasNamed) {
  PlanRequest request;
  request.scenarios = {"image_generation"};
  EXPECT_THAT(failure(two_scenarios(), request), HasSubstr("no scenario of type 'image'"));
}

TEST(Plan, NamesTheNearestScenarioForATypo) {
  PlanRequest request;
  request.scenarios = {"chat_baisc"};
  EXPECT_THAT(failure(two_scenarios(), request), HasSubstr("nearest: chat_basic"));
}

TEST(Plan, NamesTheNearestProfileForATypo) {
  PlanRequest request;
  request.scenarios = {"chat_basic"};
  request.profiles = {"5g_ruban"};
  EXPECT_THAT(failure(two_scenarios(), request), HasSubstr("nearest: 5g_urban"));
}

TEST(Plan, RunsANamedScenarioWithoutEmulationUnlessAProfileIsNamed) {
  PlanRequest request;
  request.scenarios = {"chat_basic"};
  request.runs = 2;
  const Plan plan = make_plan(two_scenarios(), request);
  ASSERT_EQ(plan.cells.size(), 1u);
  EXPECT_EQ(plan.cells[0].profile.name, "no_emulation");
  EXPECT_EQ(plan.cells[0].runs, 2);
}

TEST(Plan, FiltersTheMatrixByPriorityAndPhase) {
  PlanRequest request;
  request.priorities = {"low"};
  EXPECT_EQ(make_plan(two_scenarios(), request).cells.size(), 1u);
  request.phases = {"first"};
  EXPECT_THAT(failure(two_scenarios(), request), HasSubstr("--priority and --phase"));
}

TEST(Plan, AllMeansEveryScenarioThatIsNotDisabled) {
  Config config = two_scenarios();
  config.scenarios[1].disabled = true;
  PlanRequest request;
  request.scenarios = {"all"};
  const Plan plan = make_plan(config, request);
  ASSERT_EQ(plan.cells.size(), 1u);
  EXPECT_EQ(plan.cells[0].scenario, "chat_basic");
  EXPECT_EQ(plan.skipped.size(), 1u);
}

TEST(Plan, GivesEverySessionAnIdThatAResumedRunFindsAgain) {
  const Plan plan = make_plan(two_scenarios(), {});
  EXPECT_EQ(session_id(plan.cells[1], 7, 3), "chat_streaming/cell_edge/u7/r3");
}

}  // namespace
}  // namespace aitb::core
