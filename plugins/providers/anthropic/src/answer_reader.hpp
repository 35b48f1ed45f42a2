// Turns what the Messages API answers, whole or streamed, into calls on an Exchange.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/exchange.hpp>

#include "service/peer.hpp"

namespace anthropic {

/// One an answer.
class AnswerReader {
 public:
  explicit AnswerReader(aitb::Exchange& out) : out_(out) {}

  /// One event of a stream (error events never come here).
  void event(std::string_view type, const boost::json::object& event);
  /// The whole message in one piece. Throws Error(protocol) if it is none.
  void whole(const boost::json::object& message, const service::Peer& peer);
  /// True once message_stop was read.
  bool ended() const noexcept { return ended_; }

 private:
  struct Block {
    std::string type, id, name, text, signature;
  };
  void begin(std::int64_t index, const boost::json::object& block);
  void add(Block& block, const boost::json::object& delta);
  void end();
  void message_delta(const boost::json::object& event);
  void take_usage(const boost::json::object& usage);
  void stop_reason(const boost::json::object& from);

  aitb::Exchange& out_;
  std::map<std::int64_t, Block> blocks_;
  aitb::Usage usage_;
  std::int64_t uncached_ = 0, cache_read_ = 0, cache_written_ = 0;
  bool has_usage_ = false, ended_ = false;
};

}  // namespace anthropic
