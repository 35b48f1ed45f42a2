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
  config.matrix.push_back({"chat_basic", {"5g_urban"}, {}, "low", "later", {}, true, {}});
  config.matrix.push_back(
      {"chat_streaming", {"no_emulation", "cell_edge"}, 4, "high", "first", {}, true, {}});
  config.matrix.push_back({"image_generation", {"no_emulation"}, {}, "medium", "", {}, true, {}});
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
  EXPECT_THAT(plan.skipped[0].reason, HasSubstr("no scenario of type 'image'"));
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

TEST(Plan, AllMeansEveryScenarioAndSaysWhichAreDisabled) {
  Config config = two_scenarios();
  config.scenarios[1].disabled = true;
  PlanRequest request;
  request.scenarios = {"all"};
  const Plan plan = make_plan(config, request);
  ASSERT_EQ(plan.cells.size(), 1u);
  EXPECT_EQ(plan.cells[0].scenario, "chat_basic");
  ASSERT_EQ(plan.skipped.size(), 2u);
  EXPECT_EQ(
      plan.skipped[0].sentence(),
      "scenario 'chat_streaming' cannot run: it is disabled in the file (disabled: true); name it to run "
      "it");
}

TEST(Plan, RunsADisabledScenarioThatIsNamed) {
  Config config = two_scenarios();
  config.scenarios[1].disabled = true;
  PlanRequest request;
  request.scenarios = {"chat_streaming"};
  EXPECT_EQ(make_plan(config, request).cells.size(), 1u);
}

TEST(Plan, LeavesEntriesThatAreOffToWhoNamesTheirPhase) {
  Config config = two_scenarios();
  config.matrix[0].enabled = false;
  EXPECT_EQ(make_plan(config, {}).cells.size(), 2u);
  PlanRequest request;
  request.phases = {"later"};
  ASSERT_EQ(make_plan(config, request).cells.size(), 1u);
  EXPECT_EQ(make_plan(config, request).cells[0].scenario, "chat_basic");
}

TEST(Plan, TakesMatrixEntriesOfNamedScenariosWhereAPhaseIsAsked) {
  PlanRequest request;
  request.scenarios = {"chat_streaming", "chat_basic"};
  request.phases = {"first"};
  const Plan plan = make_plan(two_scenarios(), request);
  ASSERT_EQ(plan.cells.size(), 2u);
  EXPECT_EQ(plan.cells[0].scenario, "chat_streaming");
  EXPECT_EQ(plan.cells[0].runs, 4);
}

TEST(Plan, AsksForAnExaminationOnceAndCarriesWhatItFound) {
  Config config = two_scenarios();
  config.matrix[0].prerequisites = {"KEY"};
  std::vector<std::string> asked;
  const auto examine = [&](const ScenarioEntry& scenario, const std::vector<std::string>& prerequisites) {
    asked.push_back(scenario.name + (prerequisites.empty() ? "" : " " + prerequisites[0]));
    Fitness fitness;
    fitness.roles["provider"] = "box";
    if (!prerequisites.empty()) fitness.obstacle = "KEY is not set";
    return fitness;
  };
  const Plan plan = make_plan(config, {}, examine);
  EXPECT_THAT(asked, testing::ElementsAre("chat_streaming", "chat_basic KEY"));
  ASSERT_EQ(plan.cells.size(), 2u);
  EXPECT_EQ(plan.cells[1].roles.at("provider"), "box");
  EXPECT_EQ(plan.skipped.back().reason, "KEY is not set");
}

TEST(Plan, GivesEverySessionAnIdThatAResumedRunFindsAgain) {
  const Plan plan = make_plan(two_scenarios(), {});
  EXPECT_EQ(session_id(plan.cells[1], 7, 3), "chat_streaming/cell_edge/u7/r3");
}

}  // namespace
}  // namespace aitb::core
