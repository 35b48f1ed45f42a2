// The body of POST /v1/messages after checking: what the answer depends on.
#pragma once
#include <boost/json/value.hpp>

#include <sim_kit/ask.hpp>

namespace anthropic_simulator {

/// Checks the body as the real service does; throws ApiError. Without `answering` only the prompt matters, as
/// for counting tokens. Images cost 1,600 tokens, documents 2,000 unless they are plain text.
sim_kit::Ask read_request(const boost::json::value& body, bool answering);

/// Messages, with the rule that every tool_use is answered by a tool_result in the next one.
void read_messages(const boost::json::array& messages, sim_kit::Ask& ask);

}  // namespace anthropic_simulator
