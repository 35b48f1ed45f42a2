// docs/config-reference.md must be what the tables say. To bring it up to date: aitb-host config reference.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "core/config/reference.hpp"
#include "fixtures.hpp"

namespace aitb::core {
namespace {

// Text by heading. A plugin that is not built has a section in the file and none here; that is no error.
std::map<std::string, std::string> sections(const std::string& text) {
  std::map<std::string, std::string> parts;
  std::istringstream lines(text);
  std::string heading, parent;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) parent = line;
    if (line.starts_with("#")) heading = line.starts_with("### ") ? parent + " / " + line : line;
    parts[heading] += line + "\n";
  }
  return parts;
}

TEST(Reference, OfTheHostAndOfEveryPluginIsUpToDate) {
  auto catalog = testing::catalog_of(TREE_PLUGINS);
  const auto now = config_reference(catalog);
  if (std::getenv("AITB_UPDATE_GOLDEN")) std::ofstream(REFERENCE, std::ios::binary) << now;
  std::stringstream file;
  file << std::ifstream(REFERENCE, std::ios::binary).rdbuf();
  auto written = sections(file.str());
  for (const auto& [heading, text] : sections(now))
    EXPECT_EQ(written[heading], text)
        << "write it anew: aitb-host config reference > docs/config-reference.md";
}

TEST(Reference, ShowsEveryPropertyOfAnOption) {
  auto catalog = testing::fixture_catalog();
  const auto text = config_reference(catalog);
  for (const auto* row :
       {"### scenario `talk`\n\nSays nothing (also `talking`).\n",
        "| `model` | text; required |  | Which model answers |\n",
        "| `max_turns` | whole number, at least 0; also `turns` | `0` | At most that many prompts |\n",
        "| `voice` | low, high | `\"low\"` | How loud |\n",
        "| `api_key` | text; secret |  | Key of the account |\n",
        "| `ca_file` | text; path |  | Authorities to trust |\n",
        "| `ttft_ms` | number or distribution (ms) | `50` | Time to the first token |\n",
        "| `base_url` | URL | `\"https://echo.example.org/v1\"` | Where the service is |\n"})
    EXPECT_NE(text.find(row), std::string::npos) << row;
}

}  // namespace
}  // namespace aitb::core
