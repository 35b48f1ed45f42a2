#include "openai_dialect/wire_message.hpp"

#include <boost/json/array.hpp>

#include <aitb/error.hpp>

#include "service/base64.hpp"
#include "service/prompt.hpp"

namespace openai_dialect {

using namespace service;
namespace {

namespace json = boost::json;
using aitb::MediaKind;
using aitb::Part;

std::string media_url(const Part& part) { return part.url.empty() ? service::data_url(part) : part.url; }

json::object wrapped(std::string_view type, json::object inner) {
  json::object part;
  part["type"] = type;
  part[type] = std::move(inner);
  return part;
}

json::object url_part(std::string_view type, const Part& part) {
  json::object inner;
  inner["url"] = media_url(part);
  return wrapped(type, std::move(inner));
}

json::object audio_part(const Part& part) {
  if (part.bytes.empty()) {
    throw aitb::Error(
        aitb::ErrorKind::unsupported,
        "sending audio by URL: chat completions take audio bytes only; give the file's content");
  }
  json::object inner;
  std::string data;
  append_base64(data, part.bytes);
  inner["data"] = std::move(data);
  inner["format"] = part.media_type == "audio/mpeg" || part.media_type == "audio/mp3" ? "mp3" : "wav";
  return wrapped("input_audio", std::move(inner));
}

json::object file_part(const Part& part) {
  if (part.bytes.empty()) {
    throw aitb::Error(aitb::ErrorKind::unsupported,
                      "sending a document by URL: chat completions take file bytes only; give the content");
  }
  json::object inner;
  inner["filename"] = part.name.empty() ? "document" : part.name;
  inner["file_data"] = media_url(part);
  return wrapped("file", std::move(inner));
}

json::object wire_part(const Part& part) {
  switch (part.kind) {
    case MediaKind::image:
      return url_part("image_url", part);
    case MediaKind::video:
      return url_part("video_url", part);
    case MediaKind::audio:
      return audio_part(part);
    case MediaKind::document:
      return file_part(part);
    case MediaKind::text:
      break;
  }
  json::object text;
  text["type"] = "text";
  text["text"] = part.text;
  return text;
}

/// A string where there is text only, as clients of the real service send it.
json::value content(const aitb::Message& message, const json::storage_ptr& memory) {
  if (message.parts.empty()) return json::value("", memory);
  if (message.parts.size() == 1 && message.parts.front().kind == MediaKind::text) {
    return json::value(message.parts.front().text, memory);
  }
  json::array parts(memory);
  for (const Part& part : message.parts) parts.push_back(wire_part(part));
  return parts;
}

json::array wire_calls(const std::vector<aitb::ToolCall>& calls) {
  json::array list;
  for (const aitb::ToolCall& call : calls) {
    json::object function;
    function["name"] = call.name;
    function["arguments"] = call.arguments;
    json::object entry;
    entry["id"] = call.id;
    entry["type"] = "function";
    entry["function"] = std::move(function);
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace

json::object wire_message(const aitb::Message& message, const std::string& send_reasoning,
                          json::storage_ptr memory) {
  json::object wire(memory);
  wire["role"] = to_string(message.role);
  const bool calls = !message.tool_calls.empty();
  if (calls && message.text().empty()) {
    wire["content"] = nullptr;
  } else {
    wire["content"] = content(message, memory);
  }
  if (calls) wire["tool_calls"] = wire_calls(message.tool_calls);
  if (message.role == aitb::Role::tool) wire["tool_call_id"] = message.tool_call_id;
  const bool reasoning = send_reasoning == "always" || (send_reasoning == "tools" && calls);
  if (reasoning && !message.reasoning.empty()) wire["reasoning_content"] = message.reasoning;
  return wire;
}

}  // namespace openai_dialect
