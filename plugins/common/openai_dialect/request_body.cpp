#include "openai_dialect/request_body.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "openai_dialect/wire_message.hpp"

namespace openai_dialect {

namespace {

namespace json = boost::json;
using aitb::ChatRequest;

constexpr std::size_t kUsualMembers = 8;

json::array tools(const std::vector<aitb::ToolSpec>& specs) {
  json::array list;
  for (const aitb::ToolSpec& spec : specs) {
    json::object function;
    function["name"] = spec.name;
    if (!spec.description.empty()) function["description"] = spec.description;
    if (!spec.parameters.is_null()) function["parameters"] = spec.parameters;
    json::object tool;
    tool["type"] = "function";
    tool["function"] = std::move(function);
    list.push_back(std::move(tool));
  }
  return list;
}

json::value tool_choice(const std::string& choice) {
  if (choice == "auto" || choice == "none" || choice == "required") return json::value(choice);
  json::object named;
  named["type"] = "function";
  json::object function;
  function["name"] = choice;
  named["function"] = std::move(function);
  return named;
}

void add_tools(json::object& body, const ChatRequest& request) {
  if (request.tools.empty()) return;
  body["tools"] = tools(request.tools);
  if (!request.tool_choice.empty()) body["tool_choice"] = tool_choice(request.tool_choice);
  if (request.parallel_tool_calls) body["parallel_tool_calls"] = *request.parallel_tool_calls;
}

void add_sampling(json::object& body, const ChatRequest& request, const Rules& rules) {
  if (request.max_tokens) body[rules.max_tokens_field] = *request.max_tokens;
  if (request.temperature) body["temperature"] = *request.temperature;
  if (request.top_p) body["top_p"] = *request.top_p;
  if (request.seed) body["seed"] = *request.seed;
  if (!request.stop.empty()) body["stop"] = json::array(request.stop.begin(), request.stop.end());
  if (!request.reasoning_effort.empty()) body["reasoning_effort"] = request.reasoning_effort;
  if (!request.response_format.is_null()) body["response_format"] = request.response_format;
}

void add_stream(json::object& body, const ChatRequest& request, const Rules& rules) {
  if (!request.stream) return;
  body["stream"] = true;
  if (!rules.stream_usage) return;
  json::object stream_options(body.storage());
  stream_options["include_usage"] = true;
  body["stream_options"] = std::move(stream_options);
}

}  // namespace

std::string request_body(const ChatRequest& request, const Rules& rules) {
  // A load makes a body for every request: all of it but large ones comes from the stack.
  std::array<unsigned char, 4096> block;
  json::monotonic_resource memory(block.data(), block.size());
  json::object body(&memory);
  body.reserve(kUsualMembers);
  body["model"] = request.model;
  json::array messages(&memory);
  messages.reserve(request.messages.size());
  for (const aitb::Message& message : request.messages) {
    messages.push_back(wire_message(message, rules.send_reasoning, &memory));
  }
  body["messages"] = std::move(messages);
  add_stream(body, request, rules);
  add_sampling(body, request, rules);
  add_tools(body, request);
  for (const auto& member : rules.extra) body[member.key()] = member.value();
  for (const auto& member : request.extra) body[member.key()] = member.value();
  return json::serialize(body);
}

}  // namespace openai_dialect
