#include "core/session/retry.hpp"

#include <algorithm>
#include <cmath>

namespace aitb::core {

RetryPolicy::RetryPolicy(const Defaults& defaults)
    : retries_(defaults.retry_count),
      first_(defaults.retry_backoff_sec),
      factor_(defaults.retry_backoff_multiplier),
      ceiling_(defaults.retry_backoff_max_sec) {
  for (const std::string& name : defaults.retry_on) {
    if (const auto kind = parse_error_kind(name)) kinds_.insert(*kind);
  }
}

std::optional<Duration> RetryPolicy::wait_after(int attempt, const Error& error) const {
  if (attempt > retries_ || !kinds_.contains(error.kind())) return std::nullopt;
  // 501 says that the service cannot do it, an exhausted quota that it will not: asking again changes
  // neither.
  if (error.http_status() == 501 || error.code() == "insufficient_quota") return std::nullopt;
  const Duration backoff = from_seconds(std::min(ceiling_, first_ * std::pow(factor_, attempt - 1)));
  if (!error.retry_after()) return backoff;
  if (*error.retry_after() > std::max(backoff, from_seconds(ceiling_))) return std::nullopt;
  return std::max(backoff, *error.retry_after());
}

}  // namespace aitb::core
