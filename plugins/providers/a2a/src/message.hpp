// What is sent to an agent: JSON-RPC requests, and messages with their parts.
#pragma once
#include <aitb/agent.hpp>
#include <aitb/random.hpp>

#include <boost/json/object.hpp>
#include <string>

namespace a2a {

/// {jsonrpc, id, method, params} as text.
std::string rpc_body(std::int64_t id, std::string_view method, boost::json::object params);

/// params of message/send and message/stream. `random` gives the message its id.
boost::json::object message_params(const aitb::AgentRequest& request, aitb::Random& random);

/// What the user says, for the record, and its size without any wire format.
std::string prompt_text(const aitb::AgentRequest& request);
std::size_t content_bytes(const aitb::AgentRequest& request);

}  // namespace a2a
