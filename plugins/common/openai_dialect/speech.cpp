#include <boost/json/serialize.hpp>
#include <span>

#include "openai_dialect/media.hpp"
#include "openai_dialect/usage.hpp"
#include "service/base64.hpp"
#include "service/event_reader.hpp"
#include "service/json_read.hpp"
#include "service/response.hpp"

namespace openai_dialect {
namespace {

namespace json = boost::json;
using namespace service;
using aitb::MediaKind;

std::string body_of(const aitb::SpeechRequest& request) {
  json::object body;
  body["model"] = request.model;
  body["input"] = request.input;
  body["voice"] = request.voice.empty() ? "alloy" : request.voice;  // the service wants one
  if (!request.format.empty()) body["response_format"] = request.format;
  if (request.speed) body["speed"] = *request.speed;
  if (!request.instructions.empty()) body["instructions"] = request.instructions;
  for (const auto& member : request.extra) body[member.key()] = member.value();
  return json::serialize(body);
}

/// Raw sound, as it arrives.
aitb::task<std::size_t> read_sound(aitb::HttpResponse& response, aitb::Exchange& out) {
  std::size_t total = 0;
  while (true) {
    const std::optional<aitb::BodyBlock> block = co_await response.read();
    if (!block) break;
    if (block->data.empty()) continue;
    out.media(MediaKind::audio, std::as_bytes(std::span(block->data.data(), block->data.size())));
    total += block->data.size();
  }
  co_return total;
}

}  // namespace

aitb::task<> speak(Api& api, aitb::SpeechRequest request, aitb::Exchange& out) {
  aitb::HttpRequest http = api.request("/audio/speech", request.model, body_of(request));
  http.headers.set("Accept", "*/*");
  out.request(request.input, request.input.size() + request.instructions.size());
  aitb::HttpResponse response = co_await api.send(std::move(http), out);
  const std::string_view type = response.headers.get("content-type");
  if (type.starts_with("application/json")) {  // sound was asked for: this can only be an error
    const std::string body = co_await response.text();
    parsed_answer(body, api.scratch(), api.peer());
    throw aitb::Error(aitb::ErrorKind::protocol, "reading the answer of " + api.peer().service +
                                                     ": JSON instead of sound: " + api.peer().excerpt(body));
  }
  if (!type.empty()) out.note("media_type", type);
  if (!is_event_stream(response, false)) {
    const std::size_t total = co_await read_sound(response, out);
    if (total == 0) {
      throw aitb::Error(aitb::ErrorKind::protocol,
                        "reading the answer of " + api.peer().service + ": no sound came");
    }
    co_return;
  }
  bool ended = false;
  EventDecoder::Each each = [&out, &ended](std::string_view kind, const json::object& event) {
    if (kind == "speech.audio.delta") {
      const std::vector<std::byte> sound = decode_base64(text_at(event, "audio"));
      out.media(MediaKind::audio, sound);
    } else if (kind == "speech.audio.done") {
      ended = true;
      if (const json::object* usage = object_at(event, "usage")) out.usage(read_token_usage(*usage));
    }
  };
  EventDecoder decoder(out, api.scratch(), api.peer(), std::move(each));
  co_await read_events(response, decoder);
  if (!ended) throw decoder.cut_off("speech.audio.done");
}

}  // namespace openai_dialect
