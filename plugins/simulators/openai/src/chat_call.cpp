#include "chat_call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <cctype>

#include <sim_kit/json_read.hpp>
#include "check.hpp"
#include "check_messages.hpp"
#include "read_messages.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;

constexpr std::int64_t kManyTokens = 1 << 20;
/// What makes an answer what it is, so that a streamed and a whole one agree.
const std::vector<std::string_view> kWhatMatters = {"model", "messages",    "seed",
                                                    "tools", "tool_choice", "response_format"};

using sim_kit::Ask;
using sim_kit::Tool;
using sim_kit::ToolMode;

void list_tools(Ask& ask) {
  for (const json::value& value : *ask.tool_list) {
    const std::string_view type = view(value.get_object().at("type").get_string());
    const json::object& body = value.get_object().at(type).get_object();
    Tool& tool = ask.tools.emplace_back();
    tool.name = view(body.at("name").get_string());
    if (const json::value* text = body.if_contains("description"); text != nullptr && text->is_string())
      tool.description = view(text->get_string());
    tool.parameters = body.if_contains("parameters");
    tool.custom = type == "custom";
  }
}

void read_tools(const json::object& body, Ask& call) {
  call.tool_list = array(body, "tools", "tools");
  if (call.tool_list != nullptr) check_tools(*call.tool_list);
  const bool any = call.tool_list != nullptr && !call.tool_list->empty();
  if (any) list_tools(call);
  call.parallel_tools = boolean(body, "parallel_tool_calls", "parallel_tool_calls").value_or(true);
  if (any) call.tool_mode = ToolMode::automatic;
  const json::value* choice = sim_kit::member(body, "tool_choice");
  if (choice == nullptr) return;
  if (!any) {
    throw bad_request(
        "", "tool_choice",
        "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.");
  }
  if (const json::string* word = choice->if_string()) {
    const std::string_view mode = view(*word);
    if (mode == "none") call.tool_mode = ToolMode::none;
    if (mode == "required") call.tool_mode = ToolMode::required;
    if (mode != "none" && mode != "required" && mode != "auto") {
      throw wrong_value("tool_choice", mode, {"none", "auto", "required"});
    }
    return;
  }
  const json::object* named = choice->if_object();
  if (named == nullptr) throw wrong_type("tool_choice", "one of a string or an object", *choice);
  const std::string_view type = view(needed_string(*named, "type", "tool_choice.type"));
  const std::string inside = fmt::format("tool_choice.{}", type);
  const json::object* inner = object(*named, type, inside);
  if (inner == nullptr) throw missing(inside);
  if (type == "allowed_tools") {
    call.tool_mode = view(needed_string(*inner, "mode", inside + ".mode")) == "required"
                         ? ToolMode::required
                         : ToolMode::automatic;
    return;
  }
  call.tool_mode = ToolMode::named;
  call.tool_name = view(needed_string(*inner, "name", inside + ".name"));
  const bool custom = type == "custom";
  const bool known = std::any_of(call.tools.begin(), call.tools.end(), [&](const Tool& tool) {
    return tool.custom == custom && tool.name == call.tool_name;
  });
  if (!known) {
    throw bad_request("", "tool_choice",
                      fmt::format("Tool choice '{}' not found in 'tools' parameter.", call.tool_name));
  }
}

/// Thoughts that led to tool calls must come back with them.
void read_thinking(const json::object& body, const json::array& messages, Ask& call) {
  const json::object* thinking = object(body, "thinking", "thinking");
  const json::string* type = thinking != nullptr ? string(*thinking, "type", "thinking.type") : nullptr;
  call.may_reason = type == nullptr || view(*type) != "disabled";
  // The older names choose by themselves: one always thinks, the other never.
  if (!call.may_reason || !call.model.starts_with("deepseek-v4")) return;
  for (const json::value& one : messages) {
    const json::object& message = one.get_object();
    if (message.contains("tool_calls") && !message.contains("reasoning_content")) {
      throw bad_request("", "",
                        "The `reasoning_content` in the thinking mode must be passed back to the API.");
    }
  }
}

void read_stop(const json::object& body, Ask& call) {
  const json::value* stop = sim_kit::member(body, "stop");
  if (stop == nullptr) return;
  if (const json::string* one = stop->if_string()) {
    if (!one->empty()) call.stop.push_back(view(*one));
    return;
  }
  const json::array* several = stop->if_array();
  if (several == nullptr) throw wrong_type("stop", "one of an array of strings or a string", *stop);
  if (several->size() > 4) {
    throw bad_request(
        "array_above_max_length", "stop",
        fmt::format("Invalid 'stop': array too long. Expected an array with maximum length 4, but got an "
                    "array with length {} instead.",
                    several->size()));
  }
  for (const json::value& one : *several) {
    if (!one.is_string()) throw wrong_type(fmt::format("stop[{}]", call.stop.size()), "a string", one);
    if (!one.get_string().empty()) call.stop.push_back(view(one.get_string()));
  }
}

