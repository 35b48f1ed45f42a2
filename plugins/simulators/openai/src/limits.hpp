// Tells clients about their rate limits, and refuses what is over them, as the service does.
#pragma once
#include <aitb/http.hpp>

#include <string>

#include <sim_kit/rate_limit.hpp>

namespace openai_simulator {

/// Adds the x-ratelimit headers. Throws ApiError 429 if the request was refused.
void apply_limits(const sim_kit::Standing& standing, aitb::Headers& headers);

/// "6ms", "8.64s", "6m0s": a duration as the service writes it.
std::string reset_text(double seconds);

}  // namespace openai_simulator
