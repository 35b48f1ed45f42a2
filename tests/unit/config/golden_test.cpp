// Every folder of tests/golden/config holds files with mistakes and the exact text that is printed for them.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "fixtures.hpp"

namespace aitb::core {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(GOLDEN)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

class Golden : public ::testing::TestWithParam<std::string> {};

TEST_P(Golden, SaysExactlyWhatIsWrong) {
  const auto source = fs::path(GOLDEN) / GetParam();
  const testing::Folder folder;
  for (const auto& entry : fs::directory_iterator(source))
    if (entry.path().extension() == ".yaml") fs::copy_file(entry.path(), entry.path().filename());
  auto catalog = testing::fixture_catalog();
  auto said = testing::problems_of(testing::files_here(folder), catalog);
  const std::string plugins = FIXTURE_PLUGINS;  // a path of this machine
  for (auto at = said.find(plugins); at != std::string::npos; at = said.find(plugins))
    said.replace(at, plugins.size(), "PLUGINS");
  if (std::getenv("AITB_UPDATE_GOLDEN")) std::ofstream(source / "expected.txt", std::ios::binary) << said;
  EXPECT_EQ(said, text_of(source / "expected.txt"));
}

INSTANTIATE_TEST_SUITE_P(Folders, Golden, ::testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace aitb::core
