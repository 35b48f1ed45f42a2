#include "request_line.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "event.hpp"
#include "service/base64.hpp"

namespace exec {
namespace json = boost::json;
namespace {

json::object part_json(const aitb::Part& part) {
  json::object out;
  out["type"] = aitb::to_string(part.kind);
  if (part.kind == aitb::MediaKind::text) {
    out["text"] = part.text;
    return out;
  }
  if (!part.media_type.empty()) out["media_type"] = part.media_type;
  if (!part.name.empty()) out["name"] = part.name;
  if (!part.url.empty()) {
    out["url"] = part.url;
  } else {
    std::string data;
    service::append_base64(data, part.bytes);
    out["data"] = data;
  }
  return out;
}

json::object message_json(const aitb::Message& message) {
  json::object out;
  out["role"] = aitb::to_string(message.role);
  json::array content;
  for (const aitb::Part& part : message.parts) content.push_back(part_json(part));
  out["content"] = std::move(content);
  if (!message.tool_call_id.empty()) out["tool_call_id"] = message.tool_call_id;
  if (!message.name.empty()) out["name"] = message.name;
  if (!message.reasoning.empty()) out["reasoning"] = message.reasoning;
  if (message.tool_calls.empty()) return out;
  json::array calls;
  for (const aitb::ToolCall& call : message.tool_calls) {
    json::object one;
    one["call_id"] = call.id;
    one["name"] = call.name;
    one["arguments"] = call.arguments;
    calls.push_back(std::move(one));
  }
  out["tool_calls"] = std::move(calls);
  return out;
}

json::array tools_json(const std::vector<aitb::ToolSpec>& tools) {
  json::array out;
  for (const aitb::ToolSpec& tool : tools) {
    json::object one;
    one["name"] = tool.name;
    one["description"] = tool.description;
    one["parameters"] = tool.parameters;
    out.push_back(std::move(one));
  }
  return out;
}

template <class T>
void put(json::object& out, std::string_view key, const std::optional<T>& value) {
  if (value) out[key] = *value;
}

json::object request_of(std::uint64_t id, std::string_view face, const std::string& model) {
  json::object out;
  out["type"] = "request";
  out["id"] = id;
  out["face"] = face;
  if (!model.empty()) out["model"] = model;
  return out;
}

std::string line_of(const json::object& object) { return json::serialize(object) + "\n"; }

}  // namespace

std::string hello_line(const json::object& options) {
  json::object out;
  out["type"] = "hello";
  out["protocol"] = protocol_name;
  out["options"] = options;
  return line_of(out);
}

std::string chat_line(std::uint64_t id, const aitb::ChatRequest& request) {
  json::object out = request_of(id, "chat", request.model);
  out["stream"] = request.stream;
  json::array messages;
  for (const aitb::Message& message : request.messages) messages.push_back(message_json(message));
  out["messages"] = std::move(messages);
  if (!request.tools.empty()) out["tools"] = tools_json(request.tools);
  if (!request.tool_choice.empty()) out["tool_choice"] = request.tool_choice;
  put(out, "parallel_tool_calls", request.parallel_tool_calls);
  put(out, "max_tokens", request.max_tokens);
  put(out, "temperature", request.temperature);
  put(out, "top_p", request.top_p);
  put(out, "seed", request.seed);
  if (!request.stop.empty()) out["stop"] = json::array(request.stop.begin(), request.stop.end());
  if (!request.reasoning_effort.empty()) out["reasoning_effort"] = request.reasoning_effort;
  if (!request.response_format.is_null()) out["response_format"] = request.response_format;
  if (!request.extra.empty()) out["extra"] = request.extra;
  return line_of(out);
}

std::string images_line(std::uint64_t id, const aitb::ImageRequest& request) {
  json::object out = request_of(id, "images", request.model);
  out["prompt"] = request.prompt;
  out["count"] = request.count;
  if (!request.size.empty()) out["size"] = request.size;
  if (!request.quality.empty()) out["quality"] = request.quality;
  if (!request.output_format.empty()) out["output_format"] = request.output_format;
  if (!request.extra.empty()) out["extra"] = request.extra;
  return line_of(out);
}

std::string cancel_line(std::uint64_t id) {
  json::object out;
  out["type"] = "cancel";
  out["id"] = id;
  return line_of(out);
}

std::size_t content_bytes(const aitb::ChatRequest& request) {
  std::size_t sum = 0;
  for (const aitb::Message& message : request.messages)
    for (const aitb::Part& part : message.parts) sum += part.text.size() + part.bytes.size();
  return sum;
}

std::string last_prompt(const aitb::ChatRequest& request) {
  for (auto message = request.messages.rbegin(); message != request.messages.rend(); ++message)
    if (message->role == aitb::Role::user) return message->text();
  return {};
}

}  // namespace exec
