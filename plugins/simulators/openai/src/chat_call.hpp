// The body of POST /chat/completions after checking: what the answer depends on.
#pragma once
#include <boost/json/object.hpp>

#include <sim_kit/ask.hpp>
#include "dialect.hpp"

namespace openai_simulator {

/// Views and references into the parsed body; dropped with it.
class ChatCall {
 public:
  ChatCall() = default;
  sim_kit::Ask ask;
  bool include_usage = false, obfuscate = true;
};

/// Checks the body as the real service does; throws ApiError.
ChatCall read_chat_call(const boost::json::value& body, Dialect dialect);
/// What only strict services refuse: unknown parameters, and sampling parameters where `reasoning`.
void check_strictly(const boost::json::object& body, bool reasoning);

}  // namespace openai_simulator
