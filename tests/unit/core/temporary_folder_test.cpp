#include <aitb/temporary_folder.hpp>

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>

#include <aitb/error.hpp>

namespace aitb {
namespace {

namespace fs = std::filesystem;

/// TMPDIR is a folder of the test's own.
class TemporaryFolders : public ::testing::Test {
 protected:
  TemporaryFolders() {
    if (const char* value = ::getenv("TMPDIR")) before_ = value;
    ::setenv("TMPDIR", all_.path().c_str(), 1);
  }
  ~TemporaryFolders() override {
    if (before_)
      ::setenv("TMPDIR", before_->c_str(), 1);
    else
      ::unsetenv("TMPDIR");
  }

  static void put_files_into(const fs::path& folder) {
    fs::create_directories(folder / "deep" / "deeper");
    std::ofstream(folder / "deep" / "deeper" / "file") << "text";
  }
  std::ptrdiff_t count() const { return std::distance(fs::directory_iterator(all_.path()), {}); }

  TemporaryFolder all_;

 private:
  std::optional<std::string> before_;
};

/// A process with a TemporaryFolder, until it is killed.
class Owner {
 public:
  explicit Owner(const std::function<void(const fs::path&)>& prepare) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    pid_ = ::fork();
    if (pid_ == 0) {
      const TemporaryFolder folder;
      prepare(folder.path());
      [[maybe_unused]] const auto told = ::write(ends[1], "r", 1);
      while (true) ::pause();
    }
    char ready = 0;
    [[maybe_unused]] const auto heard = ::read(ends[0], &ready, 1);
    ::close(ends[0]), ::close(ends[1]);
  }
  ~Owner() { kill(); }
  void kill() {
    if (pid_ > 0) ::kill(pid_, SIGKILL), ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  pid_t pid_ = 0;
};

TEST_F(TemporaryFolders, GoWithTheirContentAndTheirOwner) {
  {
    const TemporaryFolder one, other;
    EXPECT_NE(one.path(), other.path());
    EXPECT_EQ(one.path().parent_path(), all_.path());
    put_files_into(one.path());
    EXPECT_EQ(count(), 2);
  }
  EXPECT_EQ(count(), 0);
}

TEST_F(TemporaryFolders, OfAKilledProcessGoWithTheNextOneThatIsMade) {
  Owner owner(put_files_into);
  ASSERT_EQ(count(), 1);
  owner.kill();
  ASSERT_EQ(count(), 1) << "nobody was there to remove it";
  const TemporaryFolder next;
  EXPECT_EQ(count(), 1);
  EXPECT_TRUE(fs::is_empty(next.path()));
}

TEST_F(TemporaryFolders, OfALivingProcessAreLeftAlone) {
  const Owner owner(put_files_into);
  const TemporaryFolder next;
  EXPECT_EQ(count(), 2);
}

TEST_F(TemporaryFolders, OfOthersAndWhatALinkPointsToAreLeftAlone) {
  put_files_into(all_.path() / "elsewhere");
  fs::create_symlink(all_.path() / "elsewhere", all_.path() / "aitb-tmp-linked");
  const TemporaryFolder next;
  EXPECT_TRUE(fs::exists(all_.path() / "elsewhere" / "deep" / "deeper" / "file"));
}

TEST_F(TemporaryFolders, ThatCannotBeMadeAreToldWithTheWayOut) {
  ::setenv("TMPDIR", (all_.path() / "nowhere").c_str(), 1);
  try {
    const TemporaryFolder folder;
    FAIL() << folder.path();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::unsupported);
    EXPECT_NE(std::string(error.what()).find("TMPDIR"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace aitb
