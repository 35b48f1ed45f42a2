// Turns GenerateContentResponse objects, one or a stream of them, into calls on an Exchange.
#pragma once
#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include <aitb/exchange.hpp>

#include "service/peer.hpp"

namespace gemini {

/// One an answer.
class AnswerReader {
 public:
  AnswerReader(aitb::Exchange& out, const service::Peer& peer) : out_(out), peer_(peer) {}

  /// A whole answer, or one chunk of a stream: both have the same form. Throws Error if it is an error.
  void response(const boost::json::object& response);
  /// At the end. An answer that said neither why it ended nor that the prompt was blocked was cut off:
  /// Error(protocol).
  void end();

 private:
  void identify(const boost::json::object& response);
  bool part(const boost::json::object& part);
  bool candidate(const boost::json::object& candidate);
  void call(const boost::json::object& call, std::string_view signature);

  aitb::Exchange& out_;
  const service::Peer& peer_;
  std::vector<aitb::ToolCall> calls_;
  std::optional<aitb::Usage> usage_;
  std::string finish_;
  std::uint64_t responses_ = 0;
  bool identified_ = false, blocked_ = false;
};

}  // namespace gemini
