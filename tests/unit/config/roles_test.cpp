#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "core/config/prerequisite.hpp"
#include "fixtures.hpp"

namespace aitb::core {
namespace {

using testing::files_here;
using testing::fixture_catalog;
using testing::Folder;
using ::testing::HasSubstr;
using testing::load;
using testing::problems_in;
using testing::problems_of;

TEST(Roles, AreTheKeysThatTheScenariosTypeDeclares) {
  const auto config = load(
      "scenarios:\n  one: {type: errand, provider: echo, tools_provider: box, guide: echo}\n"
      "providers:\n  box: {type: mcp}\n");
  const auto& roles = config.scenario("one")->roles;
  EXPECT_EQ(roles, (std::map<std::string, std::string>{
                       {"provider", "echo"}, {"tools_provider", "box"}, {"guide", "echo"}}));
}

TEST(Roles, TakeTheDeclaredDefaultAndImplyItsProvider) {
  const auto config = load("scenarios:\n  one: {type: errand}\n");
  const auto& roles = config.scenario("one")->roles;
  EXPECT_EQ(roles, (std::map<std::string, std::string>{{"tools_provider", "mcp"}}));
  ASSERT_NE(config.provider("mcp"), nullptr);
  EXPECT_FALSE(config.provider("mcp")->unavailable);
}

TEST(Roles, AreUnknownKeysToOtherTypes) {
  EXPECT_THAT(problems_in("scenarios:\n  one: {type: talk, model: m, provider: echo, tools_provider: mcp}\n"),
              HasSubstr("unknown key \"tools_provider\""));
}

TEST(Servers, BecomeOptionsOfTheProviderUnlessItSaysOtherwise) {
  const Folder folder;
  folder.write("scenarios.yaml",
               "mcp: sub/servers.yaml\nscenarios:\n  one: {type: errand}\n  two: {type: errand, "
               "tools_provider: own}\nproviders:\n  own: {type: mcp, groups: {mine: [a]}}\n");
  folder.write("sub/servers.yaml", "mcpServers: {a: {command: x}}\nserverGroups: {all: [a]}\n");
  auto catalog = fixture_catalog();
  const auto config = load_config(files_here(folder), catalog);
  EXPECT_EQ(serialize(config.provider("mcp")->options.at("servers")), R"({"a":{"command":"x"}})");
  EXPECT_EQ(serialize(config.provider("mcp")->options.at("groups")), R"({"all":["a"]})");
  EXPECT_EQ(serialize(config.provider("own")->options.at("groups")), R"({"mine":["a"]})");
  EXPECT_EQ(config.provider("own")->options.at("patience"), 3);
  EXPECT_EQ(config.files[3].kind, "mcp_servers.yaml");
}

TEST(Servers, AreCheckedLikeTheOtherFiles) {
  const Folder folder;
  folder.write("scenarios.yaml", "scenarios:\n  one: {type: errand}\n");
  folder.write("servers.yaml", "mcpServers: {}\nserverGroup: {all: [a]}\n");
  auto paths = files_here(folder);
  paths.mcp = "servers.yaml";
  auto catalog = fixture_catalog();
  EXPECT_THAT(problems_of(paths, catalog), HasSubstr("servers.yaml:2:1: serverGroup: unknown key"));
}

TEST(Prerequisites, AreReadInEveryForm) {
  using Kind = Prerequisite::Kind;
  const auto kind = [](std::string_view text) { return parse_prerequisite(text).value().kind; };
  EXPECT_EQ(kind("OPENAI_API_KEY"), Kind::variable);
  EXPECT_EQ(kind("env:OPENAI_API_KEY"), Kind::variable);
  EXPECT_EQ(kind("cmd:ffmpeg"), Kind::program);
  EXPECT_EQ(kind("file:x.png"), Kind::file);
  EXPECT_EQ(kind("assets/x.png"), Kind::file);
  EXPECT_EQ(kind("https://example.org/health"), Kind::url);
  EXPECT_EQ(kind("playwright_chromium"), Kind::browser);
  EXPECT_EQ(parse_prerequisite("port:8000")->port, 8000);
  EXPECT_EQ(parse_prerequisite("port:10.0.0.7:8000")->what, "10.0.0.7");
  for (const char* wrong : {"", "port:", "port:70000", "port:a:b:c", "cmd:", "file:", "two words", "9LIVES"})
    EXPECT_FALSE(parse_prerequisite(wrong)) << wrong;
}

TEST(Prerequisites, ThatCannotBeReadArePlacedInTheFile) {
  const auto problems = problems_in(
      "scenarios:\n  one: {type: talk, model: m, provider: echo, prereqs: [HOME, 'pymod:torch']}\n");
  EXPECT_THAT(problems, HasSubstr("scenarios.yaml:2:"));
  EXPECT_THAT(problems, HasSubstr("runs no Python modules"));
}

}  // namespace
}  // namespace aitb::core
