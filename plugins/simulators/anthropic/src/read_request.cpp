#include "read_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include <sim_kit/json_read.hpp>
#include "api_error.hpp"

namespace anthropic_simulator {
namespace {

namespace json = boost::json;
using sim_kit::Ask;
using sim_kit::member;
using sim_kit::object_in;
using sim_kit::text_in;
using sim_kit::ToolMode;
using sim_kit::view;

constexpr std::int64_t kManyTokens = 1 << 20;

void read_system(const json::object& body, Ask& ask) {
  const json::value* system = member(body, "system");
  if (system == nullptr) return;
  ask.begin_turn(sim_kit::Role::system);
  if (system->is_string()) {
    ask.add(sim_kit::PartKind::text, view(system->get_string()));
  } else if (system->is_array()) {
    for (const json::value& block : system->get_array()) {
      if (!block.is_object()) throw invalid("system", "Input should be a valid list of text blocks");
      ask.add(sim_kit::PartKind::text, text_in(block.get_object(), "text"));
    }
  } else {
    throw invalid("system", "Input should be a valid string or list");
  }
}

void read_tool(const json::value& value, std::size_t index, Ask& ask) {
  const std::string path = fmt::format("tools.{}", index);
  const json::object* tool = value.if_object();
  if (tool == nullptr) throw invalid(path, "Input should be a valid dictionary");
  const std::string_view type = text_in(*tool, "type");
  if (!type.empty() && type != "custom") return;  // run by the service itself: nothing for us to call
  const std::string_view name = text_in(*tool, "name");
  if (name.empty()) throw invalid(path + ".custom.name", "Field required");
  const bool known = name.size() <= 128 && std::all_of(name.begin(), name.end(), [](unsigned char c) {
                       return std::isalnum(c) != 0 || c == '_' || c == '-';
                     });
  if (!known) throw invalid(path + ".custom.name", "String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
  const json::object* schema = object_in(*tool, "input_schema");
  if (schema == nullptr) throw invalid(path + ".custom.input_schema", "Field required");
  if (text_in(*schema, "type") != "object")
    throw invalid(path + ".custom.input_schema.type", "Input should be 'object'");
  sim_kit::Tool& made = ask.tools.emplace_back();
  made.name = name;
  made.description = text_in(*tool, "description");
  made.parameters = tool->if_contains("input_schema");
}

void read_tools(const json::object& body, Ask& ask) {
  const json::value* tools = member(body, "tools");
  if (tools != nullptr) {
    if (!tools->is_array()) throw invalid("tools", "Input should be a valid list");
    ask.tool_list = &tools->get_array();
    for (std::size_t i = 0; i < ask.tool_list->size(); ++i) read_tool((*ask.tool_list)[i], i, ask);
  }
  if (!ask.tools.empty()) ask.tool_mode = ToolMode::automatic;
  const json::object* choice = object_in(body, "tool_choice");
  if (choice == nullptr) return;
  ask.parallel_tools = !sim_kit::bool_in(*choice, "disable_parallel_tool_use", false);
  const std::string_view type = text_in(*choice, "type");
  if (type == "none") {
    ask.tool_mode = ToolMode::none;
    return;
  }
  if (type != "auto" && type != "any" && type != "tool") {
    throw invalid("tool_choice", fmt::format("Input tag '{}' found using 'type' does not match any of the "
                                             "expected tags: 'auto', 'any', 'tool', 'none'",
                                             type));
  }
  if (ask.tools.empty())
    throw invalid("tool_choice", "tool_choice may only be specified while providing tools");
  if (type == "any") ask.tool_mode = ToolMode::required;
  if (type != "tool") return;
  ask.tool_mode = ToolMode::named;
  ask.tool_name = text_in(*choice, "name");
  const bool known = std::any_of(ask.tools.begin(), ask.tools.end(),
                                 [&](const sim_kit::Tool& tool) { return tool.name == ask.tool_name; });
  if (!known)
    throw invalid("tool_choice", fmt::format("Tool '{}' not found in provided tools", ask.tool_name));
}

void read_thinking(const json::object& body, Ask& ask) {
  ask.may_reason = false;
  const json::object* thinking = object_in(body, "thinking");
  if (thinking == nullptr) return;
  const std::string_view type = text_in(*thinking, "type");
  ask.may_reason = type == "adaptive" || type == "enabled";
  if (type != "enabled") return;
  const json::value* budget = member(*thinking, "budget_tokens");
  if (budget == nullptr) throw invalid("thinking.enabled.budget_tokens", "Field required");
  const std::int64_t* tokens = budget->if_int64();
  if (tokens == nullptr || *tokens < 1024)
    throw invalid("thinking.enabled.budget_tokens", "Input should be greater than or equal to 1024");
  if (*tokens >= ask.limit)
    throw ApiError(400, "invalid_request_error",
                   "`max_tokens` must be greater than `thinking.budget_tokens`.");
}

void read_settings(const json::object& body, Ask& ask) {
  const json::value* limit = member(body, "max_tokens");
  if (limit == nullptr) throw invalid("max_tokens", "Field required");
  const std::int64_t* tokens = limit->if_int64();
  if (tokens == nullptr) throw invalid("max_tokens", "Input should be a valid integer");
  if (*tokens < 1) throw invalid("max_tokens", "Input should be greater than or equal to 1");
  ask.limit = std::min(*tokens, kManyTokens);
  if (const json::value* warm = member(body, "temperature")) {
    if (!warm->is_number()) throw invalid("temperature", "Input should be a valid number");
    const double degrees = warm->to_number<double>();
    if (degrees < 0 || degrees > 1) throw invalid("temperature", "range: 0..1");
  }
  if (const json::value* stream = member(body, "stream")) {
    if (!stream->is_bool()) throw invalid("stream", "Input should be a valid boolean");
    ask.stream = stream->get_bool();
  }
  if (const json::array* stops = sim_kit::array_in(body, "stop_sequences")) {
    for (const json::value& stop : *stops) {
      if (!stop.is_string()) throw invalid("stop_sequences", "Input should be a valid string");
      if (!stop.get_string().empty()) ask.stop.push_back(view(stop.get_string()));
    }
  }
  if (const json::object* output = object_in(body, "output_config")) {
    if (const std::string_view effort = text_in(*output, "effort"); !effort.empty()) ask.effort = effort;
    const json::object* format = object_in(*output, "format");
    if (format != nullptr && object_in(*format, "schema") != nullptr) {
      ask.format = "json_schema";
      ask.schema = format->if_contains("schema");
    }
  }
}

}  // namespace

Ask read_request(const json::value& value, bool answering) {
  const json::object* body = value.if_object();
  if (body == nullptr) throw ApiError(400, "invalid_request_error", "Input should be a valid dictionary");
  Ask ask;
  ask.model = text_in(*body, "model");
  if (ask.model.empty()) throw invalid("model", "Field required");
  const json::value* messages = member(*body, "messages");
  if (messages == nullptr) throw invalid("messages", "Field required");
  if (!messages->is_array()) throw invalid("messages", "Input should be a valid list");
  if (messages->get_array().empty())
    throw ApiError(400, "invalid_request_error", "messages: at least one message is required");
  read_system(*body, ask);
  read_messages(messages->get_array(), ask);
  if (answering) read_settings(*body, ask);
  read_tools(*body, ask);
  if (answering) read_thinking(*body, ask);
  static const std::vector<std::string_view> kWhatMatters = {"model", "system",      "messages",
                                                             "tools", "tool_choice", "output_config"};
  ask.digest = sim_kit::digest(*body, kWhatMatters);
  return ask;
}

}  // namespace anthropic_simulator
