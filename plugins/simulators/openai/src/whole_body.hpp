// Writes a planned answer as one JSON body, laid out as the service does.
#pragma once
#include <string>
#include <string_view>

#include "chunk_writer.hpp"

namespace openai_simulator {

/// Uses the plan's texts up.
std::string whole_body(ChatPlan& plan, std::string_view reasoning_field);

}  // namespace openai_simulator
