// Reads the `usage` object of OpenAI-style answers, with the names that other services give to the same
// numbers.
#pragma once
#include <boost/json/object.hpp>

#include <aitb/message.hpp>

namespace openai_dialect {

aitb::Usage read_usage(const boost::json::object& usage);
/// The younger endpoints' names: input_tokens, output_tokens, input_tokens_details …
aitb::Usage read_token_usage(const boost::json::object& usage);

}  // namespace openai_dialect
