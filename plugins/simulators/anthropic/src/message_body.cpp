#include "message_body.hpp"

#include <fmt/format.h>

#include <sim_kit/ask.hpp>
#include <sim_kit/ids.hpp>
#include <sim_kit/json_write.hpp>

namespace anthropic_simulator {

using sim_kit::append_json_string;
using sim_kit::ChoicePlan;

std::string_view stop_reason(const ChoicePlan& choice) {
  if (choice.refusal.tokens() > 0 || choice.finish_reason == "content_filter") return "refusal";
  if (choice.stopped) return "stop_sequence";
  if (choice.finish_reason == "length") return "max_tokens";
  return choice.calls.empty() ? "end_turn" : "tool_use";
}

std::string signature_of(std::string_view thought) {
  aitb::Random random(sim_kit::digest(thought), "signature");
  return sim_kit::random_id("", 172, random) + "==";
}

void append_stop(std::string& out, const ChoicePlan* choice) {
  const std::string_view reason = choice == nullptr ? std::string_view() : stop_reason(*choice);
  out += "\"stop_reason\":";
  out += reason.empty() ? "null" : fmt::format("\"{}\"", reason);
  out += ",\"stop_sequence\":";
  if (reason == "stop_sequence") {
    append_json_string(out, choice->stop_text);
  } else {
    out += "null";
  }
  out += ",\"stop_details\":";
  out += reason == "refusal" ? R"({"type":"refusal","category":null,"explanation":null})" : "null";
}

void append_outcome(std::string& out, const sim_kit::Plan& plan, const ChoicePlan* choice) {
  append_stop(out, choice);
  const std::int64_t tokens = choice == nullptr ? 1 : plan.completion_tokens;
  const std::string thinking = choice == nullptr || plan.reasoning_tokens == 0
                                   ? "null"
                                   : fmt::format(R"({{"thinking_tokens":{}}})", plan.reasoning_tokens);
  out += fmt::format(
      R"(,"container":null,"diagnostics":null,"usage":{{"input_tokens":{},"cache_creation_input_tokens":0,)"
      R"("cache_read_input_tokens":0,"cache_creation":{{"ephemeral_5m_input_tokens":0,)"
      R"("ephemeral_1h_input_tokens":0}},"output_tokens":{},"output_tokens_details":{},)"
      R"("server_tool_use":null,"service_tier":"standard","inference_geo":null,"speed":null}}}})",
      plan.prompt_tokens, tokens, thinking);
}

std::string message_body(sim_kit::Plan& plan) {
  ChoicePlan& choice = plan.choices.front();
  std::string out = R"({"id":)";
  append_json_string(out, plan.id);
  out += R"(,"type":"message","role":"assistant","model":)";
  append_json_string(out, plan.model);
  out += R"(,"content":[)";
  std::string_view separator;
  const auto block = [&](std::string_view head) {
    out.append(separator).append(head);
    separator = ",";
  };
  if (choice.reasoning.tokens() > 0) {
    const std::string thought = choice.reasoning.rest();
    block(R"({"type":"thinking","thinking":)");
    append_json_string(out, thought);
    out += R"(,"signature":)";
    append_json_string(out, signature_of(thought));
    out += '}';
  }
  for (sim_kit::TokenSource* text : {&choice.content, &choice.refusal}) {
    if (text->tokens() == 0) continue;
    block(R"({"type":"text","text":)");
    append_json_string(out, text->rest());
    out += R"(,"citations":null})";
  }
  for (sim_kit::CallPlan& call : choice.calls) {
    block(R"({"type":"tool_use","id":)");
    append_json_string(out, call.id);
    out += R"(,"name":)";
    append_json_string(out, call.name);
    const std::string input = call.arguments.cut() ? "{}" : call.arguments.rest();
    out += R"(,"input":)" + input + R"(,"caller":{"type":"direct"}})";
  }
  out += "],";
  append_outcome(out, plan, &choice);
  return out;
}

}  // namespace anthropic_simulator
