// Token buckets of requests and tokens a minute for each key.
#pragma once
#include <aitb/time.hpp>

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sim_kit {

/// What a key has left after a request, for headers and refusals.
class Standing {
 public:
  double requests_left = 0, request_limit = 0, tokens_left = 0, token_limit = 0;  ///< a minute
  bool no_requests = false, no_tokens = false;                                    ///< refused, and why
  double lacking_sec = 0;                                                         ///< until it would be taken
  bool refused() const noexcept { return no_requests || no_tokens; }
};

/// A bucket fills continuously and holds one minute's worth. With a limit of 0 nothing is refused, and the
/// standing is a large account's. One for all lanes of a simulator. [any]
class RateLimit {
 public:
  RateLimit(int requests_per_minute, int tokens_per_minute);
  /// Takes one request of `tokens` from the key's buckets unless one is too low.
  Standing take(std::string_view key, std::int64_t tokens, aitb::Instant now);

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
  std::mutex guard_;
  std::unordered_map<std::string, Account> accounts_;
};

}  // namespace sim_kit
