#include "rate_limit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "api_error.hpp"

namespace openai_simulator {
namespace {

constexpr double kLargeRequests = 30000, kLargeTokens = 150000000;  // the highest usage tier
constexpr std::size_t kAccounts = 4096;

struct Names {
  const char *limit, *remaining, *reset;
};
constexpr Names kRequestNames = {"x-ratelimit-limit-requests", "x-ratelimit-remaining-requests",
                                 "x-ratelimit-reset-requests"};
constexpr Names kTokenNames = {"x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens",
                               "x-ratelimit-reset-tokens"};

/// Integers only: this is on the way of every answer, and formatting doubles is slow.
void tell(aitb::Headers& headers, const Names& names, double level, double limit) {
  headers.add(names.limit, std::to_string(static_cast<long long>(limit)));
  headers.add(names.remaining, std::to_string(static_cast<long long>(level)));
  headers.add(names.reset, reset_text((limit - level) * 60 / limit));
}

double seconds_between(aitb::Instant from, aitb::Instant to) { return aitb::to_seconds(to - from); }

}  // namespace

std::string reset_text(double seconds) {
  const auto ms = std::llround(seconds * 1000);
  if (ms < 1000) return std::to_string(ms) + "ms";
  if (ms < 60'000) {
    std::string text = std::to_string(ms / 1000);
    if (ms % 1000 != 0) text += fmt::format(".{:03}", ms % 1000);
    while (text.back() == '0' && ms % 1000 != 0) text.pop_back();
    return text + "s";
  }
  const auto whole = std::llround(seconds);
  if (whole < 3600) return fmt::format("{}m{}s", whole / 60, whole % 60);
  return fmt::format("{}h{}m{}s", whole / 3600, whole / 60 % 60, whole % 60);
}

RateLimit::RateLimit(int requests_per_minute, int tokens_per_minute)
    : request_limit_(requests_per_minute > 0 ? requests_per_minute : kLargeRequests),
      token_limit_(tokens_per_minute > 0 ? tokens_per_minute : kLargeTokens),
      limits_requests_(requests_per_minute > 0),
      limits_tokens_(tokens_per_minute > 0) {}

void RateLimit::forget_idle(aitb::Instant now) {
  std::erase_if(accounts_,
                [&](const auto& entry) { return seconds_between(entry.second.requests.at, now) > 60; });
}

void RateLimit::take(std::string_view key, std::int64_t tokens, aitb::Instant now, aitb::Headers& headers) {
  if (accounts_.size() > kAccounts) forget_idle(now);
  const auto [entry, fresh] = accounts_.try_emplace(std::string(key));
  Account& account = entry->second;
  const auto fill = [&, is_new = fresh](Bucket& bucket, double limit) {
    const double gained = is_new ? limit : seconds_between(bucket.at, now) * limit / 60;
    bucket.level = std::min(limit, bucket.level + gained);
    bucket.at = now;
  };
  fill(account.requests, request_limit_);
  fill(account.tokens, token_limit_);
  const auto wanted = static_cast<double>(tokens);
  const bool no_requests = limits_requests_ && account.requests.level < 1;
  const bool no_tokens = limits_tokens_ && account.tokens.level < wanted;
  if (!no_requests && !no_tokens) {
    account.requests.level = std::max(0.0, account.requests.level - 1);
    account.tokens.level = std::max(0.0, account.tokens.level - wanted);
  }
  tell(headers, kRequestNames, account.requests.level, request_limit_);
  tell(headers, kTokenNames, account.tokens.level, token_limit_);
  if (!no_requests && !no_tokens) return;
  const double lacking = no_requests
                             ? (1 - account.requests.level) * 60 / request_limit_
                             : (std::min(wanted, token_limit_) - account.tokens.level) * 60 / token_limit_;
  throw ApiError(429, no_requests ? "requests" : "tokens",
                 fmt::format("Rate limit reached on {} per min: limit {:.0f}. Please try again in {}.",
                             no_requests ? "requests" : "tokens", no_requests ? request_limit_ : token_limit_,
                             reset_text(lacking)))
      .with_code("rate_limit_exceeded")
      .with_retry_after(lacking);
}

}  // namespace openai_simulator
