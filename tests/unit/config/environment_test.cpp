#include "core/config/environment.hpp"

#include <gtest/gtest.h>

#include "fixtures.hpp"

namespace aitb::core {
namespace {

using testing::Folder;
using testing::Variable;

TEST(Environment, ReadsEveryWayToWriteAnEnvFile) {
  const Folder folder;
  folder.write(
      ".env",
      "# keys\n\nPLAIN=a b # words\nexport EXPORTED=x\nQUOTED=\"two\\nlines # not a comment\" # a comment\n"
      "SINGLE='$literal\\n'\n  SPACED = y \nEMPTY=\nHASH=a#b\nCRLF=z\r\n");
  std::vector<Problem> problems;
  const Environment environment({".env"}, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(environment.get("PLAIN"), "a b");
  EXPECT_EQ(environment.get("EXPORTED"), "x");
  EXPECT_EQ(environment.get("QUOTED"), "two\nlines # not a comment");
  EXPECT_EQ(environment.get("SINGLE"), "$literal\\n");
  EXPECT_EQ(environment.get("SPACED"), "y");
  EXPECT_EQ(environment.get("EMPTY"), "");
  EXPECT_EQ(environment.get("HASH"), "a#b");
  EXPECT_EQ(environment.get("CRLF"), "z");
  EXPECT_EQ(environment.get("ABSENT"), std::nullopt);
}

TEST(Environment, LetsTheProcessAndEarlierFilesWin) {
  const Folder folder;
  folder.write("one.env", "AITB_T_A=one\nAITB_T_B=one\n");
  folder.write("two.env", "AITB_T_A=two\nAITB_T_B=two\nAITB_T_C=two\n");
  const Variable variable("AITB_T_A", "process");
  std::vector<Problem> problems;
  const Environment environment({"one.env", "missing.env", "two.env"}, problems);
  EXPECT_EQ(environment.get("AITB_T_A"), "process");
  EXPECT_EQ(environment.get("AITB_T_B"), "one");
  EXPECT_EQ(environment.get("AITB_T_C"), "two");
}

TEST(Environment, ComplainsOfABrokenLineWithoutShowingIt) {
  const Folder folder;
  folder.write(".env", "A=1\nsk-secret-value\nB=\"open-secret\n");
  std::vector<Problem> problems;
  const Environment environment({".env"}, problems);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].render(), ".env:2:1: expected NAME=value or a # comment");
  EXPECT_EQ(problems[1].render(), ".env:3:1: the value of B has no closing quote, or text behind it");
}

}  // namespace
}  // namespace aitb::core
