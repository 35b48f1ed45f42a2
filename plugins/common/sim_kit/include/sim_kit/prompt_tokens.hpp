// Counts the prompt as the services do: text by its encoding, and the frame around each message.
#pragma once
#include <aitb/tokens.hpp>

#include <cstdint>

#include <sim_kit/ask.hpp>

namespace sim_kit {

/// Each message costs 3 tokens and its role and content; a name costs 1 more; the answer is primed with 3.
/// Tool calls count as their name and arguments, tools as their JSON, media as what the dialect says. Only
/// the first `turns` messages are counted.
std::int64_t prompt_tokens(const Ask& ask, const aitb::TokenCounter& counter, std::size_t turns = SIZE_MAX);

}  // namespace sim_kit
