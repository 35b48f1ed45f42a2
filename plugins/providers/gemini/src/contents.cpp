#include "contents.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <string>

#include "service/base64.hpp"
#include "service/json_read.hpp"

namespace gemini {
namespace {

namespace json = boost::json;
using aitb::MediaKind;
using aitb::Message;
using aitb::Part;
using aitb::Role;

json::object text_part(const std::string& text) {
  json::object part;
  part["text"] = text;
  return part;
}

json::object media_part(const Part& part) {
  json::object inner;
  json::object wire;
  if (!part.media_type.empty()) inner["mimeType"] = part.media_type;
  if (part.bytes.empty()) {
    inner["fileUri"] = part.url;
    wire["fileData"] = std::move(inner);
    return wire;
  }
  std::string data;
  service::append_base64(data, part.bytes);
  inner["data"] = std::move(data);
  wire["inlineData"] = std::move(inner);
  return wire;
}

void add_parts(json::array& parts, const Message& message) {
  for (const Part& part : message.parts) {
    if (part.kind != MediaKind::text) {
      parts.push_back(media_part(part));
    } else if (!part.text.empty()) {
      parts.push_back(text_part(part.text));
    }
  }
}

/// Ids that we made ourselves, for calls that came without one, are not the service's.
bool is_our_id(const std::string& id) { return id.empty() || id.starts_with("aitb-call-"); }

json::object call_part(const aitb::ToolCall& call) {
  json::object inner;
  if (!is_our_id(call.id)) inner["id"] = call.id;
  inner["name"] = call.name;
  json::error_code failed;
  json::value arguments = json::parse(call.arguments.empty() ? "{}" : call.arguments, failed);
  if (failed || !arguments.is_object()) {
    json::object wrapped;
    wrapped["arguments"] = call.arguments;
    arguments = std::move(wrapped);
  }
  inner["args"] = std::move(arguments);
  json::object part;
  part["functionCall"] = std::move(inner);
  if (!call.carry.empty()) part["thoughtSignature"] = call.carry;
  return part;
}

/// The service wants an object: a text that is none is wrapped.
json::value response_of(const std::string& text) {
  json::error_code failed;
  json::value parsed = json::parse(text, failed);
  if (!failed && parsed.is_object()) return parsed;
  json::object wrapped;
  wrapped["output"] = text;
  return wrapped;
}

/// Results name their function; where the message does not, the call of the same id does.
std::string name_of(const aitb::ChatRequest& request, const Message& result) {
  if (!result.name.empty()) return result.name;
  for (const Message& message : request.messages) {
    for (const aitb::ToolCall& call : message.tool_calls) {
      if (call.id == result.tool_call_id) return call.name;
    }
  }
  return "unknown";
}

json::object result_part(const aitb::ChatRequest& request, const Message& message) {
  json::object inner;
  if (!is_our_id(message.tool_call_id)) inner["id"] = message.tool_call_id;
  inner["name"] = name_of(request, message);
  inner["response"] = response_of(message.text());
  json::object part;
  part["functionResponse"] = std::move(inner);
  return part;
}

/// Turns alternate, and all results of parallel calls stand in one: what follows with the same role is
/// joined.
void add_turn(json::array& contents, std::string_view role, json::array parts) {
  if (parts.empty()) return;
  if (!contents.empty() && service::text_of(contents.back().at("role")) == role) {
    json::array& last = contents.back().at("parts").as_array();
    for (json::value& part : parts) last.push_back(std::move(part));
    return;
  }
  json::object turn;
  turn["role"] = role;
  turn["parts"] = std::move(parts);
  contents.push_back(std::move(turn));
}

}  // namespace

void add_contents(json::object& body, const aitb::ChatRequest& request) {
  json::array contents, system;
  for (const Message& message : request.messages) {
    json::array parts;
    if (message.role == Role::tool) {
      parts.push_back(result_part(request, message));
      for (const Part& part : message.parts) {
        if (part.kind != MediaKind::text) parts.push_back(media_part(part));
      }
      add_turn(contents, "user", std::move(parts));
      continue;
    }
    const bool is_system = message.role == Role::system || message.role == Role::developer;
    add_parts(is_system ? system : parts, message);
    for (const aitb::ToolCall& call : message.tool_calls) parts.push_back(call_part(call));
    if (!is_system) add_turn(contents, message.role == Role::assistant ? "model" : "user", std::move(parts));
  }
  if (!system.empty()) {
    json::object instruction;
    instruction["parts"] = std::move(system);
    body["systemInstruction"] = std::move(instruction);
  }
  body["contents"] = std::move(contents);
}

}  // namespace gemini
