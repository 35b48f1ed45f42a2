#include "response_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include <sim_kit/json_read.hpp>
#include "check.hpp"
#include "read_items.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;
using sim_kit::Ask;
using sim_kit::text_in;
using sim_kit::ToolMode;

constexpr std::int64_t kManyTokens = 1 << 20;

void read_tool(const json::object& tool, const std::string& path, ResponseRequest& request) {
  const std::string_view type = text_in(tool, "type");
  if (type.empty()) throw missing(path + ".type");
  if (type == "computer_use_preview" || type == "computer") {
    request.computer = true;
    request.batched = type == "computer";
    if (request.batched) return;
    request.width = integer(tool, "display_width", 1, 16384).value_or(1024);
    request.height = integer(tool, "display_height", 1, 16384).value_or(768);
    needed_string(tool, "environment", path + ".environment");
    return;
  }
  if (type != "function" && type != "custom") return;  // run by the service itself
  needed_string(tool, "name", path + ".name");
  sim_kit::Tool& made = request.ask.tools.emplace_back();
  made.name = text_in(tool, "name");
  made.description = text_in(tool, "description");
  made.parameters = tool.if_contains("parameters");
  made.custom = type == "custom";
}

void read_tools(const json::object& body, ResponseRequest& request) {
  Ask& ask = request.ask;
  ask.tool_list = array(body, "tools", "tools");
  for (std::size_t i = 0; ask.tool_list != nullptr && i < ask.tool_list->size(); ++i) {
    const json::value& tool = (*ask.tool_list)[i];
    const std::string path = fmt::format("tools[{}]", i);
    if (!tool.is_object()) throw wrong_type(path, "an object", tool);
    read_tool(tool.get_object(), path, request);
  }
  ask.parallel_tools = boolean(body, "parallel_tool_calls", "parallel_tool_calls").value_or(true);
  if (!ask.tools.empty()) ask.tool_mode = ToolMode::automatic;
  const json::value* choice = sim_kit::member(body, "tool_choice");
  if (choice == nullptr) return;
  if (const json::string* word = choice->if_string()) {
    const std::string_view mode = view(*word);
    if (mode != "none" && mode != "auto" && mode != "required")
      throw wrong_value("tool_choice", mode, {"none", "auto", "required"});
    if (mode == "none") {
      ask.tool_mode = ToolMode::none;
      request.computer = false;
    }
    if (mode == "required" && !ask.tools.empty()) ask.tool_mode = ToolMode::required;
    return;
  }
  if (!choice->is_object()) throw wrong_type("tool_choice", "one of a string or an object", *choice);
  const json::object& named = choice->get_object();
  if (text_in(named, "type") != "function" && text_in(named, "type") != "custom") return;
  ask.tool_mode = ToolMode::named;
  ask.tool_name = text_in(named, "name");
  const bool known = std::any_of(ask.tools.begin(), ask.tools.end(),
                                 [&](const sim_kit::Tool& tool) { return tool.name == ask.tool_name; });
  if (!known) {
    throw bad_request("", "tool_choice",
                      fmt::format("Tool choice '{}' not found in 'tools' parameter.", ask.tool_name));
  }
}

void read_text(const json::object& body, Ask& ask) {
  const json::object* text = object(body, "text", "text");
  const json::object* format = text != nullptr ? object(*text, "format", "text.format") : nullptr;
  if (format == nullptr) return;
  ask.format = view(needed_string(*format, "type", "text.format.type"));
  if (ask.format == "json_schema") {
    needed_string(*format, "name", "text.format.name");
    if (object(*format, "schema", "text.format.schema") == nullptr) throw missing("text.format.schema");
    ask.schema = format->if_contains("schema");
  } else if (ask.format != "text" && ask.format != "json_object") {
    throw wrong_value("text.format.type", ask.format, {"json_object", "json_schema", "text"});
  }
}

}  // namespace

json::array input_items(const json::object& body) {
  const json::value* input = sim_kit::member(body, "input");
  if (input == nullptr) throw missing("input");
  if (input->is_array()) return input->get_array();
  if (!input->is_string()) throw wrong_type("input", "one of a string or array of objects", *input);
  json::object part;
  part["type"] = "input_text";
  part["text"] = *input;
  json::object message;
  message["type"] = "message";
  message["role"] = "user";
  message["content"] = json::array{std::move(part)};
  return json::array{std::move(message)};
}

void read_response_request(const json::object& body, const json::array& items, ResponseRequest& request) {
  Ask& ask = request.ask;
  ask.model = view(needed_string(body, "model", "model"));
  if (const json::string* lasting = string(body, "instructions", "instructions")) {
    ask.begin_turn(sim_kit::Role::system);
    ask.add(sim_kit::PartKind::text, view(*lasting));
  }
  read_items(items, ask);
  number(body, "temperature", 0, 2);
  number(body, "top_p", 0, 1);
  ask.stream = boolean(body, "stream", "stream").value_or(false);
  request.store = boolean(body, "store", "store").value_or(true);
  if (const json::object* options = object(body, "stream_options", "stream_options"))
    request.obfuscate =
        boolean(*options, "include_obfuscation", "stream_options.include_obfuscation").value_or(true);
  ask.limit = integer(body, "max_output_tokens", 16, kManyTokens).value_or(-1);
  ask.shows_reasoning = false;
  if (const json::object* reasoning = object(body, "reasoning", "reasoning")) {
    if (const json::string* effort = string(*reasoning, "effort", "reasoning.effort"))
      ask.effort = view(*effort);
    request.summary = string(*reasoning, "summary", "reasoning.summary") != nullptr;
    ask.shows_reasoning = request.summary;
  }
  read_tools(body, request);
  read_text(body, ask);
  static const std::vector<std::string_view> kWhatMatters = {"model", "instructions", "tools", "tool_choice",
                                                             "text"};
  ask.digest = sim_kit::digest(json::serialize(items), sim_kit::digest(body, kWhatMatters));
}

}  // namespace openai_simulator
