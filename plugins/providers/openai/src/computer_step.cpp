#include "computer_step.hpp"

#include <boost/json/serialize.hpp>

#include "responses_chat.hpp"
#include "service/base64.hpp"
#include "service/json_read.hpp"

namespace openai {
namespace {

namespace json = boost::json;
using namespace service;

std::string tool_of(const Options& options, const std::string& model) {
  if (!options.computer_tool.empty()) return options.computer_tool;
  return model.starts_with("computer-use") ? "computer_use_preview" : "computer";
}

/// The younger tool takes its measures from the screenshots.
json::object tool_object(const aitb::ComputerRequest& request, const std::string& tool) {
  json::object wire;
  wire["type"] = tool;
  if (tool != "computer_use_preview") return wire;
  wire["display_width"] = request.display_width;
  wire["display_height"] = request.display_height;
  wire["environment"] = request.environment;
  return wire;
}

json::object call_output(const aitb::ComputerOutput& output) {
  std::string url = "data:image/png;base64,";
  append_base64(url, output.screenshot);
  json::object screenshot;
  screenshot["type"] = "computer_screenshot";
  screenshot["image_url"] = std::move(url);
  json::object item;
  item["type"] = "computer_call_output";
  item["call_id"] = output.call_id;
  item["output"] = std::move(screenshot);
  if (!output.acknowledged_safety_checks.empty())
    item["acknowledged_safety_checks"] = output.acknowledged_safety_checks;
  return item;
}

aitb::ComputerCall call_of(const json::object& item) {
  aitb::ComputerCall call;
  call.call_id = text_at(item, "call_id");
  if (const json::object* action = object_at(item, "action")) call.actions.push_back(*action);
  if (const json::array* actions = array_at(item, "actions")) {
    for (const json::value& one : *actions) {
      if (const json::object* action = one.if_object()) call.actions.push_back(*action);
    }
  }
  if (const json::array* checks = array_at(item, "pending_safety_checks"))
    call.pending_safety_checks = *checks;
  return call;
}

void tell_request(const aitb::ComputerRequest& request, aitb::Exchange& out) {
  std::string summary = request.instructions;
  std::size_t bytes = request.instructions.size() + request.system.size();
  for (const aitb::ComputerOutput& output : request.outputs) {
    summary += "[screenshot]";
    bytes += output.screenshot.size() + output.current_url.size();
  }
  out.request(summary, bytes);
}

}  // namespace

std::string computer_body(const aitb::ComputerRequest& request, const std::string& tool) {
  json::object body;
  body["model"] = request.model;
  json::array tools;
  tools.push_back(tool_object(request, tool));
  body["tools"] = std::move(tools);
  body["truncation"] = "auto";  // the service wants it: screenshots fill the context
  if (!request.system.empty()) body["instructions"] = request.system;
  if (!request.previous_response_id.empty()) body["previous_response_id"] = request.previous_response_id;
  json::array input;
  for (const aitb::ComputerOutput& output : request.outputs) input.push_back(call_output(output));
  if (!request.instructions.empty()) {
    json::object message;
    message["role"] = "user";
    message["content"] = request.instructions;
    input.push_back(std::move(message));
  }
  body["input"] = std::move(input);
  for (const auto& member : request.extra) body[member.key()] = member.value();
  return json::serialize(body);
}

aitb::task<aitb::ComputerReply> computer_step(openai_dialect::Api& api, const Options& options,
                                              aitb::ComputerRequest request, aitb::Exchange& out) {
  std::string body = computer_body(request, tool_of(options, request.model));
  tell_request(request, out);
  const json::value* stream = request.extra.if_contains("stream");
  const bool streamed = stream != nullptr && stream->is_bool() && stream->get_bool();
  std::string model = std::move(request.model);
  request = aitb::ComputerRequest();
  ResponsesReader reader(out, api.peer());
  co_await ask_responses(api, std::move(model), std::move(body), streamed, reader, out);
  aitb::ComputerReply reply;
  reply.response_id = reader.response_id;
  reply.status = reader.status;
  reply.text = reader.text;
  reply.reasoning = reader.reasoning;
  for (const json::value& item : reader.computer_calls) reply.calls.push_back(call_of(item.get_object()));
  for (const aitb::ComputerCall& call : reply.calls) {
    json::array actions;
    for (const json::object& action : call.actions) actions.push_back(action);
    out.tool_call(aitb::ToolCall(call.call_id, "computer", json::serialize(actions)));
  }
  co_return reply;
}

}  // namespace openai
