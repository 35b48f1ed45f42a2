// Writes a ChatRequest as OpenAI's wire JSON.
#pragma once
#include <string>

#include <aitb/message.hpp>

#include "options.hpp"

namespace openai {

/// Throws Error(unsupported) for content that the protocol cannot carry.
std::string request_body(const aitb::ChatRequest& request, const Options& options);
/// What the user and the conversation say, for the record; media are named, not shown.
std::string prompt_text(const aitb::ChatRequest& request);
/// Size of prompt text and media in bytes, without JSON or base64.
std::size_t content_bytes(const aitb::ChatRequest& request);

}  // namespace openai
