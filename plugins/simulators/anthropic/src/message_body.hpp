// Writes a planned answer as one message, and the pieces that stream events share with it.
#pragma once
#include <string>
#include <string_view>

#include <sim_kit/plan.hpp>

namespace anthropic_simulator {

/// end_turn, max_tokens, stop_sequence, tool_use or refusal.
std::string_view stop_reason(const sim_kit::ChoicePlan& choice);
/// An opaque signature of a thought, which clients send back.
std::string signature_of(std::string_view thought);
/// The members that follow `content` in a message; without `choice` those of a message that has just begun.
void append_outcome(std::string& out, const sim_kit::Plan& plan, const sim_kit::ChoicePlan* choice);
/// "stop_reason": …, "stop_sequence": …, "stop_details": …
void append_stop(std::string& out, const sim_kit::ChoicePlan* choice);
/// Uses the plan's texts up.
std::string message_body(sim_kit::Plan& plan);

}  // namespace anthropic_simulator
