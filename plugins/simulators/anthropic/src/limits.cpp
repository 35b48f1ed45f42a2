#include "limits.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>

#include "api_error.hpp"

namespace anthropic_simulator {
namespace {

void tell(aitb::Headers& headers, const char* what, double left, double limit, std::int64_t now) {
  const std::string prefix = fmt::format("anthropic-ratelimit-{}-", what);
  headers.add(prefix + "limit", std::to_string(static_cast<long long>(limit)));
  headers.add(prefix + "remaining", std::to_string(static_cast<long long>(left)));
  const auto full = static_cast<std::int64_t>(std::ceil((limit - left) * 60 / limit));
  headers.add(prefix + "reset", date_text(now + full));
}

}  // namespace

std::string date_text(std::int64_t seconds) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

void apply_limits(const sim_kit::Standing& standing, std::int64_t wall_ns, aitb::Headers& headers) {
  const std::int64_t now = wall_ns / 1'000'000'000;
  tell(headers, "requests", standing.requests_left, standing.request_limit, now);
  tell(headers, "tokens", standing.tokens_left, standing.token_limit, now);
  if (!standing.refused()) return;
  ApiError error(429, "rate_limit_error",
                 fmt::format("This request would exceed your organization's rate limit of {:.0f} {} per "
                             "minute. For details, see the response headers.",
                             standing.no_requests ? standing.request_limit : standing.token_limit,
                             standing.no_requests ? "requests" : "tokens"));
  error.retry_after = standing.lacking_sec;
  throw error;
}

}  // namespace anthropic_simulator
