#include "../src/redact.hpp"

#include <gtest/gtest.h>

namespace trace {
namespace {

TEST(Redact, BlotsValuesBehindKeysThatSpeakOfSecrets) {
  EXPECT_EQ(without_secrets(R"({"api_key": "abc", "model": "m"})"),
            R"({"api_key": "[redacted]", "model": "m"})");
  EXPECT_EQ(without_secrets("Authorization: Basic eHl6\nHost: a"), "Authorization: [redacted]\nHost: a");
  EXPECT_EQ(without_secrets("https://a/?x=1&access_token=zzz&y=2"),
            "https://a/?x=1&access_token=[redacted]&y=2");
  EXPECT_EQ(without_secrets(R"({\"password\":\"hunter2\"})"), R"({\"password\":\"[redacted]\"})");
}

TEST(Redact, BlotsTokensWhereverTheyStand) {
  EXPECT_EQ(without_secrets("say Bearer abcdefgh12345 now"), "say Bearer [redacted] now");
  EXPECT_EQ(without_secrets("my key is sk-proj-0123456789abcdef."), "my key is [redacted]");
}

TEST(Redact, LeavesOrdinaryTextAlone) {
  for (const char* text :
       {"What is a token?", "The secret of 6G is bandwidth", "task-force", "bearer of bad news", ""})
    EXPECT_EQ(without_secrets(text), text);
}

}  // namespace
}  // namespace trace
