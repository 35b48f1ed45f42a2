// A2A 0.3 as it goes over the wire: cards, tasks, events, JSON-RPC envelopes.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "tasks.hpp"

namespace a2a_simulator {

/// A JSON-RPC error; thrown where a request is refused.
class RpcError {
 public:
  RpcError(int error_code, std::string text) : code(error_code), message(std::move(text)) {}
  int code;
  std::string message;
};

std::string rpc_result(const boost::json::value& id, boost::json::object result);
std::string rpc_failure(const boost::json::value& id, const RpcError& error);

boost::json::object card(const std::string& behavior, const std::string& url, bool wants_key);
/// As it stands at `now`; `history` as many of the messages as the client wants.
boost::json::object task_object(const Task& task, aitb::Instant now, const std::string& timestamp);
boost::json::object status_event(const Task& task, const std::string& state, const std::string& timestamp,
                                 bool last);
boost::json::object artifact_event(const Task& task, const std::string& text, bool append, bool last);

/// What an agent does with a text: echo, upper (ASCII) or reverse (by characters).
std::string transformed(const std::string& behavior, const std::string& text);
/// `text` in `count` pieces of about the same length, never within a character.
std::vector<std::string> pieces(const std::string& text, int count);

}  // namespace a2a_simulator
