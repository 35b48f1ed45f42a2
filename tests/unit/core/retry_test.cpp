#include "core/session/retry.hpp"

#include <gtest/gtest.h>

namespace aitb::core {
namespace {

using std::chrono::seconds;

RetryPolicy policy() {
  Defaults defaults;
  defaults.retry_count = 3;
  defaults.retry_backoff_sec = 1;
  defaults.retry_backoff_multiplier = 2;
  defaults.retry_backoff_max_sec = 30;
  defaults.retry_on = {"rate_limited", "server_error", "timeout", "connect"};
  return RetryPolicy(defaults);
}

TEST(Retry, WaitsTwiceAsLongEachTimeAndGivesUpAfterTheLast) {
  const Error error(ErrorKind::server_error, "503");
  EXPECT_EQ(policy().wait_after(1, error), Duration(seconds(1)));
  EXPECT_EQ(policy().wait_after(2, error), Duration(seconds(2)));
  EXPECT_EQ(policy().wait_after(3, error), Duration(seconds(4)));
  EXPECT_EQ(policy().wait_after(4, error), std::nullopt);
}

TEST(Retry, LeavesErrorsThatWouldComeAgain) {
  for (ErrorKind kind : {ErrorKind::auth, ErrorKind::client_error, ErrorKind::cancelled, ErrorKind::protocol,
                         ErrorKind::config}) {
    EXPECT_EQ(policy().wait_after(1, Error(kind, "x")), std::nullopt) << to_string(kind);
  }
}

TEST(Retry, ObeysTheServersWaitWhenItIsLonger) {
  Error error(ErrorKind::rate_limited, "429");
  error.with_retry_after(seconds(7));
  EXPECT_EQ(policy().wait_after(1, error), Duration(seconds(7)));
  error.with_retry_after(std::chrono::milliseconds(10));
  EXPECT_EQ(policy().wait_after(1, error), Duration(seconds(1)));
}

TEST(Retry, GivesUpWhenTheServerAsksForMoreThanTheCeiling) {
  Error error(ErrorKind::rate_limited, "429");
  error.with_retry_after(std::chrono::hours(1));
  EXPECT_EQ(policy().wait_after(1, error), std::nullopt);
}

TEST(Retry, LeavesAnExhaustedQuotaAndNotImplemented) {
  EXPECT_EQ(policy().wait_after(1, Error(ErrorKind::rate_limited, "429").with_code("insufficient_quota")),
            std::nullopt);
  EXPECT_EQ(policy().wait_after(1, Error(ErrorKind::server_error, "501").with_status(501)), std::nullopt);
}

}  // namespace
}  // namespace aitb::core
