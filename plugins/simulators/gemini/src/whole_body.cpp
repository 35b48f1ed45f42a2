#include "whole_body.hpp"

#include <sim_kit/json_write.hpp>
#include "event_writer.hpp"

namespace gemini_simulator {
namespace {

using sim_kit::append_json_string;

void append_parts(std::string& out, const GeminiPlan& plan, sim_kit::ChoicePlan& choice) {
  std::string_view separator;
  const auto text = [&](sim_kit::TokenSource& source, bool thought) {
    if (source.tokens() == 0) return;
    out.append(separator).append(thought ? "{\"thought\": true, \"text\": " : "{\"text\": ");
    append_json_string(out, source.rest());
    out += '}';
    separator = ", ";
  };
  text(choice.reasoning, true);
  text(choice.content, false);
  text(choice.refusal, false);
  for (std::size_t i = 0; i < choice.calls.size(); ++i) {
    out += separator;
    append_call(out, plan, i, choice.calls[i]);
    separator = ", ";
  }
}

}  // namespace

std::string whole_body(GeminiPlan& plan) {
  std::string out = "{\"candidates\": [";
  for (std::size_t index = 0; index < plan.choices.size(); ++index) {
    out += index > 0 ? ", {\"content\": {\"parts\": [" : "{\"content\": {\"parts\": [";
    append_parts(out, plan, plan.choices[index]);
    out += "], \"role\": \"model\"}, \"finishReason\": \"";
    out += finish_reason(plan.choices[index]);
    out += "\", \"index\": ";
    sim_kit::append_number(out, static_cast<std::int64_t>(index));
    out += '}';
  }
  out += "], \"usageMetadata\": ";
  append_usage(out, plan, plan.completion_tokens - plan.reasoning_tokens);
  append_origin(out, plan);
  return out += "}\n";
}

}  // namespace gemini_simulator
