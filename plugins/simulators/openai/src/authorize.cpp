#include "authorize.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api_error.hpp"

namespace openai_simulator {
namespace {

/// A key as it may be shown: its ends only.
std::string masked(std::string_view key) {
  if (key.size() < 12) return std::string(key.size(), '*');
  return fmt::format("{}{}{}", key.substr(0, 3), std::string(key.size() - 7, '*'),
                     key.substr(key.size() - 4));
}

}  // namespace

std::string_view authorize(const aitb::Headers& headers, const std::vector<std::string>& keys,
                           Dialect dialect) {
  std::string_view given = headers.get("authorization");
  if (given.starts_with("Bearer ")) {
    given.remove_prefix(7);
  } else {
    given = headers.get("api-key");  // as Azure's clients send it
  }
  if (given.empty() && dialect == Dialect::vllm && keys.empty()) return given;
  if (given.empty()) {
    throw ApiError(
        401, "invalid_request_error",
        "You didn't provide an API key. You need to provide your API key in an Authorization header using "
        "Bearer auth (i.e. Authorization: Bearer YOUR_KEY).");
  }
  if (!keys.empty() && std::find(keys.begin(), keys.end(), given) == keys.end()) {
    if (dialect == Dialect::deepseek) {
      throw ApiError(401, "authentication_error",
                     fmt::format("Authentication Fails, Your api key: ****{} is invalid",
                                 given.substr(given.size() - std::min<std::size_t>(4, given.size()))));
    }
    throw ApiError(401, "invalid_request_error",
                   fmt::format("Incorrect API key provided: {}.", masked(given)))
        .with_code("invalid_api_key");
  }
  return given;
}

}  // namespace openai_simulator
