// Writes a ChatRequest as OpenAI's wire JSON.
#pragma once
#include <string>

#include <aitb/message.hpp>

#include "openai_dialect/rules.hpp"

namespace openai_dialect {

/// Throws Error(unsupported) for content that the protocol cannot carry.
std::string request_body(const aitb::ChatRequest& request, const Rules& rules);

}  // namespace openai_dialect
