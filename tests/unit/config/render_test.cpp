#include <gtest/gtest.h>

#include "core/config/config.hpp"

namespace aitb::core {
namespace {

Problem at(int line, int column, std::string source) {
  Problem problem;
  problem.mark.file = "f.yaml";
  problem.mark.line = line;
  problem.mark.column = column;
  problem.message = "wrong";
  problem.source = std::move(source);
  return problem;
}

TEST(Problem, ShowsItsLineWithACaretUnderTheLetter) {
  EXPECT_EQ(at(12, 3, "a: b").render(), "f.yaml:12:3: wrong\n   12 | a: b\n      |   ^");
}

TEST(Problem, PutsTheCaretUnderTheLetterBehindTabsAndUnicode) {
  EXPECT_EQ(at(1, 5, "\t\"ü\": x").render(), "f.yaml:1:5: wrong\n    1 | \t\"ü\": x\n      | \t   ^");
}

TEST(Problem, ShowsAPieceOfALongLine) {
  const std::string line = std::string(300, 'a') + "X" + std::string(300, 'b');
  const auto text = at(1, 301, line).render();
  EXPECT_EQ(text, "f.yaml:1:301: wrong\n    1 | …" + std::string(49, 'a') + "X" + std::string(50, 'b') +
                      "…\n      | " + std::string(50, ' ') + "^");
}

TEST(Problem, KeepsControlCharactersFromTheTerminal) {
  EXPECT_EQ(at(1, 1, "\x1b[31mred\xff").render(), "f.yaml:1:1: wrong\n    1 | ?[31mred?\n      | ^");
}

TEST(Problem, LeavesOutWhatItDoesNotKnow) {
  EXPECT_EQ(at(0, 0, "").render(), "f.yaml: wrong");
  auto warning = at(2, 0, "");
  warning.warning = true;
  EXPECT_EQ(warning.render(), "f.yaml:2: warning: wrong");
}

}  // namespace
}  // namespace aitb::core
