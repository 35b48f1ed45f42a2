// An agent somewhere else that takes a message and works on it as a task (A2A and its relatives).
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/exchange.hpp>
#include <aitb/message.hpp>
#include <aitb/task.hpp>

namespace aitb::inline v1 {

class AITB_API AgentRequest {
 public:
  AgentRequest();
  explicit AgentRequest(std::string text);
  std::vector<Part> parts;    ///< what the user says
  std::string context_id;     ///< of the conversation so far, empty at its start
  std::string task_id;        ///< of the task that this answers, empty for a new one
  bool stream = false;        ///< message/stream: pieces reach the exchange as they come
  boost::json::object extra;  ///< further members of the message
};

class AITB_API AgentReply {
 public:
  AgentReply();
  std::string context_id, task_id;
  std::string state;          ///< "completed", "input-required", …; empty for a plain message
  std::string text;           ///< text of the answer: message and artifacts joined
  std::vector<Part> parts;    ///< everything that came, media too
  boost::json::value result;  ///< the protocol's own object: message or task
};

class AITB_API RemoteAgent {
 public:
  static constexpr std::string_view id = "aitb.agent/1";
  /// [lane] The agent's description of itself (its card). Throws Error.
  virtual task<boost::json::value> card(Exchange& out) = 0;
  /// [lane] Sends one message and returns when the agent has answered or asks back. Throws Error.
  virtual task<AgentReply> send(AgentRequest request, Exchange& out) = 0;

 protected:
  ~RemoteAgent() = default;
};

/// Several agents behind one provider.
class AITB_API RemoteAgents {
 public:
  static constexpr std::string_view id = "aitb.agents/1";
  /// [lane] The agent of that name, or at that URL; `card_path` says where its card is, empty: where it is
  /// usually. Owned by the provider. Throws ConfigError for a name that it does not know.
  virtual RemoteAgent& agent(const std::string& name, const std::string& card_path) = 0;

 protected:
  ~RemoteAgents() = default;
};

}  // namespace aitb::inline v1
