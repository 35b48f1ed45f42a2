#include "core/config/expand.hpp"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "fixtures.hpp"

namespace aitb::core {
namespace {

using testing::load;
using testing::problems_in;
using testing::Variable;

// The one scenario of a file whose first lines are given.
ScenarioEntry talk(const std::string& keys) {
  return load("scenarios:\n  one:\n    type: talk\n    model: m\n" + keys).scenarios.at(0);
}

TEST(Expand, PutsVariablesIntoValues) {
  const Variable name("AITB_T_NAME", "Ada");
  const auto scenario =
      talk("    prompts: ['Hi ${AITB_T_NAME}', '${AITB_T_NONE:-nobody}', '$${AITB_T_NAME}', '$5']\n");
  EXPECT_EQ(serialize(scenario.options.at("prompts")), R"(["Hi Ada","nobody","${AITB_T_NAME}","$5"])");
}

TEST(Expand, GivesAPlainValueTheTypeOfItsText) {
  const Variable turns("AITB_T_TURNS", "7");
  const Variable model("AITB_T_MODEL", "7");
  const auto scenario =
      load(
          "scenarios:\n  one:\n    type: talk\n    model: ${AITB_T_MODEL}\n    max_turns: ${AITB_T_TURNS}\n"
          "    stream: ${AITB_T_NONE:-true}\n")
          .scenarios.at(0);
  EXPECT_EQ(scenario.options.at("max_turns"), 7);
  EXPECT_EQ(scenario.options.at("model"), "7");
  EXPECT_EQ(scenario.options.at("stream"), true);
}

TEST(Expand, SaysThatAVariableIsNotSetAndWhatToDo) {
  EXPECT_EQ(problems_in("scenarios:\n  one:\n    type: talk\n    model: ${AITB_T_NONE}\n"),
            "scenarios.yaml:4:12: scenarios.one.model: ${AITB_T_NONE} is not set: export AITB_T_NONE, put it "
            "into .env, "
            "or write ${AITB_T_NONE:-default}\n"
            "    4 |     model: ${AITB_T_NONE}\n"
            "      |            ^\n");
}

TEST(Expand, RefusesABrokenPlaceholder) {
  EXPECT_EQ(problems_in("scenarios:\n  one:\n    type: talk\n    model: ${A B}\n"),
            "scenarios.yaml:4:12: expected ${NAME} or ${NAME:-default}; write $${ for the letters ${\n"
            "    4 |     model: ${A B}\n"
            "      |            ^\n");
}

TEST(Extends, PutsTheBaseBelowWhatTheEntrySays) {
  const auto config = load(
      "scenarios:\n"
      "  child: {extends: base, model: big}\n"
      "  base: {type: talk, model: small, stream: true, disabled: true, provider_options: {timeout_sec: 5}, "
      "provider: echo}\n"
      "  grand: {extends: [child], provider_options: {base_url: 'http://h'}}\n");
  const auto& child = *config.scenario("child");
  EXPECT_EQ(child.options.at("model"), "big");
  EXPECT_EQ(child.options.at("stream"), true);
  EXPECT_FALSE(child.disabled);
  EXPECT_TRUE(config.scenario("base")->disabled);
  const auto& grand = *config.scenario("grand");
  EXPECT_EQ(grand.options.at("model"), "big");
  EXPECT_EQ(serialize(grand.provider_options), R"({"base_url":"http://h","timeout_sec":5})");
}

TEST(Extends, PointsIntoTheBaseWhereItIsWrong) {
  EXPECT_EQ(
      problems_in(
          "scenarios:\n  base: {type: talk, model: m, stream: 5}\n  child: {extends: base, stream: true}\n"),
      "scenarios.yaml:2:40: scenarios.base.stream: expected true or false, found 5\n"
      "    2 |   base: {type: talk, model: m, stream: 5}\n"
      "      |                                        ^\n");
}

TEST(Extends, RefusesCirclesAndUnknownNames) {
  EXPECT_EQ(problems_in("scenarios:\n"
                        "  first: {extends: second, type: talk, model: m}\n"
                        "  second: {extends: first, type: talk, model: m}\n"
                        "  third: {extends: frist, type: talk, model: m}\n"),
            "scenarios.yaml:3:21: scenarios.second: extends \"first\" in a circle\n"
            "    3 |   second: {extends: first, type: talk, model: m}\n"
            "      |                     ^\n"
            "scenarios.yaml:4:20: scenarios.third: extends \"frist\", which scenarios do not have (did you "
            "mean \"first\"?)\n"
            "    4 |   third: {extends: frist, type: talk, model: m}\n"
            "      |                    ^\n");
}

TEST(Extends, StopsAtARowTooLongToBeMeant) {
  std::string text = "scenarios:\n  s0: {type: talk, model: m}\n";
  for (int i = 1; i < 3000; ++i)
    text += "  s" + std::to_string(3000 - i) + ": {extends: s" + std::to_string(3000 - i - 1) + "}\n";
  EXPECT_NE(problems_in(text).find("extends more than 32 others in a row"), std::string::npos);
}

TEST(Expand, KnowsNamesThatSpeakOfASecret) {
  for (const auto* name : {"OPENAI_API_KEY", "api_key", "HF_TOKEN", "password", "Authorization"})
    EXPECT_TRUE(looks_secret(name)) << name;
  for (const auto* name : {"model", "max_tokens", "HOME", "keys_per_page"})
    EXPECT_FALSE(looks_secret(name)) << name;
}

}  // namespace
}  // namespace aitb::core
