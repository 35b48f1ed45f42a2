// Reads what an agent answers: messages, tasks and the events of a stream, into the exchange and one reply.
#pragma once
#include <aitb/agent.hpp>
#include <aitb/error.hpp>
#include <aitb/exchange.hpp>

#include <string>
#include <string_view>

#include "service/peer.hpp"

namespace a2a {

class EventReader {
 public:
  EventReader(const service::Peer& peer, aitb::Exchange& out) : peer_(peer), out_(out) {}

  /// One JSON-RPC response: the whole answer, or one event of a stream. Throws Error for what is none, for
  /// errors in it, and when the task ended badly.
  void take(std::string_view response);
  /// True once the agent has said its last: a message, or a task that ended or asks back.
  bool over() const noexcept { return over_; }
  /// The task that is still worked on, for asking again.
  const std::string& task_id() const noexcept { return reply_.task_id; }
  /// Call once over(); reports the end to the exchange.
  aitb::AgentReply finish();

 private:
  void event(const boost::json::object& result);
  void message(const boost::json::object& message, aitb::Channel channel);
  void task(const boost::json::object& task);
  void status(const boost::json::object& status, bool final_event);
  void artifact(const boost::json::object& artifact);
  void parts(const boost::json::object& holder, aitb::Channel channel);
  void file(const boost::json::object& file);
  void say(aitb::Channel channel, std::string_view text);
  aitb::Error refusal(const boost::json::object& error) const;
  void end_badly() const;

  const service::Peer& peer_;
  aitb::Exchange& out_;
  aitb::AgentReply reply_;
  std::string last_words_;  ///< text of the latest status, for the sentence about a failure
  bool over_ = false;
};

}  // namespace a2a
