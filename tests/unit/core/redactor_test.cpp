#include <gtest/gtest.h>

#include "core/app/host_log.hpp"

namespace aitb::core {
namespace {

TEST(Redactor, RemovesEveryOccurrence) {
  const Redactor redact({"sk-secret"});
  EXPECT_EQ(redact("Bearer sk-secret, again sk-secret"), "Bearer [redacted], again [redacted]");
}

TEST(Redactor, RemovesTheLongerOfTwoThatOverlap) {
  const Redactor redact({"sk-1234", "sk-1234-long"});
  EXPECT_EQ(redact("sk-1234-long sk-1234"), "[redacted] [redacted]");
}

TEST(Redactor, LeavesTextWithoutSecretsAlone) {
  const Redactor redact({"sk-secret", "", "ab"});
  EXPECT_FALSE(redact.needed("cab driver"));
  EXPECT_EQ(redact("cab driver"), "cab driver");
}

}  // namespace
}  // namespace aitb::core
