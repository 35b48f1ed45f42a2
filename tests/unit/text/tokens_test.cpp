// Token counter: the reference encoder's ids, and what must hold for any bytes at all.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <numeric>
#include <thread>

#include <aitb/error.hpp>
#include <aitb/random.hpp>
#include <aitb/tokens.hpp>

#include "text/encodings.hpp"
#include "text/splitter.hpp"

namespace {

using aitb::encoding_known;
using aitb::encoding_of;
using aitb::token_counter;
using aitb::TokenCounter;

class Tokens : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(counter) << "no table for " << GetParam() << ": build the target tokenizers";
  }
  std::shared_ptr<const TokenCounter> counter = token_counter(GetParam());
};
INSTANTIATE_TEST_SUITE_P(Encodings, Tokens, testing::Values("o200k_base", "cl100k_base"));

TEST_P(Tokens, AreThoseOfTheReferenceEncoder) {
  std::ifstream file(AITB_TOKEN_VECTORS);
  std::size_t texts = 0;
  for (std::string line; std::getline(file, line); ++texts) {
    const auto row = boost::json::parse(line).as_object();
    const std::string text(row.at("text").as_string());
    std::vector<std::uint32_t> expected;
    for (const auto& id : row.at(GetParam()).as_array()) expected.push_back(id.to_number<std::uint32_t>());
    ASSERT_EQ(counter->encode(text), expected) << row.at("text");
    EXPECT_EQ(counter->count(text), expected.size()) << row.at("text");
    EXPECT_EQ(counter->decode(expected), text);
  }
  EXPECT_GT(texts, 400u);
}

TEST_P(Tokens, EndsCoverTheTextInOrder) {
  const std::string text = "Straße 12345,  naïve 你好 👍🏽\n\n  end";
  const auto ends = counter->ends(text);
  const auto ids = counter->encode(text);
  ASSERT_EQ(ends.size(), ids.size());
  std::uint32_t start = 0;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    EXPECT_EQ(counter->decode({ids[i]}), text.substr(start, ends[i] - start));
    start = ends[i];
  }
  EXPECT_EQ(start, text.size());
}

TEST_P(Tokens, AnyBytesAreCountedAndComeBack) {
  for (const std::string& text :
       {std::string("\xff"), std::string("ok \xc3"), std::string("\xe4\xbd then"),
        std::string("\xed\xa0\x80 surrogate"), std::string("\xc0\xaf overlong \xf8\x88\x80\x80\x80"),
        std::string("a\0b", 3)}) {
    EXPECT_EQ(counter->decode(counter->encode(text)), text);
    EXPECT_EQ(counter->count(text), counter->encode(text).size());
  }
  aitb::Random random(17);
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (auto n = random.below(200); n > 0; --n) text += static_cast<char>(random.below(i % 2 ? 256 : 200));
    EXPECT_EQ(counter->decode(counter->encode(text)), text) << "seed 17, text " << i;
  }
}

TEST_P(Tokens, ThreadsCountAlike) {
  const std::string text = "Several threads share one counter, and none of them minds. 這是一個測試。";
  const std::size_t expected = counter->count(text);
  std::vector<std::size_t> wrong(4);
  std::vector<std::thread> threads;
  for (auto& mine : wrong) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) mine += counter->count(text) != expected;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(std::accumulate(wrong.begin(), wrong.end(), std::size_t{0}), 0u);
}

TEST_P(Tokens, IsLoadedOnce) { EXPECT_EQ(counter, token_counter(GetParam())); }

TEST_P(Tokens, DecodesSpecialTokensAndRefusesUnknownIds) {
  const bool newer = counter->name() == "o200k_base";
  EXPECT_EQ(counter->decode({newer ? 199999u : 100257u}), "<|endoftext|>");
  EXPECT_THROW(counter->decode({300000}), aitb::Error);
}

TEST(TokenCounter, UnknownEncodingIsNone) { EXPECT_EQ(token_counter("p50k_base"), nullptr); }

TEST(TokenCounter, KnowsTheModels) {
  for (const char* model :
       {"gpt-4o", "gpt-4o-mini-2024-07-18", "gpt-4o-realtime-preview", "chatgpt-4o-latest", "gpt-4.1-nano",
        "gpt-5", "gpt-5-mini", "gpt-5.1", "o1", "o1-mini", "o3", "o4-mini", "gpt-image-1", "gpt-realtime",
        "ft:gpt-4o-mini:org::id", "openai/gpt-4o"}) {
    EXPECT_EQ(encoding_of(model), "o200k_base") << model;
    EXPECT_TRUE(encoding_known(model)) << model;
  }
  for (const char* model : {"gpt-4", "gpt-4-turbo", "gpt-4-0613", "gpt-3.5-turbo", "gpt-35-turbo",
                            "text-embedding-3-small", "text-embedding-ada-002", "ft:gpt-3.5-turbo:x"}) {
    EXPECT_EQ(encoding_of(model), "cl100k_base") << model;
    EXPECT_TRUE(encoding_known(model)) << model;
  }
  for (const char* model : {"", "deepseek-chat", "gemini-2.5-pro", "claude-x", "o11", "gpt-4x", "gpt-50"}) {
    EXPECT_EQ(encoding_of(model), "o200k_base") << model;
    EXPECT_FALSE(encoding_known(model)) << model;
  }
}

/// Words, marks, breaks and other letters in any order.
std::string mixed_text(aitb::Random& random) {
  static const std::vector<std::string> parts = {
      " ",  "  ", "a", "word",   " word", " Word", "WORD", "wOrd", "'s", "'ll", "'",    ".", ",\n", "\n\n",
      "12", "é",  "ſ", " Ünder", "\t",    "_",     "\"",   "K",    "İ",  "x'y", "\xff", "😀", "(and"};
  std::string text;
  for (std::uint64_t left = 1 + random.below(12); left > 0; --left) text += parts[random.below(parts.size())];
  return text;
}

TEST(Splitter, PlainWordsAreCutAsThePatternCutsThem) {
  using aitb::text::Splitter;
  aitb::Random random(7, "splitter");
  for (const auto& encoding : aitb::text::encodings()) {
    const Splitter splitter(encoding.pattern);
    int plain = 0;
    for (int i = 0; i < 20'000; ++i) {
      std::string text = mixed_text(random);
      text.resize(Splitter::valid_prefix(text));
      for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = splitter.match(text, at);
        const std::size_t word = Splitter::plain_word(text, at);
        if (word != at) {
          ++plain;
          ASSERT_EQ(word, end) << encoding.name << " at " << at << " of \"" << text << '"';
        }
        at = end;
      }
    }
    EXPECT_GT(plain, 5'000);
  }
}

TEST(Splitter, TellsUtf8FromOtherBytes) {
  using aitb::text::Splitter;
  EXPECT_EQ(Splitter::valid_prefix("aé你😀"), 10u);
  EXPECT_EQ(Splitter::valid_prefix("a\xe4\xbd"), 1u);
  EXPECT_EQ(Splitter::valid_prefix("of eight and more: \xe4\xbd"), 19u);
  EXPECT_EQ(Splitter::valid_prefix("\xf4\x90\x80\x80"), 0u);
  EXPECT_EQ(Splitter::valid_prefix("\xf4\x8f\xbf\xbf"), 4u);
  EXPECT_EQ(Splitter::invalid_prefix("\xff\xfe\x80x"), 3u);
}

}  // namespace
