#include "agent.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include "stage.hpp"

namespace {

using agent_test::calls;
using agent_test::says;
using agent_test::Stage;
using aitb::Role;
using aitb::ToolCall;
using testing::ElementsAre;

template <class Scenario = agent::Agent>
void run(typename Scenario::Options options, Stage& stage) {
  aitb::testing::Lane lane;
  aitb::Context context(aitb::null_log(), lane.clock(), lane.net(), aitb::Random(), {});
  Scenario scenario(std::move(options), context);
  lane.run(scenario.run(stage));
}

agent::Options one_task() {
  agent::Options options;
  options.prompts = {"do it"};
  return options;
}

std::vector<std::string> offered(const Stage& stage, std::size_t request = 0) {
  std::vector<std::string> names;
  for (const aitb::ToolSpec& tool : stage.asked.at(request).tools) names.push_back(tool.name);
  return names;
}

TEST(Agent, CallsToolsUntilTheModelAnswers) {
  Stage stage;
  stage.script = {calls({ToolCall("c1", "search", "{\"q\":1}")}), calls({ToolCall("c2", "read", "{}")}),
                  says("done")};
  run(one_task(), stage);
  EXPECT_FALSE(stage.failed) << stage.reason;
  EXPECT_THAT(stage.operations,
              ElementsAre("list_tools", "list_tools", "chat", "tool:search", "chat", "tool:read", "chat"));
  EXPECT_THAT(stage.used, ElementsAre("web/search{\"q\":1}", "files/read{}"));
  EXPECT_EQ(stage.specs[3].klass, aitb::RecordClass::tool);
  EXPECT_EQ(stage.specs[3].tool_name, "search");
  EXPECT_FALSE(stage.specs[3].retry) << "a tool may have done its work before it failed";
}

TEST(Agent, GivesResultsAsToolMessagesWithTheIdsOfTheirCalls) {
  Stage stage;
  stage.script = {calls({ToolCall("c1", "search", "{}"), ToolCall("c2", "read", "{}")}), says("done")};
  run(one_task(), stage);
  const std::vector<aitb::Message>& said = stage.asked.at(1).messages;
  ASSERT_EQ(said.size(), 5u);
  EXPECT_EQ(said[2].role, Role::assistant);
  EXPECT_EQ(said[2].tool_calls.size(), 2u) << "one assistant message holds all its calls";
  EXPECT_EQ(said[3].role, Role::tool);
  EXPECT_EQ(said[3].tool_call_id, "c1");
  EXPECT_EQ(said[3].name, "search");
  EXPECT_EQ(said[3].text(), "result of search");
  EXPECT_EQ(said[4].tool_call_id, "c2") << "in the order of the calls, whichever ended first";
}

TEST(Agent, RunsParallelCallsSideBySide) {
  Stage stage;
  stage.script = {
      calls({ToolCall("1", "search", "{}"), ToolCall("2", "fetch", "{}"), ToolCall("3", "read", "{}")}),
      says("done")};
  run(one_task(), stage);
  EXPECT_EQ(stage.most_running, 3);
}

TEST(Agent, TellsTheModelWhatWentWrongWithACall) {
  Stage stage;
  stage.script = {calls({ToolCall("1", "nothing", "{}"), ToolCall("2", "search", "{\"q\":"),
                         ToolCall("3", "search", "{\"bad\":1}")}),
                  says("sorry")};
  run(one_task(), stage);
  EXPECT_FALSE(stage.failed);
  const auto& said = stage.asked.at(1).messages;
  EXPECT_EQ(said[3].text(), "Error: calling nothing: the model was not offered such a tool");
  EXPECT_EQ(said[4].text(), "Error: calling search: the model's arguments are not a JSON object");
  EXPECT_EQ(said[5].text(), "Error: result of search");
  EXPECT_THAT(stage.used, ElementsAre("web/search{\"bad\":1}"))
      << "only the well-formed call reached a server";
  EXPECT_THAT(stage.succeeded, ElementsAre(true, true, true, false, false, false, true));
}

TEST(Agent, StopsAtTheLimitAndAsksForTheAnswer) {
  Stage stage;
  stage.script = {calls({ToolCall("1", "search", "{}")}),
                  calls({ToolCall("2", "search", "{}"), ToolCall("3", "search", "{}")}), says("that is all")};
  agent::Options options = one_task();
  options.max_tool_calls = 2;
  run(options, stage);
  EXPECT_EQ(stage.used.size(), 2u);
  EXPECT_EQ(stage.asked.at(1).tool_choice, "auto");
  EXPECT_EQ(stage.asked.at(2).tool_choice, "none");
  EXPECT_EQ(stage.asked.at(2).messages.back().text(),
            "Error: the limit of 2 tool calls is reached; answer now.");
  EXPECT_FALSE(stage.failed);
}

TEST(Agent, FailsWhereTheModelNeverAnswers) {
  Stage stage;
  stage.script = {calls({ToolCall("1", "search", "{}")}), calls({ToolCall("2", "search", "{}")})};
  agent::Options options = one_task();
  options.max_tool_calls = 1;
  run(options, stage);
  EXPECT_EQ(stage.failed, aitb::ErrorKind::protocol);
  Stage silent;
  silent.script = {says("")};
  run(one_task(), silent);
  EXPECT_EQ(silent.reason, "prompt 1: the agent ended without an answer");
}

TEST(Agent, OffersWhatTheYamlNamesUnderTheNamesOfTheYaml) {
  Stage stage;
  stage.script = {calls({ToolCall("1", "find", "{}")}), says("done")};
  agent::Options options = one_task();
  options.tools = {"find", "read", "get_reviews"};
  run(options, stage);
  EXPECT_THAT(offered(stage), ElementsAre("find", "read"));
  EXPECT_EQ(stage.asked[0].tools[0].description, "does search");
  EXPECT_THAT(stage.used, ElementsAre("web/search{}")) << "the server is asked by its own name";
  EXPECT_EQ(stage.specs[3].tool_name, "search");
  EXPECT_EQ(stage.notes.at("tools_missing").as_array().size(), 1u);
}

TEST(Agent, MakesNamesFitForModels) {
  Stage stage;
  stage.servers = {{"web", {"a.b", "a_b", std::string(100, 'x')}}};
  stage.script = {calls({ToolCall("1", "a_b_2", "{}")}), says("done")};
  run(one_task(), stage);
  EXPECT_THAT(offered(stage), ElementsAre("a_b", "a_b_2", std::string(64, 'x')));
  EXPECT_THAT(stage.used, ElementsAre("web/a_b{}"));
}

TEST(Agent, UsesTheGroupOfItsType) {
  Stage stage;
  stage.script = {says("done")};
  agent::ShoppingOptions options;
  options.prompts = {"headphones"};
  run<agent::AgentOf<agent::ShoppingOptions>>(options, stage);
  EXPECT_THAT(offered(stage), ElementsAre("search", "fetch"));
  EXPECT_NE(stage.asked[0].messages[0].text().find("shop"), std::string::npos);
  EXPECT_THAT(stage.released, ElementsAre("web"));
}

TEST(Agent, UsesAllServersWhereItsDefaultGroupIsNotDefined) {
  Stage stage;
  stage.script = {says("done")};
  run(one_task(), stage);
  EXPECT_THAT(offered(stage), ElementsAre("read", "fetch", "search"))
      << "a tool of two servers is offered once";
  Stage asked;
  agent::Options options = one_task();
  options.server_group = "elsewhere";
  EXPECT_THROW(run(options, asked), aitb::Error) << "but a group that the YAML names must be there";
}

TEST(Agent, GoesOnWithoutAServerThatIsDown) {
  Stage stage;
  stage.files_are_down = true;
  stage.script = {says("done")};
  run(one_task(), stage);
  EXPECT_THAT(offered(stage), ElementsAre("search", "fetch"));
  Stage alone;
  alone.files_are_down = true;
  alone.servers = {{"files", {"read"}}};
  try {
    run(one_task(), alone);
    FAIL() << "an agent without any tool ran";
  } catch (const aitb::Error& error) {
    EXPECT_EQ(error.kind(), aitb::ErrorKind::tool_failure);
  }
}

TEST(Agent, KeepsTasksApartUnlessTold) {
  for (const bool keep : {false, true}) {
    Stage stage;
    stage.script = {says("one"), says("two")};
    agent::Options options;
    options.prompts = {"first", "second"};
    options.keep_history = keep;
    run(options, stage);
    EXPECT_EQ(stage.asked.at(1).messages.size(), keep ? 4u : 2u);
  }
}

TEST(Agent, CutsResultsBetweenLetters) {
  Stage stage;
  stage.servers = {{"web", {"grüße"}}};
  stage.script = {calls({ToolCall("1", "gr__e", "{}")}), calls({ToolCall("2", "gr____e", "{}")}),
                  says("done")};
  agent::Options options = one_task();
  options.max_result_bytes = 13;  // "result of gr" and half a letter
  run(options, stage);
  EXPECT_EQ(stage.asked.at(2).messages.back().text(), "result of gr… (cut)");
}

}  // namespace
