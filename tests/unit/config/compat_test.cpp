// The reference testbed's own files load as they are, and so do the ones that come with the host.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/config/built_in.hpp"
#include "fixtures.hpp"

namespace aitb::core {
namespace {

namespace fs = std::filesystem;

#if defined(PLUGIN_chat) && defined(PLUGIN_openai)
TEST(Compat, LoadsTheTestbedsFilesWithTwoPluginsOnly) {
  const testing::Folder folder;
  fs::create_directory("plugins");
  for (const fs::path plugin : {PLUGIN_chat, PLUGIN_openai})
    fs::create_symlink(plugin, "plugins" / plugin.filename());
  auto catalog = testing::catalog_of("plugins");
  ConfigPaths paths;
  paths.scenarios = fs::path(COMPAT) / "scenarios.yaml";
  paths.profiles = fs::path(COMPAT) / "profiles.yaml";
  const auto config = load_config(paths, catalog);

  EXPECT_EQ(config.scenarios.size(), 29u);
  EXPECT_EQ(config.profiles.order.size(), 28u);
  EXPECT_EQ(config.matrix.size(), 18u);
  EXPECT_EQ(config.profiles.default_interface, "eth0");
  EXPECT_EQ(config.profiles.profiles.at("ideal_6g").rate_mbit, std::nullopt);
  EXPECT_EQ(config.profiles.profiles.at("5qi_85").loss_pct, 0.001);
  EXPECT_EQ(config.defaults.retry_backoff_sec, 5);
  EXPECT_EQ(config.scenario("chat_streaming")->options.at("max_turns"), 5);
  for (const auto& scenario : config.scenarios)
    EXPECT_EQ(!scenario.unavailable, scenario.type == "chat") << scenario.name;
  for (const auto& provider : config.providers)
    EXPECT_EQ(!provider.unavailable, provider.type == "openai") << provider.name;
}
#endif

TEST(BuiltIn, IsWhatTheFolderConfigsHolds) {
  const testing::Folder folder;
  fs::create_directory("none");
  auto catalog = testing::catalog_of("none");
  const auto built_in = load_config(ConfigPaths(), catalog);
  ConfigPaths paths;
  paths.scenarios = fs::path(CONFIGS) / "scenarios.yaml";
  paths.profiles = fs::path(CONFIGS) / "profiles.yaml";
  paths.simulators = fs::path(CONFIGS) / "simulators.yaml";
  paths.mcp = fs::path(CONFIGS) / "mcp_servers.yaml";
  paths.prices = fs::path(CONFIGS) / "prices.yaml";
  const auto files = load_config(paths, catalog);
  ASSERT_EQ(built_in.files.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(built_in.files[i].sha256, files.files[i].sha256);
  for (const auto* name : {"chat_basic", "chat_streaming"}) EXPECT_TRUE(built_in.scenario(name)) << name;
  EXPECT_TRUE(built_in.profiles.profiles.at("no_emulation").neutral());
  EXPECT_EQ(built_in.profiles.order.size(), 29u);
  EXPECT_GE(built_in.matrix.size(), 2u);
}

TEST(BuiltIn, MatrixYieldsToTheUsersProfiles) {
  const testing::Folder folder;
  folder.write("mine.yaml", "profiles:\n  mine: {delay_ms: 5}\n");
  fs::create_directory("none");
  auto catalog = testing::catalog_of("none");
  ConfigPaths paths;
  paths.profiles = "mine.yaml";
  const auto config = load_config(paths, catalog);
  for (const auto& entry : config.matrix) EXPECT_TRUE(entry.profiles.empty());
}

}  // namespace
}  // namespace aitb::core
