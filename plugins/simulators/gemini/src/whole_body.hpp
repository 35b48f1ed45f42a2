// Writes a planned answer as one response.
#pragma once
#include <string>

#include "tokens.hpp"

namespace gemini_simulator {

/// Uses the plan's texts up.
std::string whole_body(GeminiPlan& plan);

}  // namespace gemini_simulator
