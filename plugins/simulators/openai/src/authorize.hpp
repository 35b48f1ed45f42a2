// Finds and checks the API key of a request.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <aitb/http.hpp>

#include "dialect.hpp"

namespace openai_simulator {

/// The key that was sent, as a view into `headers`. Throws ApiError 401 if there is none, or if `keys` are
/// given and it is none of them. vLLM takes requests without a key unless it has keys.
std::string_view authorize(const aitb::Headers& headers, const std::vector<std::string>& keys,
                           Dialect dialect);

}  // namespace openai_simulator
