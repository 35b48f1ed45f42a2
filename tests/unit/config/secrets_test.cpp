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

constexpr const char* canary = "sk-canary-0123456789";

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Secrets, FromTheEnvironmentAreKnownAndNotInTheFile) {
  const Variable key("AITB_T_KEY", canary);
  const auto config = load("providers:\n  echo: {api_key: '${AITB_T_KEY}'}\n");
  EXPECT_EQ(config.provider("echo")->options.at("api_key"), canary);
  EXPECT_EQ(config.secrets, std::vector<std::string>{canary});
  EXPECT_TRUE(has(config.files[0].redacted, "${AITB_T_KEY}"));
  EXPECT_TRUE(config.warnings.empty());
}

TEST(Secrets, WrittenIntoTheFileAreTakenWithAWarningAndRedacted) {
  const auto config =
      load(std::string("providers:\n  echo:\n    api_key: ") + canary + "\n    timeout_sec: 5\n");
  EXPECT_EQ(config.secrets, std::vector<std::string>{canary});
  EXPECT_EQ(config.files[0].redacted, "providers:\n  echo:\n    api_key: [redacted]\n    timeout_sec: 5\n");
  ASSERT_EQ(config.warnings.size(), 1u);
  EXPECT_EQ(
      config.warnings[0].render(),
      "scenarios.yaml:3:14: warning: providers.echo.api_key: the key itself stands in the file: better write "
      "${NAME} "
      "and put NAME into the environment or .env\n    3 |     api_key: [redacted]\n      |              ^");
}

TEST(Secrets, SpelledWithEscapesOrOverLinesAreRedactedToo) {
  const auto escaped =
      load("providers:\n  echo:\n    api_key: \"sk\\x2dcanary\\x2d0123456789\"\n    timeout_sec: 5\n");
  EXPECT_EQ(escaped.secrets, std::vector<std::string>{canary});
  EXPECT_EQ(escaped.files[0].redacted, "providers:\n  echo:\n    api_key: [redacted]\n    timeout_sec: 5\n");
  const auto folded =
      load("providers:\n  echo:\n    api_key: \"sk-canary-\\\n      0123456789\"\n    timeout_sec: 5\n");
  EXPECT_EQ(folded.secrets, std::vector<std::string>{canary});
  EXPECT_FALSE(has(folded.files[0].redacted, "0123456789"));
  EXPECT_TRUE(has(folded.files[0].redacted, "timeout_sec: 5"));
}

TEST(Secrets, InListsAndInVariablesOfOtherFieldsAreKnown) {
  const Folder folder;
  const Variable key("AITB_T_TOKEN", canary);
  folder.write("scenarios.yaml", "providers:\n  echo: {headers: {X-Auth: 'Bearer ${AITB_T_TOKEN}'}}\n");
  folder.write("simulators.yaml", "simulators:\n  echo: {keys: [sk-simulated-key]}\n");
  auto catalog = fixture_catalog();
  const auto config = load_config(files_here(folder), catalog);
  EXPECT_EQ(config.secrets, (std::vector<std::string>{canary, "sk-simulated-key"}));
}

TEST(Secrets, OfAProviderWithoutPluginAreRedactedByTheirName) {
  const auto config = load(std::string("providers:\n  other: {type: unknown, api_key: ") + canary + "}\n");
  EXPECT_EQ(config.secrets, std::vector<std::string>{canary});
  EXPECT_FALSE(has(config.files[0].redacted, canary));
}

TEST(Secrets, AreNotShownByTheProblemOnTheirLine) {
  const auto misspelt = problems_in(std::string("providers:\n  echo: {api_kye: ") + canary + "}\n");
  EXPECT_TRUE(has(misspelt, "unknown key \"api_kye\" (did you mean \"api_key\"?)")) << misspelt;
  EXPECT_FALSE(has(misspelt, canary)) << misspelt;
  const auto numeric = problems_in("providers:\n  echo: {api_key: 271828182845, timeout_sec: x}\n");
  EXPECT_FALSE(has(numeric, "271828182845")) << numeric;
}

TEST(Secrets, ThatAreNumbersInTheEnvironmentStayText) {
  const Variable key("AITB_T_KEY", "271828182845");
  const auto config = load("providers:\n  echo: {api_key: '${AITB_T_KEY}'}\n");
  EXPECT_EQ(config.provider("echo")->options.at("api_key"), "271828182845");
}

}  // namespace
}  // namespace aitb::core
