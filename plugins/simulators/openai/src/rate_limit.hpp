// Token buckets of requests and tokens a minute for each key, and the headers that tell their state.
#pragma once
#include <aitb/http.hpp>
#include <aitb/time.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace openai_simulator {

/// A bucket fills continuously and holds one minute's worth. With a limit of 0 nothing is refused, and the
/// headers tell a large account's limits.
class RateLimit {
 public:
  RateLimit(int requests_per_minute, int tokens_per_minute);
  /// Takes one request of `tokens` from the key's buckets and adds the x-ratelimit headers. Throws ApiError
  /// 429.
  void take(std::string_view key, std::int64_t tokens, aitb::Instant now, aitb::Headers& headers);

 private:
  struct Bucket {
    double level = 0;
    aitb::Instant at{};
  };
  struct Account {
    Bucket requests, tokens;
  };
  void forget_idle(aitb::Instant now);

  double request_limit_, token_limit_;
  bool limits_requests_, limits_tokens_;
  std::unordered_map<std::string, Account> accounts_;
};

/// "6ms", "8.64s", "6m0s": a duration as the service writes it.
std::string reset_text(double seconds);

}  // namespace openai_simulator
