#include <sim_kit/rate_limit.hpp>

#include <algorithm>

namespace sim_kit {
namespace {

constexpr double kLargeRequests = 30000, kLargeTokens = 150000000;  // the highest usage tier
constexpr std::size_t kAccounts = 4096;

/// Not below zero: lanes note their arrival times before they come here.
double seconds_between(aitb::Instant from, aitb::Instant to) {
  return std::max(0.0, aitb::to_seconds(to - from));
}

}  // namespace

RateLimit::RateLimit(int requests_per_minute, int tokens_per_minute)
    : request_limit_(requests_per_minute > 0 ? requests_per_minute : kLargeRequests),
      token_limit_(tokens_per_minute > 0 ? tokens_per_minute : kLargeTokens),
      limits_requests_(requests_per_minute > 0),
      limits_tokens_(tokens_per_minute > 0) {}

void RateLimit::forget_idle(aitb::Instant now) {
  std::erase_if(accounts_,
                [&](const auto& entry) { return seconds_between(entry.second.requests.at, now) > 60; });
}

Standing RateLimit::take(std::string_view key, std::int64_t tokens, aitb::Instant now) {
  const std::lock_guard lock(guard_);
  if (accounts_.size() > kAccounts) forget_idle(now);
  const auto [entry, fresh] = accounts_.try_emplace(std::string(key));
  Account& account = entry->second;
  const auto fill = [&, is_new = fresh](Bucket& bucket, double limit) {
    const double gained = is_new ? limit : seconds_between(bucket.at, now) * limit / 60;
    bucket.level = std::min(limit, bucket.level + gained);
    bucket.at = is_new ? now : std::max(bucket.at, now);
  };
  fill(account.requests, request_limit_);
  fill(account.tokens, token_limit_);
  const auto wanted = static_cast<double>(tokens);
  Standing standing;
  standing.no_requests = limits_requests_ && account.requests.level < 1;
  standing.no_tokens = limits_tokens_ && account.tokens.level < wanted;
  if (!standing.refused()) {
    account.requests.level = std::max(0.0, account.requests.level - 1);
    account.tokens.level = std::max(0.0, account.tokens.level - wanted);
  }
  standing.requests_left = account.requests.level;
  standing.request_limit = request_limit_;
  standing.tokens_left = account.tokens.level;
  standing.token_limit = token_limit_;
  if (standing.no_requests) {
    standing.lacking_sec = (1 - account.requests.level) * 60 / request_limit_;
  } else if (standing.no_tokens) {
    standing.lacking_sec = (std::min(wanted, token_limit_) - account.tokens.level) * 60 / token_limit_;
  }
  return standing;
}

}  // namespace sim_kit
