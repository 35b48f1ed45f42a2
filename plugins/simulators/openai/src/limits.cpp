#include "limits.hpp"

#include <fmt/format.h>

#include <cmath>

#include <sim_kit/json_write.hpp>
#include "api_error.hpp"

namespace openai_simulator {
namespace {

using sim_kit::append_number;

struct Names {
  std::string_view limit, remaining, reset;
};
constexpr Names kRequestNames = {"x-ratelimit-limit-requests", "x-ratelimit-remaining-requests",
                                 "x-ratelimit-reset-requests"};
constexpr Names kTokenNames = {"x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens",
                               "x-ratelimit-reset-tokens"};

/// Integers only: this is on the way of every answer, and formatting doubles is slow.
void tell(aitb::Headers& headers, const Names& names, double level, double limit) {
  std::string number;
  append_number(number, static_cast<std::int64_t>(limit));
  headers.add_copy(names.limit, number);
  number.clear();
  append_number(number, static_cast<std::int64_t>(level));
  headers.add_copy(names.remaining, number);
  headers.add_copy(names.reset, reset_text((limit - level) * 60 / limit));
}

}  // namespace

std::string reset_text(double seconds) {
  const auto ms = std::llround(seconds * 1000);
  std::string text;
  append_number(text, ms);
  if (ms < 1000) {
    text += "ms";
    return text;
  }
  if (ms < 60'000) {
    text.insert(text.size() - 3, 1, '.');
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    text += 's';
    return text;
  }
  const auto whole = std::llround(seconds);
  if (whole < 3600) return fmt::format("{}m{}s", whole / 60, whole % 60);
  return fmt::format("{}h{}m{}s", whole / 3600, whole / 60 % 60, whole % 60);
}

void apply_limits(const sim_kit::Standing& standing, aitb::Headers& headers) {
  tell(headers, kRequestNames, standing.requests_left, standing.request_limit);
  tell(headers, kTokenNames, standing.tokens_left, standing.token_limit);
  if (!standing.refused()) return;
  const char* what = standing.no_requests ? "requests" : "tokens";
  throw ApiError(429, what,
                 fmt::format("Rate limit reached on {} per min: limit {:.0f}. Please try again in {}.", what,
                             standing.no_requests ? standing.request_limit : standing.token_limit,
                             reset_text(standing.lacking_sec)))
      .with_code("rate_limit_exceeded")
      .with_retry_after(standing.lacking_sec);
}

}  // namespace openai_simulator
