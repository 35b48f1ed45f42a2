#include "core/plugin/finder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace aitb::core {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A program in a tree of its own: PREFIX/bin/aitb-host, PREFIX/lib/aitb/plugins, a home and two further
/// folders.
class Finder : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(::testing::TempDir()) / ("finder-" + std::to_string(::getpid()));
    fs::remove_all(root_);
    process_.executable = root_ / "bin/aitb-host";
    process_.home = root_ / "home";
    for (const char* folder : {"bin", "lib/aitb/plugins", "home/.local/lib/aitb/plugins", "a", "b"})
      fs::create_directories(root_ / folder);
  }
  void TearDown() override { fs::remove_all(root_); }

  void put(const std::string& file) { std::ofstream(root_ / file) << "x"; }
  std::vector<std::string> found(const CatalogOptions& options) {
    std::vector<std::string> names;
    search_ = find_plugins(options, process_);
    for (const PluginFile& one : search_.files) names.push_back(fs::relative(one.file, root_).string());
    return names;
  }

  fs::path root_;
  ProcessFacts process_;
  Search search_;
};

TEST_F(Finder, LooksInTheGivenOrderThenInItsOwnPlaces) {
  for (const char* file :
       {"a/aitb-1.so", "b/aitb-2.so", "lib/aitb/plugins/aitb-3.so", "home/.local/lib/aitb/plugins/aitb-4.so"})
    put(file);
  process_.plugin_path = (root_ / "b").string() + "::";
  CatalogOptions options;
  options.folders = {root_ / "a"};
  EXPECT_THAT(found(options), ElementsAre("a/aitb-1.so", "b/aitb-2.so", "lib/aitb/plugins/aitb-3.so",
                                          "home/.local/lib/aitb/plugins/aitb-4.so"));
  EXPECT_TRUE(search_.files[2].own);
  EXPECT_FALSE(search_.files[0].own);
  EXPECT_THAT(search_.searched, Contains(HasSubstr("beside the program): 1 file")));
}

TEST_F(Finder, TakesEveryLibraryOneLevelDeepInOrderOfNames) {
  fs::create_directories(root_ / "a/deep");
  for (const char* file : {"a/aitb-z.so", "a/aitb-b.so", "a/libother.so", "a/aitb-x.txt", "a/deep/aitb-y.so"})
    put(file);
  CatalogOptions options;
  options.folders = {root_ / "a"};
  options.defaults = false;
  EXPECT_THAT(found(options), ElementsAre("a/aitb-b.so", "a/aitb-z.so", "a/libother.so"));
}

TEST_F(Finder, MeetsAFolderNamedTwiceOnce) {
  put("a/aitb-1.so");
  fs::create_directory_symlink(root_ / "a", root_ / "c");
  CatalogOptions options;
  options.folders = {root_ / "a", root_ / "c"};
  options.defaults = false;
  EXPECT_THAT(found(options), ElementsAre("a/aitb-1.so"));
}

TEST_F(Finder, SaysThatAFolderOfTheUserIsMissing) {
  CatalogOptions options;
  options.folders = {root_ / "nowhere"};
  try {
    found(options);
    FAIL() << "a missing folder was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_THAT(error.what(), HasSubstr("nowhere does not exist"));
  }
}

TEST_F(Finder, TrustsNoPlaceOfTheCallerWhenItHasMoreRights) {
  for (const char* file : {"a/aitb-1.so", "b/aitb-2.so", "home/.local/lib/aitb/plugins/aitb-4.so"}) put(file);
  for (const char* folder : {"a", "b"}) ::chmod((root_ / folder).c_str(), 0777);
  process_.plugin_path = (root_ / "b").string();
  process_.elevated = true;
  CatalogOptions options;
  options.folders = {root_ / "a"};
  EXPECT_THAT(found(options), ElementsAre());
  EXPECT_THAT(search_.searched, Contains(HasSubstr("AITB_PLUGIN_PATH): skipped")));
  EXPECT_THAT(search_.searched, Contains(HasSubstr("home): skipped")));
}

TEST_F(Finder, CallsAnOrdinaryProcessNotElevated) { EXPECT_FALSE(current_process().elevated); }

}  // namespace
}  // namespace aitb::core
