#include <sim_kit/vocabulary.hpp>

#include <gtest/gtest.h>

#include <aitb/tokens.hpp>

#include <sim_kit/token_source.hpp>

namespace {

using sim_kit::SentenceWriter;
using sim_kit::TokenSource;

class Vocabulary : public testing::TestWithParam<const char*> {
 protected:
  std::shared_ptr<const aitb::TokenCounter> counter = aitb::token_counter(GetParam());
};

TEST_P(Vocabulary, WritesTextOfExactlySoManyTokens) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    for (std::uint32_t tokens : {1u, 2u, 3u, 4u, 5u, 7u, 11u, 30u, 64u, 200u, 1000u}) {
      SentenceWriter writer(aitb::Random(seed, "text"), tokens);
      std::string text;
      std::vector<std::uint32_t> ends;
      for (std::string_view piece = writer.next(); !piece.empty(); piece = writer.next()) {
        text += piece;
        ends.push_back(static_cast<std::uint32_t>(text.size()));
      }
      ASSERT_EQ(ends.size(), tokens);
      ASSERT_EQ(counter->ends(text), ends) << "seed " << seed << ": " << text;
    }
  }
}

TEST_P(Vocabulary, RolesAreOneToken) {
  for (const char* role : {"system", "developer", "user", "assistant", "tool", "function"}) {
    EXPECT_EQ(counter->count(role), 1u) << role;
  }
}

TEST_P(Vocabulary, CutTextIsStillExact) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    TokenSource source(aitb::Random(seed, "text"), 100, 1 + static_cast<std::uint32_t>(seed));
    EXPECT_TRUE(source.cut());
    ASSERT_EQ(counter->count(source.rest()), 1 + seed);
  }
}

TEST_P(Vocabulary, PiecesNeverSplitACharacter) {
  const std::string text = "Grüße, 世界! 🙂🙃 naïve Ω≈ç 안녕하세요 🇳🇴";
  TokenSource source(text, *counter, 1000);
  const std::uint32_t tokens = source.tokens();
  std::string joined;
  std::uint32_t counted = 0;
  for (TokenSource::Piece piece = source.next(); !piece.text.empty(); piece = source.next()) {
    EXPECT_NE(static_cast<unsigned char>(piece.text.front()) & 0xC0u, 0x80u) << "begins inside a character";
    joined += piece.text;
    counted += piece.tokens;
  }
  EXPECT_EQ(joined, text);
  EXPECT_EQ(counted, tokens);
  EXPECT_EQ(counter->count(text), tokens);
}

INSTANTIATE_TEST_SUITE_P(Encodings, Vocabulary, testing::Values("o200k_base", "cl100k_base"));

}  // namespace
