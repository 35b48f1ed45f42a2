// The body of POST /responses after checking: what the answer depends on.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <sim_kit/ask.hpp>

namespace openai_simulator {

/// References into the body and the conversation; dropped with them.
class ResponseRequest {
 public:
  ResponseRequest() = default;
  sim_kit::Ask ask;
  bool computer = false, batched = false;  ///< may act on a screen; several actions in one call
  std::int64_t width = 1024, height = 768;
  bool store = true, obfuscate = true, summary = false;
};

/// The input as items: a text is a user message. Throws ApiError.
boost::json::array input_items(const boost::json::object& body);
/// Checks the body, and that every call in `items` (the conversation with the input) is answered. Throws
/// ApiError. An image costs 765 tokens, a screenshot 1,105.
void read_response_request(const boost::json::object& body, const boost::json::array& items,
                           ResponseRequest& request);

}  // namespace openai_simulator
