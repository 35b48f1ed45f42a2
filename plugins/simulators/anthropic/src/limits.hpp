// Tells clients about their rate limits, and refuses what is over them, as the service does.
#pragma once
#include <aitb/http.hpp>

#include <cstdint>

#include <sim_kit/rate_limit.hpp>

namespace anthropic_simulator {

/// Adds the anthropic-ratelimit headers, whose reset times are dates; `wall_ns` is now. Throws ApiError 429
/// if the request was refused.
void apply_limits(const sim_kit::Standing& standing, std::int64_t wall_ns, aitb::Headers& headers);

/// "2026-01-15T09:30:00Z"
std::string date_text(std::int64_t seconds);

}  // namespace anthropic_simulator
