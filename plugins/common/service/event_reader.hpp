// Reads a stream of events that are one JSON object each, and tells those that are errors.
#pragma once
#include <boost/json/object.hpp>
#include <functional>
#include <string_view>

#include <aitb/exchange.hpp>
#include <aitb/http.hpp>
#include <aitb/sse.hpp>

#include "service/errors.hpp"
#include "service/json_scratch.hpp"

namespace service {

/// One a stream. Comments are told as keep-alives; an error event ends it by Error. The type is the event's
/// name, or the `type` member where there is no name.
class EventDecoder {
 public:
  using Each = std::function<void(std::string_view type, const boost::json::object& event)>;
  EventDecoder(aitb::Exchange& out, JsonScratch& scratch, const Peer& peer, Each each);
  /// How an error event is told; without it: event_failure().
  using Failure = std::function<aitb::Error(const boost::json::value& event)>;
  void fail_by(Failure failure) { failure_ = std::move(failure); }
  void feed(std::string_view bytes);
  std::uint64_t events() const noexcept { return events_; }
  bool partial() const noexcept { return parser_.partial(); }
  /// Error(protocol): the stream ended without `missing`.
  aitb::Error cut_off(std::string_view missing) const;

 private:
  void event(const aitb::SseEvent& event);

  aitb::Exchange& out_;
  JsonScratch& scratch_;
  const Peer& peer_;
  Each each_;
  Failure failure_;
  aitb::SseParser parser_;
  std::uint64_t events_ = 0;
};

/// [lane] Feeds a whole response body to the decoder.
aitb::task<> read_events(aitb::HttpResponse& response, EventDecoder& decoder);

/// A whole answer as an object. Throws Error(protocol) if it is none, and the error that it holds if it is
/// one.
const boost::json::object& parsed_answer(std::string_view body, JsonScratch& scratch, const Peer& peer);

}  // namespace service
