#include "event_writer.hpp"

#include <sim_kit/json_write.hpp>

namespace gemini_simulator {

using sim_kit::Stretch;

void append_origin(std::string& out, const sim_kit::Plan& plan) {
  out += ", \"modelVersion\": ";
  sim_kit::append_json_string(out, plan.model);
  out += ", \"responseId\": ";
  sim_kit::append_json_string(out, plan.id);
}

/// Nothing of its own: a chunk holds generated parts only.
void EventWriter::open(std::string&, std::size_t) {}

void EventWriter::begin(std::string& out) {
  out += sse_ ? "data: " : first_ ? "[" : ",\r\n";
  first_ = false;
  out += "{\"candidates\": [{\"content\": {\"parts\": [";
}

void EventWriter::end(std::string& out, std::size_t choice, std::string_view finish) {
  out += "], \"role\": \"model\"}";
  if (!finish.empty()) out.append(", \"finishReason\": \"").append(finish).append("\"");
  out += ", \"index\": ";
  sim_kit::append_number(out, static_cast<std::int64_t>(choice));
  out += "}], \"usageMetadata\": ";
  append_usage(out, plan_, said_);
  append_origin(out, plan_);
  out += sse_ ? "}\r\n\r\n" : "}";
}

void EventWriter::begin_text(std::string& out, std::size_t, Stretch stretch) {
  begin(out);
  out += stretch == Stretch::reasoning ? "{\"thought\": true, \"text\": \"" : "{\"text\": \"";
}

void EventWriter::end_text(std::string& out, std::size_t choice, Stretch stretch) {
  if (stretch != Stretch::reasoning) said_ += piece_;
  out += "\"}";
  end(out, choice, {});
}

void EventWriter::call(std::string& out, std::size_t choice, std::size_t index, sim_kit::CallPlan& call) {
  begin(out);
  append_call(out, plan_, index, call);
  said_ += call.arguments.tokens();
  end(out, choice, {});
}

void EventWriter::begin_arguments(std::string&, std::size_t, std::size_t, bool) {}
void EventWriter::end_arguments(std::string&) {}

void EventWriter::finish(std::string& out, const sim_kit::Plan& plan) {
  said_ = plan.completion_tokens - plan.reasoning_tokens;
  for (std::size_t choice = 0; choice < plan.choices.size(); ++choice) {
    begin(out);
    out += "{\"text\": \"\"}";
    end(out, choice, finish_reason(plan.choices[choice]));
  }
  if (!sse_) out += "]";
}

}  // namespace gemini_simulator
