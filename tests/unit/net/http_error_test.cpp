// HTTP error statuses as kinds, and how long the server asks to wait.
#include <gtest/gtest.h>

#include <aitb/http.hpp>

namespace aitb {
namespace {

TEST(HttpError, GivesEachStatusItsKind) {
  const std::vector<std::pair<int, ErrorKind>> table = {
      {400, ErrorKind::client_error}, {401, ErrorKind::auth},         {403, ErrorKind::auth},
      {404, ErrorKind::client_error}, {408, ErrorKind::timeout},      {422, ErrorKind::client_error},
      {429, ErrorKind::rate_limited}, {500, ErrorKind::server_error}, {503, ErrorKind::server_error},
      {529, ErrorKind::server_error}, {302, ErrorKind::protocol}};
  for (const auto& [status, kind] : table) {
    const Error error = http_error(status, Headers(), "the service", "it says no", "a_code");
    EXPECT_EQ(error.kind(), kind) << status;
    EXPECT_EQ(error.http_status(), status);
    EXPECT_EQ(error.code(), "a_code");
    EXPECT_EQ(error.what(), "the service answered HTTP " + std::to_string(status) + " (a_code): it says no");
  }
}

std::optional<Duration> wait_of(const char* name, const char* value, std::int64_t wall_seconds = 0) {
  Headers headers;
  headers.set(name, value);
  return parse_retry_after(headers, wall_seconds * 1'000'000'000);
}

TEST(RetryAfter, IsReadInEveryFormThatServicesUse) {
  using std::chrono::milliseconds;
  EXPECT_EQ(wait_of("Retry-After", "120"), milliseconds(120'000));
  EXPECT_EQ(wait_of("retry-after", "1.5"), milliseconds(1'500));
  EXPECT_EQ(wait_of("retry-after-ms", "250"), milliseconds(250));
  // 784111777 is Sun, 06 Nov 1994 08:49:37 GMT, the date of the standard's own example.
  EXPECT_EQ(wait_of("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT", 784'111'770), milliseconds(7'000));
  EXPECT_EQ(wait_of("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT", 784'111'800), milliseconds(0));
  EXPECT_EQ(wait_of("Retry-After", "-5"), milliseconds(0));
  EXPECT_EQ(wait_of("Retry-After", "1e30"), std::chrono::hours(24));
  for (const char* odd : {"", "soon", "nan", "inf", "12 s", "Sun, 06 Nov 1994"}) {
    EXPECT_EQ(wait_of("Retry-After", odd), std::nullopt) << odd;
  }
  EXPECT_EQ(parse_retry_after(Headers(), 0), std::nullopt);
}

}  // namespace
}  // namespace aitb
