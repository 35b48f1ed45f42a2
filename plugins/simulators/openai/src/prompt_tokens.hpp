// Counts the prompt as the service does: text by its encoding, and the frame around each message.
#pragma once
#include <aitb/tokens.hpp>

#include <cstdint>

#include "chat_call.hpp"

namespace openai_simulator {

/// Each message costs 3 tokens and its role and content; a name costs 1 more; the answer is primed with 3.
/// Tool calls count as their name and arguments, tools as their JSON, an image as 85 tokens at detail low and
/// 765 otherwise (four 512-pixel tiles: what a 1024 × 1024 picture costs).
std::int64_t prompt_tokens(const ChatCall& call, const aitb::TokenCounter& counter);

}  // namespace openai_simulator