void read_format(const json::object& body, Ask& call) {
  const json::object* format = object(body, "response_format", "response_format");
  if (format == nullptr) return;
  call.format = view(needed_string(*format, "type", "response_format.type"));
  if (call.format == "json_object") {
    const std::string said = json::serialize(body.at("messages"));
    const bool named = std::search(said.begin(), said.end(), "json", "json" + 4, [](char a, char b) {
                         return std::tolower(static_cast<unsigned char>(a)) == b;
                       }) != said.end();
    if (!named) {
      throw bad_request("", "messages",
                        "'messages' must contain the word 'json' in some form, to use 'response_format' of "
                        "type 'json_object'.");
    }
  } else if (call.format == "json_schema") {
    const json::object* inner = object(*format, "json_schema", "response_format.json_schema");
    if (inner == nullptr) throw missing("response_format.json_schema");
    needed_string(*inner, "name", "response_format.json_schema.name");
    call.schema = inner->if_contains("schema");
    if (call.schema == nullptr || !call.schema->is_object())
      throw missing("response_format.json_schema.schema");
  } else if (call.format != "text") {
    throw wrong_value("response_format.type", call.format, {"json_object", "json_schema", "text"});
  }
}

/// What this simulator does not do is refused as the service refuses it for models that cannot.
void refuse_unsupported(const json::object& body) {
  if (boolean(body, "logprobs", "logprobs").value_or(false)) {
    throw bad_request("unsupported_parameter", "logprobs",
                      "Unsupported parameter: 'logprobs' is not supported with this model.");
  }
  if (const json::array* modalities = array(body, "modalities", "modalities")) {
    for (const json::value& one : *modalities) {
      if (one.is_string() && view(one.get_string()) == "audio") {
        throw bad_request("unsupported_value", "modalities",
                          "Unsupported value: 'modalities' does not support 'audio' with this model.");
      }
    }
  }
}

void read_stream(const json::object& body, ChatCall& call) {
  call.ask.stream = boolean(body, "stream", "stream").value_or(false);
  const json::object* options = object(body, "stream_options", "stream_options");
  if (options == nullptr) return;
  if (!call.ask.stream) {
    throw bad_request("", "stream_options",
                      "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
  }
  call.include_usage = boolean(*options, "include_usage", "stream_options.include_usage").value_or(false);
  call.obfuscate =
      boolean(*options, "include_obfuscation", "stream_options.include_obfuscation").value_or(true);
}

constexpr std::array<std::string_view, 37> kKnown = {"model",
                                                     "messages",
                                                     "audio",
                                                     "frequency_penalty",
                                                     "presence_penalty",
                                                     "logit_bias",
                                                     "logprobs",
                                                     "top_logprobs",
                                                     "max_completion_tokens",
                                                     "max_tokens",
                                                     "metadata",
                                                     "modalities",
                                                     "moderation",
                                                     "n",
                                                     "parallel_tool_calls",
                                                     "prediction",
                                                     "prompt_cache_key",
                                                     "prompt_cache_options",
                                                     "prompt_cache_retention",
                                                     "reasoning_effort",
                                                     "response_format",
                                                     "safety_identifier",
                                                     "seed",
                                                     "service_tier",
                                                     "stop",
                                                     "store",
                                                     "stream",
                                                     "stream_options",
                                                     "temperature",
                                                     "top_p",
                                                     "tools",
                                                     "tool_choice",
                                                     "user",
                                                     "verbosity",
                                                     "web_search_options",
                                                     "functions",
                                                     "function_call"};

}  // namespace

ChatCall read_chat_call(const json::value& value, Dialect dialect) {
  const json::object* body = value.if_object();
  if (body == nullptr) throw wrong_type("body", "an object", value);
  ChatCall call;
  Ask& ask = call.ask;
  const json::string* model = string(*body, "model", "model");
  if (model == nullptr || model->empty()) {
    throw ApiError(400, "invalid_request_error", "you must provide a model parameter");
  }
  ask.model = view(*model);
  const json::array* messages = array(*body, "messages", "messages");
  if (messages == nullptr) throw missing("messages");
  check_messages(*messages);
  read_messages(*messages, ask);
  read_stream(*body, call);
  number(*body, "temperature", 0, 2);
  number(*body, "top_p", 0, 1);
  number(*body, "frequency_penalty", -2, 2);
  number(*body, "presence_penalty", -2, 2);
  integer(*body, "seed", INT64_MIN, INT64_MAX);
  ask.n = static_cast<int>(integer(*body, "n", 1, 128).value_or(1));
  ask.limit = integer(*body, "max_tokens", 1, kManyTokens).value_or(-1);
  ask.limit = integer(*body, "max_completion_tokens", 1, kManyTokens).value_or(ask.limit);
  if (const json::string* effort = string(*body, "reasoning_effort", "reasoning_effort"))
    ask.effort = view(*effort);
  if (dialect == Dialect::deepseek) read_thinking(*body, *messages, ask);
  read_tools(*body, ask);
  read_stop(*body, ask);
  read_format(*body, ask);
  refuse_unsupported(*body);
  ask.digest = sim_kit::digest(*body, kWhatMatters);
  return call;
}

void check_strictly(const json::object& body, bool reasoning) {
  for (const auto& member : body) {
    const std::string_view name(member.key().data(), member.key().size());
    if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end()) {
      throw bad_request("unknown_parameter", std::string(name),
                        fmt::format("Unknown parameter: '{}'.", name));
    }
  }
  if (!reasoning) return;
  if (body.contains("max_tokens")) {
    throw bad_request("unsupported_parameter", "max_tokens",
                      "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                      "'max_completion_tokens' instead.");
  }
  for (const char* name : {"temperature", "top_p"}) {
    const std::optional<double> given = number(body, name, 0, 2);
    if (given && *given != 1) {
      throw bad_request(
          "unsupported_value", name,
          fmt::format("Unsupported value: '{}' does not support {:g} with this model. Only the default "
                      "(1) value is supported.",
                      name, *given));
    }
  }
}

}  // namespace openai_simulator
