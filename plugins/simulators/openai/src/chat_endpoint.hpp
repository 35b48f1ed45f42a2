// POST /chat/completions
#pragma once
#include "desk.hpp"

namespace openai_simulator {

/// Throws ApiError.
void answer_chat(Desk& desk, const aitb::ServerRequest& request, Answer& made);

}  // namespace openai_simulator
