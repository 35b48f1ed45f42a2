#include "chunk_writer.hpp"

#include <array>

#include <sim_kit/json_write.hpp>
#include "answer_head.hpp"

namespace openai_simulator {

using sim_kit::append_json_string;
using sim_kit::append_number;
using sim_kit::Stretch;

namespace {

std::uint64_t noise_of(const std::string& id) {
  std::uint64_t noise = id.size();
  for (char c : id) noise = noise * 131 + static_cast<unsigned char>(c);
  return noise;
}

}  // namespace

ChunkWriter::ChunkWriter(const ChatPlan& plan, std::string_view reasoning_field)
    : reasoning_field_(reasoning_field),
      include_usage_(plan.include_usage),
      obfuscation_(plan.obfuscate, noise_of(plan.id)) {
  for (const sim_kit::ChoicePlan& choice : plan.choices)
    only_calls_.push_back(!choice.calls.empty() && choice.content.tokens() == 0);
  std::string head = "data: ";
  append_head(head, plan, "chat.completion.chunk");
  head += ",\"service_tier\":\"default\",\"system_fingerprint\":";
  append_json_string(head, plan.fingerprint);
  head += ",\"choices\":[";
  choices_at_ = head.size();
  head += "{\"index\":0,\"delta\":{";
  head_.assign(head.begin(), head.end());
}

void ChunkWriter::begin(std::string& out, std::size_t choice) {
  if (choice == 0) {
    out += head();
  } else {
    out.append(head().substr(0, choices_at_)).append("{\"index\":");
    append_number(out, static_cast<std::int64_t>(choice));
    out += ",\"delta\":{";
  }
  obfuscation_.begin(out);
}

void ChunkWriter::end(std::string& out, std::string_view finish_reason) {
  if (finish_reason.empty()) {
    out += "},\"logprobs\":null,\"finish_reason\":null}]";
  } else {
    out.append("},\"logprobs\":null,\"finish_reason\":\"").append(finish_reason).append("\"}]");
  }
  if (include_usage_) out += ",\"usage\":null";
  obfuscation_.append(out);
  out += "}\n\n";
}

void ChunkWriter::open(std::string& out, std::size_t choice) {
  begin(out, choice);
  out += only_calls_[choice] ? "\"role\":\"assistant\",\"content\":null,\"refusal\":null"
                             : "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null";
  end(out, {});
}

void ChunkWriter::begin_text(std::string& out, std::size_t choice, Stretch stretch) {
  begin(out, choice);
  if (stretch == Stretch::content) {
    out += "\"content\":\"";
    return;
  }
  const std::string_view field = stretch == Stretch::reasoning ? reasoning_field_ : "refusal";
  out.append("\"").append(field).append("\":\"");
}

void ChunkWriter::end_text(std::string& out, std::size_t, Stretch) {
  out += '"';
  end(out, {});
}

void ChunkWriter::call(std::string& out, std::size_t choice, std::size_t index, sim_kit::CallPlan& call) {
  begin(out, choice);
  out += "\"tool_calls\":[{\"index\":";
  append_number(out, static_cast<std::int64_t>(index));
  out += ",\"id\":";
  append_json_string(out, call.id);
  out += call.custom ? ",\"type\":\"custom\",\"custom\":{\"name\":"
                     : ",\"type\":\"function\",\"function\":{\"name\":";
  append_json_string(out, call.name);
  out += call.custom ? ",\"input\":\"\"}}]" : ",\"arguments\":\"\"}}]";
  end(out, {});
}

void ChunkWriter::begin_arguments(std::string& out, std::size_t choice, std::size_t index, bool custom) {
  begin(out, choice);
  out += "\"tool_calls\":[{\"index\":";
  append_number(out, static_cast<std::int64_t>(index));
  out += custom ? ",\"custom\":{\"input\":\"" : ",\"function\":{\"arguments\":\"";
}

void ChunkWriter::end_arguments(std::string& out) {
  out += "\"}}]";
  end(out, {});
}

void ChunkWriter::finish(std::string& out, const sim_kit::Plan& plan) {
  for (std::size_t choice = 0; choice < plan.choices.size(); ++choice) {
    begin(out, choice);
    end(out, plan.choices[choice].finish_reason);
  }
  usage(out, plan);
  out += "data: [DONE]\n\n";
}

void ChunkWriter::usage(std::string& out, const sim_kit::Plan& plan) {
  if (!include_usage_) return;
  out.append(head().substr(0, choices_at_)).append("],\"usage\":");
  obfuscation_.begin(out);
  append_usage(out, plan, false);
  obfuscation_.append(out);
  out += "}\n\n";
}

namespace {

/// The texts between the numbers, and after the last. What no answer has is counted in them.
using Layout = std::array<std::string_view, 5>;
constexpr Layout kTight = {
    "{\"prompt_tokens\":", ",\"completion_tokens\":", ",\"total_tokens\":",
    ",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},"
    "\"completion_tokens_details\":{\"reasoning_tokens\":",
    ",\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}"};
constexpr Layout kLaidOut = {
    "{\n    \"prompt_tokens\": ", ",\n    \"completion_tokens\": ", ",\n    \"total_tokens\": ",
    ",\n    \"prompt_tokens_details\": {\n      \"cached_tokens\": 0,\n      \"audio_tokens\": 0\n    },\n"
    "    \"completion_tokens_details\": {\n      \"reasoning_tokens\": ",
    ",\n      \"audio_tokens\": 0,\n      \"accepted_prediction_tokens\": 0,\n"
    "      \"rejected_prediction_tokens\": 0\n    }\n  }"};

}  // namespace

void append_usage(std::string& out, const sim_kit::Plan& plan, bool laid_out) {
  const std::array<std::int64_t, 4> numbers = {plan.prompt_tokens, plan.completion_tokens,
                                               plan.prompt_tokens + plan.completion_tokens,
                                               plan.reasoning_tokens};
  const Layout& layout = laid_out ? kLaidOut : kTight;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    out += layout[i];
    append_number(out, numbers[i]);
  }
  out += layout.back();
}

}  // namespace openai_simulator
