// Patterns against their definition, which tries every way to share a name out.
#include <gtest/gtest.h>

#include <aitb/random.hpp>

#include <sim_kit/wildcard.hpp>
#include <string>

namespace {

bool plainly(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() != '*')
    return !name.empty() && name.front() == pattern.front() && plainly(pattern.substr(1), name.substr(1));
  for (std::size_t from = 0; from <= name.size(); ++from) {
    if (plainly(pattern.substr(1), name.substr(from))) return true;
  }
  return false;
}

std::string some(aitb::Random& random, std::string_view letters, std::size_t most) {
  std::string text;
  for (std::uint64_t left = random.below(most + 1); left > 0; --left)
    text += letters[random.below(letters.size())];
  return text;
}

TEST(Wildcard, MatchesWhatItsDefinitionDoes) {
  constexpr std::uint64_t kSeed = 5;
  aitb::Random random(kSeed, "wildcards");
  for (int i = 0; i < 50'000; ++i) {
    const std::string pattern = some(random, "ab*", 7), name = some(random, "ab", 8);
    ASSERT_EQ(sim_kit::Wildcard(pattern).match(name), plainly(pattern, name))
        << pattern << " on " << name << ", seed " << kSeed;
  }
}

TEST(Wildcard, IsDoneSoonWithManyStarsAndALongText) {
  const std::string text(100'000, 'a');
  EXPECT_FALSE(sim_kit::Wildcard("*a*a*a*a*a*a*a*a*b").match(text));
  EXPECT_TRUE(sim_kit::Wildcard("*a*a*a*a*a*a*a*a*").match(text));
}

TEST(Wildcard, AListHasNamesAndPatterns) {
  const sim_kit::Wildcards list({"gpt-4o", "o1*", "*Thinking*"});
  for (const char* name : {"gpt-4o", "o1", "o1-mini", "Qwen3-Thinking-2507"})
    EXPECT_TRUE(list.match(name)) << name;
  for (const char* name : {"", "gpt-4o-mini", "gpt", "o3", "Think"}) EXPECT_FALSE(list.match(name)) << name;
  EXPECT_FALSE(sim_kit::Wildcards({}).match("gpt-4o"));
}

}  // namespace
