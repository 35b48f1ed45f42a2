#include "event_reader.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <span>

#include "service/base64.hpp"
#include "service/json_read.hpp"

namespace a2a {
namespace {

namespace json = boost::json;
using aitb::Channel;
using aitb::Error;
using aitb::ErrorKind;
using service::array_at;
using service::object_at;
using service::text_at;

bool ends(std::string_view state) {
  return state == "completed" || state == "failed" || state == "canceled" || state == "rejected";
}
bool asks_back(std::string_view state) { return state == "input-required" || state == "auth-required"; }

/// JSON-RPC's own codes and A2A's.
ErrorKind kind_of(std::int64_t code) {
  switch (code) {
    case -32601:  // method not found
    case -32003:  // push notifications
    case -32004:  // operation
    case -32005:  // content type
    case -32007:  // extended card
      return ErrorKind::unsupported;
    case -32700:
    case -32600:
    case -32602:
    case -32001:  // task not found
    case -32002:  // task not cancelable
      return ErrorKind::client_error;
    default:
      return ErrorKind::server_error;
  }
}

aitb::MediaKind kind_of_type(std::string_view type) {
  if (type.starts_with("image/")) return aitb::MediaKind::image;
  if (type.starts_with("audio/")) return aitb::MediaKind::audio;
  return type.starts_with("video/") ? aitb::MediaKind::video : aitb::MediaKind::document;
}

}  // namespace

Error EventReader::refusal(const json::object& error) const {
  const std::int64_t code = service::integer_at(error, "code").value_or(0);
  std::string message(text_at(error, "message"));
  if (message.empty()) message = "no message";
  Error refused(kind_of(code), peer_.service + " refused the request: " + peer_.redact(std::move(message)) +
                                   " (code " + std::to_string(code) + ")");
  refused.with_code(std::to_string(code));
  return refused;
}

void EventReader::take(std::string_view response) {
  json::error_code failed;
  json::parse_options deep;
  deep.max_depth = 64;
  json::value parsed = json::parse(response, failed, {}, deep);
  const json::object* body = failed ? nullptr : parsed.if_object();
  if (body == nullptr) {
    throw Error(ErrorKind::protocol,
                peer_.service + " sent what is no JSON-RPC response: " + peer_.excerpt(response));
  }
  if (const json::object* error = object_at(*body, "error")) throw refusal(*error);
  const json::object* result = object_at(*body, "result");
  if (result == nullptr) {
    throw Error(ErrorKind::protocol, peer_.service + " sent a JSON-RPC response without result and error");
  }
  event(*result);
  reply_.result = *result;
  end_badly();
}

void EventReader::event(const json::object& result) {
  const std::string_view kind = text_at(result, "kind");
  if (const std::string_view context = text_at(result, "contextId"); !context.empty())
    reply_.context_id = context;
  if (kind == "message") {
    if (const std::string_view id = text_at(result, "messageId"); !id.empty()) out_.identify(id, {});
    message(result, Channel::answer);
    over_ = true;
  } else if (kind == "task") {
    task(result);
  } else if (kind == "status-update") {
    const json::object* said = object_at(result, "status");
    const json::value* last = result.if_contains("final");
    if (said != nullptr) status(*said, last != nullptr && last->is_bool() && last->get_bool());
  } else if (kind == "artifact-update") {
    if (const json::object* piece = object_at(result, "artifact")) artifact(*piece);
  } else {
    throw Error(ErrorKind::protocol,
                peer_.service + " sent a result of an unknown kind: " + peer_.excerpt(kind));
  }
}

void EventReader::task(const json::object& whole) {
  if (const std::string_view id = text_at(whole, "id"); !id.empty()) {
    reply_.task_id = id;
    out_.identify(id, {});
  }
  const json::object* said = object_at(whole, "status");
  const std::string_view state = said != nullptr ? text_at(*said, "state") : std::string_view();
  const json::array* artifacts = array_at(whole, "artifacts");
  if (artifacts != nullptr && (ends(state) || asks_back(state))) {  // before that they will come again
    for (const json::value& one : *artifacts) {
      if (one.is_object()) artifact(one.get_object());
    }
  }
  if (said != nullptr) status(*said, false);
}

void EventReader::status(const json::object& said, bool final_event) {
  reply_.state = text_at(said, "state");
  const bool last = final_event || ends(reply_.state) || asks_back(reply_.state);
  if (const json::object* words = object_at(said, "message")) {
    const std::size_t before = reply_.text.size();
    // What an agent says while it works is not its answer.
    message(*words, last ? Channel::answer : Channel::reasoning);
    last_words_ = reply_.text.substr(before);
  }
  over_ = over_ || last;
}

void EventReader::artifact(const json::object& piece) { parts(piece, Channel::answer); }
void EventReader::message(const json::object& words, Channel channel) { parts(words, channel); }

void EventReader::parts(const json::object& holder, Channel channel) {
  const json::array* list = array_at(holder, "parts");
  if (list == nullptr) return;
  for (const json::value& one : *list) {
    const json::object* part = one.if_object();
    if (part == nullptr) continue;
    const std::string_view kind = text_at(*part, "kind");
    if (kind == "text") {
      say(channel, text_at(*part, "text"));
    } else if (kind == "data" && part->contains("data")) {
      say(channel, json::serialize(part->at("data")));
    } else if (const json::object* inner = object_at(*part, "file")) {
      file(*inner);
    }
  }
}

void EventReader::file(const json::object& inner) {
  const std::string type(text_at(inner, "mimeType"));
  const aitb::MediaKind kind = kind_of_type(type);
  const std::string_view encoded = text_at(inner, "bytes");
  aitb::Part part;
  if (encoded.empty()) {
    part = aitb::Part::from_url(kind, type, std::string(text_at(inner, "uri")));
  } else {
    const std::vector<std::byte> bytes = service::decode_base64(encoded);
    out_.media(kind, bytes);
    part = aitb::Part(kind, type, std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  }
  part.name = text_at(inner, "name");
  reply_.parts.push_back(std::move(part));
}

void EventReader::say(Channel channel, std::string_view text) {
  out_.delta(channel, text);
  if (channel != Channel::answer || text.empty()) return;
  reply_.text += text;
  reply_.parts.emplace_back(std::string(text));
}

void EventReader::end_badly() const {
  if (reply_.state != "failed" && reply_.state != "rejected" && reply_.state != "canceled") return;
  std::string sentence = peer_.service + " ended the task as " + reply_.state;
  if (!last_words_.empty()) sentence.append(": ").append(peer_.excerpt(last_words_));
  Error failure(reply_.state == "rejected" ? ErrorKind::client_error : ErrorKind::tool_failure, sentence);
  failure.with_code(reply_.state);
  throw failure;
}

aitb::AgentReply EventReader::finish() {
  out_.finish_reason(reply_.state.empty() ? "message" : reply_.state);
  out_.done();
  return std::move(reply_);
}

}  // namespace a2a
