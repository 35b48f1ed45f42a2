#include "service/event_reader.hpp"

#include "service/json_read.hpp"

namespace service {

using aitb::Error;
using aitb::ErrorKind;

EventDecoder::EventDecoder(aitb::Exchange& out, JsonScratch& scratch, const Peer& peer, Each each)
    : out_(out), scratch_(scratch), peer_(peer), each_(std::move(each)) {}

void EventDecoder::feed(std::string_view bytes) {
  parser_.feed(bytes, [this](const aitb::SseEvent& one) { event(one); });
}

void EventDecoder::event(const aitb::SseEvent& event) {
  if (event.is_comment || event.data.empty()) return out_.keep_alive();
  if (event.data == "[DONE]") return out_.done();
  ++events_;
  const boost::json::value* parsed = scratch_.parse(event.data);
  if (parsed == nullptr) {
    throw Error(ErrorKind::protocol, "reading the answer stream of " + peer_.service + ": event " +
                                         std::to_string(events_) +
                                         " is not JSON: " + peer_.excerpt(event.data));
  }
  const boost::json::object* object = parsed->if_object();
  if (object == nullptr) throw event_failure(peer_, *parsed);
  const std::string_view type = event.event.empty() ? text_at(*object, "type") : event.event;
  if (type == "error" || (type.empty() && is_error(*object)))
    throw failure_ ? failure_(*parsed) : event_failure(peer_, *parsed);
  each_(type, *object);
}

Error EventDecoder::cut_off(std::string_view missing) const {
  std::string text = "reading the answer stream of " + peer_.service + ": it ended after " +
                     std::to_string(events_) + " events without " + std::string(missing);
  if (parser_.partial()) text += ", inside an event";
  return Error(ErrorKind::protocol, text + "; the answer is incomplete");
}

aitb::task<> read_events(aitb::HttpResponse& response, EventDecoder& decoder) {
  return response.each([&decoder](const aitb::BodyBlock& block) { decoder.feed(block.data); },
                       std::as_bytes(std::span(&decoder, 1)));
}

const boost::json::object& parsed_answer(std::string_view body, JsonScratch& scratch, const Peer& peer) {
  const boost::json::value* parsed = scratch.parse(body);
  const boost::json::object* object = parsed != nullptr ? parsed->if_object() : nullptr;
  if (object == nullptr) {
    const char* why = "it is not a JSON object";
    if (body.empty()) why = "the body is empty";
    throw Error(ErrorKind::protocol,
                "reading the answer of " + peer.service + ": " + why + ": " + peer.excerpt(body));
  }
  if (is_error(*object)) throw event_failure(peer, *parsed);
  return *object;
}

}  // namespace service
