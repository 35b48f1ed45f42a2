// Writes a ChatRequest as a request of the Messages API.
#pragma once
#include <string>

#include <aitb/message.hpp>

#include "anthropic.hpp"

namespace anthropic {

/// Throws Error(unsupported) for content that the protocol cannot carry.
std::string request_body(const aitb::ChatRequest& request, const Options& options);

}  // namespace anthropic
