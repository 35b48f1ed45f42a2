// A planned response: its items as they will be, and the object around them.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <vector>

#include <sim_kit/plan.hpp>
#include "response_request.hpp"

namespace openai_simulator {

class ResponsePlan : public sim_kit::Plan {
 public:
  ResponsePlan() = default;
  boost::json::object head;                ///< as it begins: in progress, nothing said
  std::vector<boost::json::object> items;  ///< as they end
  bool hidden_reasoning = false;           ///< the first item tells of thoughts that are not shown
  bool obfuscate = false;
  boost::json::object final;  ///< the whole response
};

/// What a response says of its request, before anything is generated.
boost::json::object response_head(const ResponsePlan& plan, const boost::json::object& body,
                                  const ResponseRequest& request);
/// Ends the response: status, items and usage.
void finish_response(ResponsePlan& plan, std::int64_t completed_at);
/// An item as it is when it begins.
boost::json::object started(const boost::json::object& item);

boost::json::object reasoning_item(std::string id, std::string_view summary);
boost::json::object message_item(std::string id, std::string_view text, bool refusal, bool complete);
boost::json::object call_item(std::string id, const sim_kit::CallPlan& call, std::string_view arguments,
                              bool complete);

}  // namespace openai_simulator
