// Writes a ChatRequest as a request of the Responses API.
#pragma once
#include <string>

#include <aitb/message.hpp>

#include "options.hpp"

namespace openai {

/// Throws Error(unsupported) for content that the protocol cannot carry.
std::string responses_body(const aitb::ChatRequest& request, const Options& options);

}  // namespace openai
