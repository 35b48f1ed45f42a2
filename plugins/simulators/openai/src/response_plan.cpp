#include "response_plan.hpp"

#include <sim_kit/json_read.hpp>

namespace openai_simulator {
namespace {

namespace json = boost::json;

json::value given(const json::object& body, const char* name, json::value otherwise = nullptr) {
  const json::value* value = body.if_contains(name);
  return value == nullptr ? std::move(otherwise) : *value;
}

json::object part_of(std::string_view text, bool refusal) {
  json::object part;
  if (refusal) {
    part["type"] = "refusal";
    part["refusal"] = text;
    return part;
  }
  part["type"] = "output_text";
  part["annotations"] = json::array();
  part["logprobs"] = json::array();
  part["text"] = text;
  return part;
}

json::object reasoning_of(const json::object& body, const ResponseRequest& request) {
  json::object reasoning;
  const json::object* asked = sim_kit::object_in(body, "reasoning");
  const bool named = asked != nullptr && sim_kit::member(*asked, "effort") != nullptr;
  reasoning["effort"] = named ? json::value(request.ask.effort) : json::value(nullptr);
  reasoning["summary"] = asked != nullptr ? given(*asked, "summary") : json::value(nullptr);
  return reasoning;
}

json::object text_of(const json::object& body) {
  const json::object* asked = sim_kit::object_in(body, "text");
  json::object plain, text;
  plain["type"] = "text";
  text["format"] = asked != nullptr ? given(*asked, "format", plain) : json::value(plain);
  text["verbosity"] = asked != nullptr ? given(*asked, "verbosity", "medium") : json::value("medium");
  return text;
}

}  // namespace

json::object response_head(const ResponsePlan& plan, const json::object& body,
                           const ResponseRequest& request) {
  json::object head;
  head["id"] = plan.id;
  head["object"] = "response";
  head["created_at"] = plan.created;
  head["status"] = "in_progress";
  head["background"] = false;
  head["completed_at"] = nullptr;
  head["error"] = nullptr;
  head["incomplete_details"] = nullptr;
  head["instructions"] = given(body, "instructions");
  head["max_output_tokens"] = given(body, "max_output_tokens");
  head["max_tool_calls"] = given(body, "max_tool_calls");
  head["model"] = plan.model;
  head["output"] = json::array();
  head["parallel_tool_calls"] = request.ask.parallel_tools;
  head["previous_response_id"] = given(body, "previous_response_id");
  head["prompt_cache_key"] = given(body, "prompt_cache_key");
  head["reasoning"] = reasoning_of(body, request);
  head["safety_identifier"] = given(body, "safety_identifier");
  head["service_tier"] = "default";
  head["store"] = request.store;
  head["temperature"] = given(body, "temperature", 1.0);
  head["text"] = text_of(body);
  head["tool_choice"] = given(body, "tool_choice", "auto");
  head["tools"] = given(body, "tools", json::array());
  head["top_logprobs"] = given(body, "top_logprobs", 0);
  head["top_p"] = given(body, "top_p", 1.0);
  head["truncation"] = given(body, "truncation", "disabled");
  head["usage"] = nullptr;
  head["user"] = given(body, "user");
  head["metadata"] = given(body, "metadata", json::object());
  return head;
}

void finish_response(ResponsePlan& plan, std::int64_t completed_at) {
  plan.final = plan.head;
  const std::string_view reason = plan.choices.front().finish_reason;
  const bool complete = reason != "length" && reason != "content_filter";
  plan.final["status"] = complete ? "completed" : "incomplete";
  if (complete) {
    plan.final["completed_at"] = completed_at;
  } else {
    json::object why;
    why["reason"] = reason == "length" ? "max_output_tokens" : "content_filter";
    plan.final["incomplete_details"] = std::move(why);
  }
  json::array& output = plan.final["output"].get_array();
  for (const json::object& item : plan.items) output.push_back(item);
  json::object usage, in, out;
  in["cached_tokens"] = 0;
  in["cache_write_tokens"] = 0;
  out["reasoning_tokens"] = plan.reasoning_tokens;
  usage["input_tokens"] = plan.prompt_tokens;
  usage["input_tokens_details"] = std::move(in);
  usage["output_tokens"] = plan.completion_tokens;
  usage["output_tokens_details"] = std::move(out);
  usage["total_tokens"] = plan.prompt_tokens + plan.completion_tokens;
  plan.final["usage"] = std::move(usage);
}

json::object started(const json::object& item) {
  json::object begun = item;
  if (begun.contains("status")) begun["status"] = "in_progress";
  for (const char* list : {"content", "summary"}) {
    if (begun.contains(list)) begun[list] = json::array();
  }
  for (const char* text : {"arguments", "input"}) {
    if (begun.contains(text)) begun[text] = "";
  }
  return begun;
}

json::object reasoning_item(std::string id, std::string_view summary) {
  json::object item, part;
  json::array parts;
  if (!summary.empty()) {
    part["type"] = "summary_text";
    part["text"] = summary;
    parts.push_back(std::move(part));
  }
  item["id"] = std::move(id);
  item["type"] = "reasoning";
  item["summary"] = std::move(parts);
  return item;
}

json::object message_item(std::string id, std::string_view text, bool refusal, bool complete) {
  json::object item;
  json::array content;
  content.push_back(part_of(text, refusal));
  item["id"] = std::move(id);
  item["type"] = "message";
  item["status"] = complete ? "completed" : "incomplete";
  item["content"] = std::move(content);
  item["role"] = "assistant";
  return item;
}

json::object call_item(std::string id, const sim_kit::CallPlan& call, std::string_view arguments,
                       bool complete) {
  json::object item;
  item["id"] = std::move(id);
  item["type"] = call.custom ? "custom_tool_call" : "function_call";
  item["status"] = complete ? "completed" : "incomplete";
  item[call.custom ? "input" : "arguments"] = arguments;
  item["call_id"] = call.id;
  item["name"] = call.name;
  return item;
}

}  // namespace openai_simulator
