#include "plugins/common/truth/truth.hpp"

#include <gtest/gtest.h>

#include <aitb/error.hpp>
#include <filesystem>
#include <fstream>

namespace {

namespace fs = std::filesystem;
using aitb::from_ns;

class TruthLog : public testing::Test {
 protected:
  void SetUp() override { fs::remove(file); }
  void TearDown() override { fs::remove(file); }
  aitb::ErrorKind failure() const {
    try {
      truth::read(file);
    } catch (const aitb::Error& error) {
      return error.kind();
    }
    return aitb::ErrorKind::internal;
  }
  fs::path file = fs::path(testing::TempDir()) / "aitb_truth_test.bin";
};

TEST_F(TruthLog, GivesBackWhatWasSent) {
  {
    truth::Writer log(file);
    const std::uint32_t first = log.open("chatcmpl-one");
    const std::uint32_t second = log.open("chatcmpl-two");
    log.sent(first, 0, from_ns(100), from_ns(101));
    log.sent(second, 0, from_ns(110), from_ns(119));
    log.sent(first, 1, from_ns(200), from_ns(202));
    EXPECT_TRUE(log.complete());
  }
  const auto streams = truth::read(file);
  ASSERT_EQ(streams.size(), 2u);
  const std::vector<truth::Sent>& one = streams.at("chatcmpl-one");
  ASSERT_EQ(one.size(), 2u);
  EXPECT_EQ(one[1].index, 1u);
  EXPECT_EQ(one[1].intended_ns, 200);
  EXPECT_EQ(one[1].sent_ns, 202);
  EXPECT_EQ(streams.at("chatcmpl-two").front().sent_ns, 119);
}

TEST_F(TruthLog, IsSharedByTheLanesOfAServer) {
  truth::Writer left(file), right(file);
  for (std::uint32_t i = 0; i < 30'000; ++i) {  // more than a block each
    if (i == 0) {
      ASSERT_EQ(left.open("left"), right.open("right")) << "numbers are equal, writers are not";
    }
    left.sent(0, i, from_ns(i), from_ns(i));
    right.sent(0, i, from_ns(i), from_ns(2 * i));
  }
  left.flush();
  right.flush();
  const auto streams = truth::read(file);
  ASSERT_EQ(streams.at("left").size(), 30'000u);
  ASSERT_EQ(streams.at("right").size(), 30'000u);
  EXPECT_EQ(streams.at("left")[29'999].sent_ns, 29'999);
  EXPECT_EQ(streams.at("right")[29'999].sent_ns, 59'998);
}

TEST_F(TruthLog, CutsALongIdRatherThanBreak) {
  {
    truth::Writer log(file);
    log.sent(log.open(std::string(100, 'x')), 0, from_ns(1), from_ns(1));
  }
  EXPECT_EQ(truth::read(file).begin()->first, std::string(40, 'x'));
}

TEST_F(TruthLog, RefusesWhatIsNone) {
  EXPECT_EQ(failure(), aitb::ErrorKind::config) << "no file";
  std::ofstream(file) << "this is some text, not a log";
  EXPECT_EQ(failure(), aitb::ErrorKind::protocol);
}

TEST_F(TruthLog, RefusesAFileThatIsCutAtAnyPlace) {
  {
    truth::Writer log(file);
    log.sent(log.open("chatcmpl-one"), 0, from_ns(1), from_ns(1));
  }
  const auto size = fs::file_size(file);
  for (auto left = size - 1; left > 0; --left) {
    fs::resize_file(file, left);
    EXPECT_EQ(failure(), aitb::ErrorKind::protocol) << left << " of " << size << " bytes";
  }
}

TEST_F(TruthLog, SaysWhereItCannotWrite) {
  try {
    truth::Writer log("/nonexistent/folder/truth.bin");
    FAIL() << "a file was opened in a folder that does not exist";
  } catch (const aitb::Error& error) {
    EXPECT_NE(std::string(error.what()).find("/nonexistent/folder/truth.bin"), std::string::npos);
  }
}

}  // namespace
