#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "fixtures.hpp"

namespace aitb::core {
namespace {

using testing::files_here;
using testing::fixture_catalog;
using testing::Folder;
using testing::load;
using testing::problems_in;
using testing::Variable;

constexpr const char* small = "scenarios:\n  one:\n    type: talk\n    model: m\n    provider: echo\n";

TEST(Load, FillsInDefaultsAndKeepsTheHostsKeysFromTheComponent) {
  const auto config = load(
      std::string(small) +
      "    description: One talk\n    endpoint: live\n    inter_prompt_delay_sec: 2\n    timeout_sec: 9\n"
      "    disabled: true\n    turns: 4\n");
  const auto& one = *config.scenario("one");
  EXPECT_EQ(one.type, "talk");
  EXPECT_EQ(one.description, "One talk");
  EXPECT_EQ(one.roles.at("provider"), "echo");
  EXPECT_EQ(one.endpoint, Endpoint::live);
  EXPECT_EQ(one.think_time_sec, 2);
  EXPECT_EQ(one.timeout_sec, 9);
  EXPECT_TRUE(one.disabled);
  EXPECT_FALSE(one.unavailable);
  EXPECT_EQ(
      serialize(boost::json::value(one.options)),
      R"({"model":"m","max_turns":4,"prompts":["Hello"],"stream":false,"temperature":1,"voice":"low"})");
}

TEST(Load, LeavesOpenWhatTheFileDoesNotSay) {
  const auto config = load(small);
  const auto& one = *config.scenario("one");
  EXPECT_EQ(one.endpoint, std::nullopt);
  EXPECT_EQ(one.think_time_sec, std::nullopt);
  EXPECT_EQ(one.timeout_sec, std::nullopt);
  EXPECT_FALSE(one.disabled);
}

TEST(Load, ImpliesAProviderThatAScenarioNames) {
  const Variable key("ECHO_API_KEY", "sk-from-the-environment");
  const auto config = load(small);
  const auto& echo = *config.provider("echo");
  EXPECT_EQ(echo.type, "echo");
  EXPECT_EQ(echo.simulator, "echo");
  EXPECT_FALSE(echo.unavailable);
  EXPECT_EQ(echo.options.at("base_url"), "https://echo.example.org/v1");
  EXPECT_EQ(echo.options.at("api_key"), "sk-from-the-environment");
  EXPECT_TRUE(echo.unset.empty());
}

TEST(Load, NotesAnUnsetKeyInsteadOfFailing) {
  const auto implied = load(small);
  EXPECT_EQ(implied.provider("echo")->unset,
            std::vector<std::string>{"/api_key: ${ECHO_API_KEY} is not set"});
  const auto given = load(std::string(small) + "providers:\n  echo: {api_key: '${ECHO_API_KEY}'}\n");
  EXPECT_EQ(given.provider("echo")->unset, std::vector<std::string>{"/api_key: ${ECHO_API_KEY} is not set"});
  EXPECT_FALSE(given.provider("echo")->options.contains("api_key"));
}

TEST(Load, ListsWhatHasNoPluginInsteadOfFailing) {
  const auto config = load("scenarios:\n  one: {type: tlak, provider: ehco, anything: 1}\n");
  EXPECT_NE(config.scenario("one")->unavailable->find("talk"), std::string::npos);
  EXPECT_NE(config.provider("ehco")->unavailable->find("echo"), std::string::npos);
}

TEST(Load, TakesAnAliasOfAType) {
  EXPECT_FALSE(load("scenarios:\n  one: {type: talking, model: m}\n").scenarios[0].unavailable);
}

TEST(Load, ChecksTheHostsKeysOfAnUnavailableScenarioToo) {
  EXPECT_EQ(
      problems_in("scenarios:\n  one: {type: unknown, timeout_sec: soon, other: 1}\n"),
      "scenarios.yaml:2:37: scenarios.one.timeout_sec: expected a number of seconds or null, found \"soon\"\n"
      "    2 |   one: {type: unknown, timeout_sec: soon, other: 1}\n"
      "      |                                     ^\n");
}

TEST(Load, ResolvesPathsAgainstTheFileThatHoldsThem) {
  const Folder folder;
  folder.write("sub/scenarios.yaml",
               "providers:\n  echo: {ca_file: certs/ca.pem}\n  other: {type: echo, ca_file: /abs.pem}\n");
  auto paths = files_here(folder);
  paths.scenarios = "sub/scenarios.yaml";
  auto catalog = fixture_catalog();
  const auto config = load_config(paths, catalog);
  EXPECT_EQ(config.provider("echo")->options.at("ca_file"), "sub/certs/ca.pem");
  EXPECT_EQ(config.provider("other")->options.at("ca_file"), "/abs.pem");
}

TEST(Load, ReadsDefaultsAndMatrix) {
  const Folder folder;
  folder.write(
      "scenarios.yaml",
      std::string(small) +
          "defaults: {runs_per_scenario: 4, retry_on: [timeout]}\n"
          "test_matrix:\n  - {scenario: one, profiles: [slow], runs: 2, priority: high, phase: p}\n");
  folder.write(
      "profiles.yaml",
      "profiles:\n  slow: {delay_ms: 100, rate_mbit: 1.5}\ndefault_interface: eth1\nbidirectional: false\n");
  auto catalog = fixture_catalog();
  const auto config = load_config(files_here(folder), catalog);
  EXPECT_EQ(config.defaults.runs_per_scenario, 4);
  EXPECT_EQ(config.defaults.retry_on, std::vector<std::string>{"timeout"});
  ASSERT_EQ(config.matrix.size(), 1u);
  EXPECT_EQ(config.matrix[0].runs, 2);
  EXPECT_EQ(config.matrix[0].priority, "high");
  EXPECT_EQ(config.matrix[0].phase, "p");
  EXPECT_EQ(config.matrix[0].mark.text(), "scenarios.yaml:8:5");
  EXPECT_EQ(config.profiles.profiles.at("slow").delay_ms, 100);
  EXPECT_EQ(config.profiles.profiles.at("slow").rate_mbit, 1.5);
  EXPECT_EQ(config.profiles.default_interface, "eth1");
  EXPECT_FALSE(config.profiles.bidirectional);
}

TEST(Load, RetriesByDefaultWhatMayPass) {
  EXPECT_EQ(load("").defaults.retry_on,
            (std::vector<std::string>{"rate_limited", "server_error", "timeout", "connect"}));
}

TEST(Load, ReadsSimulatorsAndTheirStandIns) {
  const Folder folder;
  folder.write("scenarios.yaml",
               "providers:\n  mine: {type: echo, simulator: slow}\n  yours: {type: echo}\n");
  folder.write(
      "simulators.yaml",
      "simulators:\n  echo: {port: 8443}\n  slow: {type: echo, tls: false, ttft_ms: {uniform: [1, 2]}}\n");
  auto catalog = fixture_catalog();
  const auto config = load_config(files_here(folder), catalog);
  EXPECT_EQ(config.simulator("echo")->port, 8443);
  EXPECT_TRUE(config.simulator("echo")->tls);
  EXPECT_FALSE(config.simulator("slow")->tls);
  EXPECT_EQ(serialize(config.simulator("slow")->options.at("ttft_ms")), R"({"uniform":[1,2]})");
  EXPECT_EQ(config.provider("mine")->simulator, "slow");
  EXPECT_EQ(config.provider("yours")->simulator, "echo");
}

TEST(Load, ExplainsAComponentsRefusalAtThePlaceOfTheKey) {
  const Folder folder;
  folder.write("scenarios.yaml", small);
  auto catalog = fixture_catalog();
  const auto config = load_config(files_here(folder), catalog);
  const auto& one = *config.scenario("one");
  EXPECT_EQ(explain(config, one.marks, one.mark, ConfigError("/model", "no such model")).render(),
            "scenarios.yaml:4:12: model: no such model\n    4 |     model: m\n      |            ^");
  EXPECT_EQ(explain(config, one.marks, one.mark, ConfigError("", "not today")).mark.text(),
            "scenarios.yaml:2:3");
}

TEST(Load, ListsPluginFoldersBeforeThereIsACatalog) {
  const Folder folder;
  folder.write("sub/scenarios.yaml", "plugins: [more, /opt/plugins]\nscenarios: 5\n");
  ConfigPaths paths;
  paths.scenarios = "sub/scenarios.yaml";
  EXPECT_EQ(plugin_paths(paths), (std::vector<std::filesystem::path>{"sub/more", "/opt/plugins"}));
}

TEST(Load, SaysWhyAFileCannotBeRead) {
  const Folder folder;
  auto paths = files_here(folder);
  paths.profiles = "nowhere.yaml";
  paths.simulators = ".";
  auto catalog = fixture_catalog();
  EXPECT_EQ(testing::problems_of(paths, catalog),
            ".: this is a folder, where a YAML file was expected\nnowhere.yaml: cannot be read: No such file "
            "or directory\n");
}

TEST(Load, RecordsWhatWasRead) {
  const auto config = load(small);
  ASSERT_EQ(config.files.size(), 5u);
  EXPECT_EQ(config.files[0].path, "scenarios.yaml");
  EXPECT_EQ(config.files[0].text, small);
  EXPECT_EQ(config.files[1].sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace aitb::core
