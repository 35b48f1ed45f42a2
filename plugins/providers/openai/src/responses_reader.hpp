// Turns what the Responses API answers, whole or streamed, into calls on an Exchange.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/exchange.hpp>

#include "service/errors.hpp"

namespace openai {

/// One an answer. Throws Error for a response that failed.
class ResponsesReader {
 public:
  ResponsesReader(aitb::Exchange& out, const service::Peer& peer) : out_(out), peer_(peer) {}

  /// One event of a stream.
  void event(std::string_view type, const boost::json::object& event);
  /// The whole response, in one piece.
  void whole(const boost::json::object& response);
  /// True once a terminal event or a whole response was read.
  bool ended() const noexcept { return ended_; }

  std::string response_id, status, text, reasoning;
  boost::json::array computer_calls;  ///< items of type computer_call, as they came

 private:
  void delta(aitb::Channel channel, std::string_view text);
  void finished_item(const boost::json::object& item, bool streamed);
  void message(const boost::json::object& item);
  void identify(const boost::json::object& response);
  void end(const boost::json::object& response);

  aitb::Exchange& out_;
  const service::Peer& peer_;
  std::vector<aitb::ToolCall> calls_;
  boost::json::array carried_;
  bool refused_ = false, ended_ = false;
};

}  // namespace openai
