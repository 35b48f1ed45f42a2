#include "rate_limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mcp {
namespace {

constexpr aitb::Duration kMinute = std::chrono::minutes(1), kDay = std::chrono::hours(24);

/// How long until fewer than `most` of `calls` are younger than `window`.
aitb::Duration until_free(const std::deque<aitb::Instant>& calls, std::optional<int> most,
                          aitb::Duration window, aitb::Instant now) {
  if (!most || calls.size() < static_cast<std::size_t>(*most)) return aitb::Duration::zero();
  const aitb::Instant oldest = calls[calls.size() - static_cast<std::size_t>(*most)];
  return std::max(aitb::Duration::zero(), oldest + window - now);
}

}  // namespace

aitb::Duration CallTimes::take(const std::string& name, const RateLimit& limit, aitb::Instant now) {
  const std::lock_guard lock(guard_);
  std::deque<aitb::Instant>& calls = calls_[name];
  const aitb::Duration window = limit.requests_per_day ? kDay : kMinute;
  while (!calls.empty() && calls.front() + window <= now) calls.pop_front();
  const aitb::Duration wait = std::max(until_free(calls, limit.requests_per_minute, kMinute, now),
                                       until_free(calls, limit.requests_per_day, kDay, now));
  if (wait == aitb::Duration::zero()) calls.push_back(now);
  return wait;
}

RateLimits::RateLimits(const Options& options, aitb::Context& context)
    : longest_(options.rate_limit_wait), clock_(context.clock) {
  if (options.base_url.empty() || options.limit_simulator) limits_ = options.rate_limits;
  const std::function<std::shared_ptr<CallTimes>()> make = [] { return std::make_shared<CallTimes>(); };
  times_ = context.commons->get<CallTimes>("mcp/call-times", make);
}

void RateLimits::leave(const std::string& name) noexcept {
  --running_[name];
  left_.notify();
}

aitb::Duration RateLimits::wait_for(const std::string& name, const RateLimit& limit, aitb::Instant give_up) {
  const aitb::Instant now = clock_.now();
  const aitb::Duration wait = times_->take(name, limit, now);
  if (now + wait <= give_up) return wait;
  aitb::Error error(
      aitb::ErrorKind::rate_limited,
      fmt::format("calling {}: its rate limit (rate_limits) lets the next call pass in {:.1f} s, which is "
                  "longer than rate_limit_wait_sec allows",
                  name, aitb::to_seconds(wait)));
  error.with_retry_after(wait);
  throw error;
}

aitb::task<RateLimits::Place> RateLimits::admit(std::string tool, std::string server) {
  Place place;
  auto found = limits_.find(tool);
  if (found == limits_.end()) found = limits_.find(server);
  if (found == limits_.end()) co_return place;
  const std::string name = found->first;
  const RateLimit limit = found->second;
  const aitb::Instant give_up = clock_.now() + longest_;
  while (limit.concurrent_max && running_[name] >= *limit.concurrent_max) co_await left_.wait();
  ++running_[name];
  place.limits_ = this;
  place.name_ = name;
  while (true) {
    const aitb::Duration wait = wait_for(name, limit, give_up);
    if (wait == aitb::Duration::zero()) break;
    co_await clock_.sleep_for(wait);
  }
  co_return place;
}

}  // namespace mcp
