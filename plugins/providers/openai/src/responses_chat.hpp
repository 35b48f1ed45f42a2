// One request of the Responses API and its answer.
#pragma once
#include <aitb/exchange.hpp>

#include "options.hpp"
#include "responses_reader.hpp"

namespace openai {

/// [lane] Chat by the Responses API.
aitb::task<> responses_chat(openai_dialect::Api& api, const Options& options, aitb::ChatRequest request,
                            aitb::Exchange& out);
/// [lane] Posts `body` and reads the answer, streamed or whole.
aitb::task<> ask_responses(openai_dialect::Api& api, std::string model, std::string body, bool stream,
                           ResponsesReader& reader, aitb::Exchange& out);

}  // namespace openai
