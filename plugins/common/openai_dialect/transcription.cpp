#include <boost/json/serialize.hpp>

#include "openai_dialect/media.hpp"
#include "openai_dialect/usage.hpp"
#include "service/event_reader.hpp"
#include "service/json_read.hpp"
#include "service/response.hpp"

namespace openai_dialect {
namespace {

namespace json = boost::json;
using namespace service;
using aitb::Channel;

std::string form_text(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

aitb::HttpRequest http_request(Api& api, const aitb::TranscriptionRequest& request) {
  aitb::Multipart form;
  form.field("model", request.model);
  if (!request.language.empty()) form.field("language", request.language);
  if (!request.prompt.empty()) form.field("prompt", request.prompt);
  if (!request.response_format.empty()) form.field("response_format", request.response_format);
  if (request.stream) form.field("stream", "true");
  for (const auto& member : request.extra) form.field(member.key(), form_text(member.value()));
  form.file("file", request.file_name.empty() ? "audio.wav" : request.file_name,
            request.media_type.empty() ? "audio/wav" : request.media_type, request.audio);
  std::string type = form.content_type();
  return api.request("/audio/transcriptions", request.model, form.finish(), std::move(type));
}

/// Some models count tokens, others seconds.
void report_usage(const json::object& answer, aitb::Exchange& out) {
  const json::object* usage = object_at(answer, "usage");
  if (usage == nullptr) return;
  if (text_at(*usage, "type") != "duration") return out.usage(read_token_usage(*usage));
  if (const json::value* seconds = usage->if_contains("seconds"))
    out.note("audio_seconds", json::serialize(*seconds));
}

void report_whole(std::string_view body, bool is_json, Api& api, aitb::Exchange& out) {
  if (!is_json) return out.delta(Channel::transcript, body);
  const json::object& answer = parsed_answer(body, api.scratch(), api.peer());
  const json::value* text = answer.if_contains("text");
  if (text == nullptr || !text->is_string()) {
    throw aitb::Error(aitb::ErrorKind::protocol, "reading the answer of " + api.peer().service +
                                                     ": it has no text: " + api.peer().excerpt(body));
  }
  out.delta(Channel::transcript, text_of(*text));
  if (const json::value* seconds = answer.if_contains("duration"))
    out.note("audio_seconds", json::serialize(*seconds));
  report_usage(answer, out);
}

}  // namespace

aitb::task<> transcribe(Api& api, aitb::TranscriptionRequest request, aitb::Exchange& out) {
  aitb::HttpRequest http = http_request(api, request);
  if (request.stream) http.headers.set("Accept", "text/event-stream");
  out.request(request.prompt.empty() ? "[audio]" : request.prompt + "[audio]",
              request.audio.size() + request.prompt.size());
  std::string().swap(request.audio);  // the body has it
  aitb::HttpResponse response = co_await api.send(std::move(http), out);
  if (!is_event_stream(response, false)) {
    const bool is_json = response.headers.get("content-type").starts_with("application/json");
    const std::string body = co_await response.text();
    report_whole(body, is_json, api, out);
    co_return;
  }
  bool ended = false;
  EventDecoder::Each each = [&out, &ended](std::string_view type, const json::object& event) {
    if (type == "transcript.text.delta") {
      out.delta(Channel::transcript, text_at(event, "delta"));
    } else if (type == "transcript.text.done") {
      ended = true;
      report_usage(event, out);
    }
  };
  EventDecoder decoder(out, api.scratch(), api.peer(), std::move(each));
  co_await read_events(response, decoder);
  if (!ended) throw decoder.cut_off("transcript.text.done");
}

}  // namespace openai_dialect
