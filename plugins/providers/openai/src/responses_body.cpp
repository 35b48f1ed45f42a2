#include "responses_body.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <aitb/error.hpp>

#include "service/prompt.hpp"

namespace openai {
namespace {

namespace json = boost::json;
using aitb::ChatRequest;
using aitb::MediaKind;
using aitb::Message;
using aitb::Part;
using aitb::Role;

json::object file_part(const Part& part) {
  json::object file;
  file["type"] = "input_file";
  if (part.bytes.empty()) {
    file["file_url"] = part.url;
    return file;
  }
  file["filename"] = part.name.empty() ? "document" : part.name;
  file["file_data"] = service::data_url(part);
  return file;
}

json::object wire_part(const Part& part, Role role) {
  json::object wire;
  switch (part.kind) {
    case MediaKind::text:
      wire["type"] = role == Role::assistant ? "output_text" : "input_text";
      wire["text"] = part.text;
      break;
    case MediaKind::image:
      wire["type"] = "input_image";
      wire["image_url"] = part.url.empty() ? service::data_url(part) : part.url;
      break;
    case MediaKind::document:
      return file_part(part);
    default:
      throw aitb::Error(aitb::ErrorKind::unsupported,
                        "sending " + std::string(to_string(part.kind)) +
                            " by the Responses API, which takes text, images and files; use api: "
                            "chat_completions");
  }
  return wire;
}

json::value content(const Message& message) {
  if (message.parts.size() == 1 && message.parts.front().kind == MediaKind::text)
    return json::value(message.parts.front().text);
  json::array parts;
  for (const Part& part : message.parts) parts.push_back(wire_part(part, message.role));
  return parts;
}

json::object call_output(const Message& message) {
  json::object item;
  item["type"] = "function_call_output";
  item["call_id"] = message.tool_call_id;
  item["output"] = message.text();
  return item;
}

/// What the service gave with the call and wants back before it: reasoning items.
void add_carried(json::array& input, const std::string& carry) {
  if (carry.empty()) return;
  json::error_code failed;
  const json::value items = json::parse(carry, failed);
  if (failed || !items.is_array()) return;
  for (const json::value& item : items.get_array()) input.push_back(item);
}

void add_message(json::array& input, const Message& message) {
  if (message.role == Role::tool) {
    input.push_back(call_output(message));
    return;
  }
  if (!message.tool_calls.empty()) add_carried(input, message.tool_calls.front().carry);
  if (message.tool_calls.empty() || !message.text().empty()) {
    json::object item;
    item["role"] = to_string(message.role);
    item["content"] = content(message);
    input.push_back(std::move(item));
  }
  for (const aitb::ToolCall& call : message.tool_calls) {
    json::object item;
    item["type"] = "function_call";
    item["call_id"] = call.id;
    item["name"] = call.name;
    item["arguments"] = call.arguments;
    input.push_back(std::move(item));
  }
}

/// Tools are flat here: no `function` member around name and parameters.
void add_tools(json::object& body, const ChatRequest& request) {
  if (request.tools.empty()) return;
  json::array tools;
  for (const aitb::ToolSpec& spec : request.tools) {
    json::object tool;
    tool["type"] = "function";
    tool["name"] = spec.name;
    if (!spec.description.empty()) tool["description"] = spec.description;
    tool["parameters"] = spec.parameters;
    tool["strict"] = false;
    tools.push_back(std::move(tool));
  }
  body["tools"] = std::move(tools);
  const std::string& choice = request.tool_choice;
  if (choice == "auto" || choice == "none" || choice == "required") {
    body["tool_choice"] = choice;
  } else if (!choice.empty()) {
    json::object named;
    named["type"] = "function";
    named["name"] = choice;
    body["tool_choice"] = std::move(named);
  }
  if (request.parallel_tool_calls) body["parallel_tool_calls"] = *request.parallel_tool_calls;
}

/// {type: json_schema, json_schema: {…}} becomes {type: json_schema, …}.
json::object text_format(const json::value& response_format) {
  json::object format;
  if (const json::object* given = response_format.if_object()) {
    format = *given;
    if (json::value* inner = format.if_contains("json_schema"); inner != nullptr && inner->is_object()) {
      const json::object schema = inner->get_object();
      format.erase("json_schema");
      for (const auto& member : schema) format[member.key()] = member.value();
    }
  }
  json::object text;
  text["format"] = std::move(format);
  return text;
}

}  // namespace

std::string responses_body(const ChatRequest& request, const Options& options) {
  json::object body;
  body["model"] = request.model;
  json::array input;
  for (const Message& message : request.messages) add_message(input, message);
  body["input"] = std::move(input);
  body["store"] = options.store;
  if (request.stream) body["stream"] = true;
  if (request.max_tokens) body["max_output_tokens"] = *request.max_tokens;
  if (request.temperature) body["temperature"] = *request.temperature;
  if (request.top_p) body["top_p"] = *request.top_p;
  if (!request.reasoning_effort.empty()) {
    json::object reasoning;
    reasoning["effort"] = request.reasoning_effort;
    body["reasoning"] = std::move(reasoning);
  }
  if (!request.response_format.is_null()) body["text"] = text_format(request.response_format);
  add_tools(body, request);
  if (!options.store && !request.tools.empty())  // without the service's memory, reasoning travels with us
    body["include"] = json::array(1, json::value("reasoning.encrypted_content"));
  for (const auto& member : options.rules.extra) body[member.key()] = member.value();
  for (const auto& member : request.extra) body[member.key()] = member.value();
  return json::serialize(body);
}

}  // namespace openai
