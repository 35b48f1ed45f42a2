// A JSON-RPC request to an agent, understood.
#pragma once
#include <aitb/http_server.hpp>

#include <boost/json/value.hpp>
#include <string>

namespace a2a_simulator {

// JSON-RPC's error codes, and A2A's.
inline constexpr int kParse = -32700, kRequest = -32600, kMethod = -32601, kParams = -32602, kNoTask = -32001,
                     kNotCancelable = -32002, kPush = -32003, kUnsupported = -32004;

class Call {
 public:
  Call() = default;
  boost::json::value id;
  std::string method, behavior, text, message_id, context, task;
  bool blocking = true;
  aitb::Instant received{};
};

/// Fills in as much as there is, so that a refusal can name the call; throws RpcError for what is no call,
/// and for methods that there are not.
void read_call(const aitb::ServerRequest& request, Call& call);

}  // namespace a2a_simulator
