// Turns the bytes of a streamed chat completion into calls on an Exchange.
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

#include <aitb/exchange.hpp>
#include <aitb/sse.hpp>

#include "openai_dialect/tool_calls.hpp"
#include "service/errors.hpp"
#include "service/json_scratch.hpp"
#include "service/repeated_event.hpp"

namespace openai_dialect {

using service::JsonScratch;
using service::Peer;

/// One a stream. Every event leaves a trace in the exchange: payload on its channel, and what carries none as
/// an empty answer (role chunk), usage, keep-alive or done. Throws Error for what breaks the protocol.
class StreamDecoder {
 public:
  /// All three must outlive the decoder; `scratch` may be shared with other streams of the lane.
  StreamDecoder(aitb::Exchange& out, JsonScratch& scratch, const Peer& peer);
  void feed(std::string_view bytes);
  /// At the end of the body. A stream that said neither [DONE] nor a finish_reason was cut off:
  /// Error(protocol).
  void finish();

 private:
  void event(const aitb::SseEvent& event);
  void chunk(const boost::json::object& chunk);
  bool choice(const boost::json::object& choice);
  void learn(std::string_view event, const boost::json::object& chunk);
  void identify(const boost::json::object& chunk);
  void usage(const boost::json::object& chunk, bool last);
  void close_answer();

  aitb::Exchange& out_;
  JsonScratch& scratch_;
  const Peer& peer_;
  aitb::SseParser parser_;
  ToolCalls calls_;
  std::optional<aitb::Usage> usage_so_far_;
  service::RepeatedEvent token_;  // what the stream's tokens look like
  aitb::Channel token_channel_{};
  std::uint64_t events_ = 0;
  std::int64_t choices_ = 0;
  std::int8_t learnt_ = 0;
  bool id_known_ = false, model_known_ = false, done_ = false, finished_ = false;
};

}  // namespace openai_dialect
