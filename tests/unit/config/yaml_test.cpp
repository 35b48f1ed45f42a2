#include <gtest/gtest.h>

#include "core/config/yaml_tree.hpp"

namespace aitb::core {
namespace {

std::vector<std::string> complaints(const std::string& text, const YamlLimits& limits = {}) {
  std::vector<Problem> problems;
  parse_yaml("f", text, problems, limits);
  std::vector<std::string> lines;
  for (const auto& each : problems) lines.push_back(each.mark.text() + ": " + each.message);
  return lines;
}
using Lines = std::vector<std::string>;

YamlNode tree(const std::string& text) {
  std::vector<Problem> problems;
  auto root = parse_yaml("f", text, problems);
  EXPECT_TRUE(problems.empty());
  return root ? *root : YamlNode();
}

TEST(Yaml, KnowsWhereEveryKeyAndValueStands) {
  auto root = tree("a:\n  bee: text\n  list: [1, 22]\n");
  auto* a = root.find("a");
  ASSERT_TRUE(a);
  EXPECT_EQ(a->entries[0].mark.text(), "f:2:3");
  EXPECT_EQ(a->find("bee")->mark.text(), "f:2:8");
  EXPECT_EQ(a->find("list")->items[1].mark.text(), "f:3:13");
}

TEST(Yaml, CountsColumnsInLettersNotBytes) {
  auto root = tree("{\"größe\": 1, naïve: 2}");
  EXPECT_EQ(root.entries[1].mark.text(), "f:1:14");
}

TEST(Yaml, RefusesADuplicateKeyAtAnyDepth) {
  EXPECT_EQ(complaints("a: 1\nb:\n  - {c: 1, d: 2, c: 3}\na: 2\n"),
            (Lines{"f:3:18: the key \"c\" is here twice, first on line 3: keep one",
                   "f:4:1: the key \"a\" is here twice, first on line 1: keep one"}));
}

TEST(Yaml, TakesAnAliasAsACopyOfItsAnchor) {
  auto root = tree("a: &x {n: 1}\nb: *x\n");
  EXPECT_EQ(root.find("b")->find("n")->text, "1");
}

TEST(Yaml, MergesMappingsUnderWhatTheMappingSaysItself) {
  auto root = tree("base: &b {n: 1, m: 2}\nmore: &c {m: 3, k: 4}\nown: {<<: [*b, *c], n: 9}\n");
  auto* own = root.find("own");
  EXPECT_EQ(own->find("n")->text, "9");
  EXPECT_EQ(own->find("m")->text, "2");
  EXPECT_EQ(own->find("k")->text, "4");
  EXPECT_EQ(own->find("<<"), nullptr);
}

TEST(Yaml, RefusesToMergeWhatIsNoMapping) {
  EXPECT_EQ(complaints("a: {<<: 5}"), Lines{"f:1:9: << merges mappings only: name one with *anchor"});
}

TEST(Yaml, RefusesAnAliasInsideItsOwnAnchor) {
  EXPECT_EQ(complaints("a: &x [1, *x]"), Lines{"f:1:11: this alias stands inside the value that it names"});
}

TEST(Yaml, StopsAtAliasesThatMultiply) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int k = 1; k < 10; ++k) bomb += ", " + before;
    bomb += "]\n";
  }
  const auto lines = complaints(bomb);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].find("the file holds more than 500000 values"), std::string::npos);
}

TEST(Yaml, StopsAtNestingThatNobodyWrites) {
  EXPECT_EQ(complaints(std::string(200, '[') + std::string(200, ']')),
            Lines{"f:1:65: nested deeper than 64 levels"});
  EXPECT_EQ(complaints("a: &a " + std::string(50, '[') + std::string(50, ']') +
                       "\nb: " + std::string(20, '[') + "*a" + std::string(20, ']')),
            Lines{"f:2:24: nested deeper than 64 levels"});
}

TEST(Yaml, StopsAtAFileTooLargeToBeMeant) {
  YamlLimits limits;
  limits.bytes = 100;
  EXPECT_EQ(complaints(std::string(101, '#'), limits),
            Lines{"f: the file has 101 bytes, more than the 100 that are read: split it"});
}

TEST(Yaml, ReadsAHundredThousandKeysWithoutComparingEachWithEach) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "key_" + std::to_string(i) + ": 1\n";
  EXPECT_EQ(complaints(text + "key_7: 2\n"),
            Lines{"f:100001:1: the key \"key_7\" is here twice, first on line 8: keep one"});
}

TEST(Yaml, SaysInWordsWhatIsNotYaml) {
  EXPECT_EQ(complaints("a:\n\tb: 1\n"), Lines{"f:2:1: a tab may not indent YAML: use spaces"});
  EXPECT_EQ(complaints("a: b: c\n"),
            Lines{"f:1:5: a second \": \" on this line: put the value in quotes if it holds one"});
  EXPECT_EQ(complaints("a: [1, 2\nb: 3\n").size(), 1u);
  EXPECT_EQ(complaints("a: {x: 1\n").size(), 1u);
  EXPECT_EQ(complaints("a: \"open\n").size(), 1u);
  EXPECT_EQ(complaints(std::string("a: b\nc: \0d", 10)),
            Lines{"f:2: the file holds a zero byte, so it is not YAML text"});
}

TEST(Yaml, TakesOneDocumentAFile) {
  EXPECT_EQ(complaints("a: 1\n---\nb: 2\n"),
            Lines{"f:3:1: a second document begins here (after ---): one file holds one"});
}

TEST(Yaml, ReadsAnEmptyFileAndOneWithAByteOrderMark) {
  EXPECT_EQ(tree("").kind, YamlNode::Kind::scalar);
  EXPECT_EQ(tree("# only words\n").text, "");
  EXPECT_EQ(tree("\xef\xbb\xbf"
                 "a: 1")
                .find("a")
                ->text,
            "1");
}

TEST(Yaml, RefusesKeysThatAreNoText) {
  EXPECT_EQ(complaints("{[1]: 2}"), Lines{"f:1:2: a key must be text, not a list or a mapping"});
}

}  // namespace
}  // namespace aitb::core
