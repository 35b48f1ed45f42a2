#include "tokens.hpp"

#include <sim_kit/ids.hpp>
#include <sim_kit/json_write.hpp>

namespace gemini_simulator {
namespace {

using sim_kit::append_json_string;
using sim_kit::append_number;

void append_member(std::string& out, std::string_view name, std::int64_t number) {
  out.append("\"").append(name).append("\": ");
  append_number(out, number);
}

}  // namespace

MediaTokens::MediaTokens(const sim_kit::Ask& ask) {
  for (const sim_kit::Part& part : ask.parts) {
    if (part.kind != sim_kit::PartKind::media) continue;
    (part.name == "IMAGE"   ? image
     : part.name == "AUDIO" ? audio
     : part.name == "VIDEO" ? video
                            : document) += part.tokens;
  }
}

void append_details(std::string& out, std::int64_t total, const MediaTokens& media) {
  out += "[{\"modality\": \"TEXT\", ";
  append_member(out, "tokenCount", total - media.all());
  out += '}';
  const auto more = [&](std::string_view name, std::int64_t tokens) {
    if (tokens == 0) return;
    out.append(", {\"modality\": \"").append(name).append("\", ");
    append_member(out, "tokenCount", tokens);
    out += '}';
  };
  more("IMAGE", media.image);
  more("VIDEO", media.video);
  more("AUDIO", media.audio);
  more("DOCUMENT", media.document);
  out += ']';
}

void append_usage(std::string& out, const GeminiPlan& plan, std::int64_t said) {
  out += '{';
  append_member(out, "promptTokenCount", plan.prompt_tokens);
  out += ", ";
  append_member(out, "candidatesTokenCount", said);
  out += ", ";
  append_member(out, "totalTokenCount", plan.prompt_tokens + said + plan.reasoning_tokens);
  out += ", \"promptTokensDetails\": ";
  append_details(out, plan.prompt_tokens, plan.media);
  if (plan.reasoning_tokens > 0) {
    out += ", ";
    append_member(out, "thoughtsTokenCount", plan.reasoning_tokens);
  }
  out += '}';
}

std::string_view finish_reason(const sim_kit::ChoicePlan& choice) {
  if (choice.refusal.tokens() > 0 || choice.finish_reason == "content_filter") return "SAFETY";
  return choice.finish_reason == "length" ? "MAX_TOKENS" : "STOP";
}

void append_call(std::string& out, const GeminiPlan& plan, std::size_t index, sim_kit::CallPlan& call) {
  out += "{\"functionCall\": {\"name\": ";
  append_json_string(out, call.name);
  const bool cut = call.arguments.cut();
  const std::string arguments = call.arguments.rest();
  out.append(", \"args\": ").append(cut ? "{}" : arguments);
  if (plan.call_ids) {
    out += ", \"id\": ";
    append_json_string(out, call.id);
  }
  out += '}';
  if (plan.signatures && index == 0) {
    aitb::Random random(sim_kit::digest(call.id), "signature");
    out += ", \"thoughtSignature\": ";
    append_json_string(out, sim_kit::random_id("", 120, random));
  }
  out += '}';
}

}  // namespace gemini_simulator
