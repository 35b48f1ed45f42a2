// Turns the body of a chat completion that was not streamed into calls on an Exchange.
#pragma once
#include <string_view>

#include <aitb/exchange.hpp>

#include "service/errors.hpp"
#include "service/json_scratch.hpp"

namespace openai_dialect {

using service::JsonScratch;
using service::Peer;

/// Throws Error(protocol) if the body is no chat completion, and the error that it holds if it is one.
void report_whole_answer(std::string_view body, aitb::Exchange& out, JsonScratch& scratch, const Peer& peer);

}  // namespace openai_dialect
