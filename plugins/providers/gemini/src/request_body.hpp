// Writes a ChatRequest as a generateContent request.
#pragma once
#include <string>

#include <aitb/message.hpp>

#include "gemini.hpp"

namespace gemini {

/// `json_schema`: tools carry their schema as it is (parametersJsonSchema), else converted (parameters).
std::string request_body(const aitb::ChatRequest& request, const Options& options, bool json_schema);

}  // namespace gemini
