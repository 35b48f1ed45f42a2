#include "request_body.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <aitb/error.hpp>

#include "service/base64.hpp"
#include "service/json_read.hpp"

namespace anthropic {
namespace {

namespace json = boost::json;
using aitb::ChatRequest;
using aitb::MediaKind;
using aitb::Message;
using aitb::Part;
using aitb::Role;

json::object source_of(const Part& part) {
  json::object source;
  if (part.bytes.empty()) {
    source["type"] = "url";
    source["url"] = part.url;
    return source;
  }
  std::string data;
  service::append_base64(data, part.bytes);
  source["type"] = "base64";
  source["media_type"] = part.media_type;
  source["data"] = std::move(data);
  return source;
}

json::object text_block(const std::string& text) {
  json::object block;
  block["type"] = "text";
  block["text"] = text;
  return block;
}

json::object media_block(const Part& part) {
  if (part.kind != MediaKind::image && part.kind != MediaKind::document) {
    throw aitb::Error(aitb::ErrorKind::unsupported,
                      "sending " + std::string(to_string(part.kind)) +
                          " to the Messages API, which takes text, images and documents only");
  }
  json::object block;
  block["type"] = to_string(part.kind);
  if (part.kind == MediaKind::document && part.media_type == "text/plain" && !part.bytes.empty()) {
    json::object source;
    source["type"] = "text";
    source["media_type"] = "text/plain";
    source["data"] = part.bytes;
    block["source"] = std::move(source);
  } else {
    block["source"] = source_of(part);
  }
  if (part.kind == MediaKind::document && !part.name.empty()) block["title"] = part.name;
  return block;
}

/// Empty texts are refused by the service, so they are left out.
void add_parts(json::array& blocks, const std::vector<Part>& parts) {
  for (const Part& part : parts) {
    if (part.kind != MediaKind::text) {
      blocks.push_back(media_block(part));
    } else if (!part.text.empty()) {
      blocks.push_back(text_block(part.text));
    }
  }
}

/// Arguments travel as an object here; a text that is none is kept, so that the model can see it.
json::value input_of(const std::string& arguments) {
  json::error_code failed;
  json::value parsed = json::parse(arguments, failed);
  if (!failed && parsed.is_object()) return parsed;
  json::object wrapped;
  if (!arguments.empty()) wrapped["arguments"] = arguments;
  return wrapped;
}

/// The thinking that led to the calls: the service wants it back, unchanged, before them.
void add_carried(json::array& blocks, const Message& message) {
  if (message.tool_calls.empty() || message.tool_calls.front().carry.empty()) return;
  json::error_code failed;
  const json::value carried = json::parse(message.tool_calls.front().carry, failed);
  if (failed || !carried.is_array()) return;
  for (const json::value& block : carried.get_array()) blocks.push_back(block);
}

json::array assistant_blocks(const Message& message) {
  json::array blocks;
  add_carried(blocks, message);
  add_parts(blocks, message.parts);
  for (const aitb::ToolCall& call : message.tool_calls) {
    json::object block;
    block["type"] = "tool_use";
    block["id"] = call.id;
    block["name"] = call.name;
    block["input"] = input_of(call.arguments);
    blocks.push_back(std::move(block));
  }
  return blocks;
}

json::object result_block(const Message& message) {
  json::object block;
  block["type"] = "tool_result";
  block["tool_use_id"] = message.tool_call_id;
  json::array content;
  add_parts(content, message.parts);
  if (!content.empty()) block["content"] = std::move(content);
  return block;
}

/// Users and assistants must alternate, and all results of parallel calls must stand in one user message:
/// what follows with the same role is joined.
void add_turn(json::array& messages, std::string_view role, json::array blocks) {
  if (blocks.empty()) return;
  if (!messages.empty() && service::text_of(messages.back().at("role")) == role) {
    json::array& content = messages.back().at("content").as_array();
    for (json::value& block : blocks) content.push_back(std::move(block));
    return;
  }
  json::object message;
  message["role"] = role;
  message["content"] = std::move(blocks);
  messages.push_back(std::move(message));
}

void add_messages(json::object& body, const ChatRequest& request) {
  std::string system;
  json::array messages;
  for (const Message& message : request.messages) {
    json::array blocks;
    switch (message.role) {
      case Role::system:
      case Role::developer:
        system.append(system.empty() ? "" : "\n\n").append(message.text());
        break;
      case Role::assistant:
        add_turn(messages, "assistant", assistant_blocks(message));
        break;
      case Role::tool:
        blocks.push_back(result_block(message));
        add_turn(messages, "user", std::move(blocks));
        break;
      case Role::user:
        add_parts(blocks, message.parts);
        add_turn(messages, "user", std::move(blocks));
        break;
    }
  }
  if (!system.empty()) body["system"] = system;
  body["messages"] = std::move(messages);
}

void add_tools(json::object& body, const ChatRequest& request) {
  if (request.tools.empty()) return;
  json::array tools;
  for (const aitb::ToolSpec& spec : request.tools) {
    json::object tool;
    tool["name"] = spec.name;
    if (!spec.description.empty()) tool["description"] = spec.description;
    json::object schema;
    if (const json::object* given = spec.parameters.if_object()) schema = *given;
    if (!schema.contains("type")) schema["type"] = "object";
    tool["input_schema"] = std::move(schema);
    tools.push_back(std::move(tool));
  }
  body["tools"] = std::move(tools);
  json::object choice;
  const std::string& wanted = request.tool_choice;
  if (wanted == "required") {
    choice["type"] = "any";
  } else if (wanted == "none" || wanted == "auto" || wanted.empty()) {
    choice["type"] = wanted.empty() ? "auto" : wanted;
  } else {
    choice["type"] = "tool";
    choice["name"] = wanted;
  }
  if (request.parallel_tool_calls && wanted != "none")
    choice["disable_parallel_tool_use"] = !*request.parallel_tool_calls;
  if (!wanted.empty() || choice.size() > 1) body["tool_choice"] = std::move(choice);
}

void add_output_config(json::object& body, const ChatRequest& request) {
  json::object config;
  if (!request.reasoning_effort.empty()) {
    config["effort"] = request.reasoning_effort == "minimal" ? "low" : request.reasoning_effort;
  }
  const json::object* format = request.response_format.if_object();
  const json::value* named = format != nullptr ? format->if_contains("json_schema") : nullptr;
  if (named != nullptr && named->is_object() && named->get_object().contains("schema")) {
    json::object wire;
    wire["type"] = "json_schema";
    wire["schema"] = named->at("schema");
    config["format"] = std::move(wire);
  }
  if (!config.empty()) body["output_config"] = std::move(config);
}

void add_thinking(json::object& body, const Options& options) {
  if (options.thinking.empty()) return;
  json::object thinking;
  thinking["type"] = options.thinking;
  if (options.thinking == "enabled") thinking["budget_tokens"] = options.thinking_budget;
  body["thinking"] = std::move(thinking);
}

}  // namespace

std::string request_body(const ChatRequest& request, const Options& options) {
  json::object body;
  body["model"] = request.model;
  body["max_tokens"] = request.max_tokens.value_or(options.max_tokens);
  add_messages(body, request);
  if (request.stream) body["stream"] = true;
  if (request.temperature) body["temperature"] = *request.temperature;
  if (request.top_p) body["top_p"] = *request.top_p;
  if (!request.stop.empty()) body["stop_sequences"] = json::array(request.stop.begin(), request.stop.end());
  add_tools(body, request);
  add_output_config(body, request);
  add_thinking(body, options);
  for (const auto& member : options.extra) body[member.key()] = member.value();
  for (const auto& member : request.extra) body[member.key()] = member.value();
  return json::serialize(body);
}

}  // namespace anthropic
