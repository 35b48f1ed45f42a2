#include "completion_writer.hpp"

#include <fmt/format.h>

#include <sim_kit/json_write.hpp>
#include "answer_head.hpp"

namespace openai_simulator {
namespace {

std::string head(const CompletionPlan& plan) {
  std::string out;
  append_head(out, plan, "text_completion");
  return out += ",\"choices\":[";
}

std::string usage_text(const sim_kit::Plan& plan) {
  return fmt::format(R"({{"prompt_tokens":{},"completion_tokens":{},"total_tokens":{}}})", plan.prompt_tokens,
                     plan.completion_tokens, plan.prompt_tokens + plan.completion_tokens);
}

/// This endpoint knows no tools: whatever a script says ends as text.
std::string_view reason_of(const sim_kit::ChoicePlan& choice) {
  return choice.finish_reason == "tool_calls" ? "stop" : choice.finish_reason;
}

}  // namespace

std::string completion_body(CompletionPlan& plan) {
  std::string out = head(plan);
  for (std::size_t i = 0; i < plan.choices.size(); ++i) {
    sim_kit::ChoicePlan& choice = plan.choices[i];
    out += i > 0 ? ",{\"text\":" : "{\"text\":";
    sim_kit::append_json_string(out, plan.echoes[i] + choice.content.rest() + choice.refusal.rest());
    out += fmt::format(R"(,"index":{},"logprobs":null,"finish_reason":"{}"}})", i, reason_of(choice));
  }
  return out += "],\"usage\":" + usage_text(plan) + "}";
}

void CompletionWriter::end(std::string& out, std::size_t choice, std::string_view finish_reason) {
  out += fmt::format(R"(","index":{},"logprobs":null,"finish_reason":)", choice);
  out += finish_reason.empty() ? "null}]" : fmt::format("\"{}\"}}]", finish_reason);
  out += plan_.include_usage ? ",\"usage\":null}\n\n" : "}\n\n";
}

void CompletionWriter::open(std::string& out, std::size_t choice) {
  if (plan_.echoes[choice].empty()) return;
  begin_text(out, choice, sim_kit::Stretch::content);
  sim_kit::append_escaped(out, plan_.echoes[choice]);
  end(out, choice, {});
}

void CompletionWriter::begin_text(std::string& out, std::size_t, sim_kit::Stretch) {
  out += "data: " + head(plan_) + "{\"text\":\"";
}
void CompletionWriter::end_text(std::string& out, std::size_t choice, sim_kit::Stretch) {
  end(out, choice, {});
}

void CompletionWriter::finish(std::string& out, const sim_kit::Plan& plan) {
  for (std::size_t choice = 0; choice < plan.choices.size(); ++choice) {
    begin_text(out, choice, sim_kit::Stretch::content);
    end(out, choice, reason_of(plan.choices[choice]));
  }
  if (plan_.include_usage) out += "data: " + head(plan_) + "],\"usage\":" + usage_text(plan) + "}\n\n";
  out += "data: [DONE]\n\n";
}

}  // namespace openai_simulator
