#include "transcript_writer.hpp"

#include <fmt/format.h>

#include <sim_kit/json_write.hpp>

namespace openai_simulator {
namespace {

std::string usage_text(const sim_kit::Plan& plan) {
  return fmt::format(
      R"({{"type":"tokens","input_tokens":{0},"input_token_details":{{"text_tokens":0,"audio_tokens":{0}}},)"
      R"("output_tokens":{1},"total_tokens":{2}}})",
      plan.prompt_tokens, plan.completion_tokens, plan.prompt_tokens + plan.completion_tokens);
}

}  // namespace

std::string transcript_json(const TranscriptPlan& plan, double seconds, bool by_time) {
  std::string out = "{\"text\":";
  sim_kit::append_json_string(out, plan.text);
  out += ",\"usage\":";
  out += by_time ? fmt::format(R"({{"type":"duration","seconds":{}}})",
                               static_cast<std::int64_t>(seconds + 0.999))
                 : usage_text(plan);
  return out += '}';
}

void TranscriptWriter::open(std::string&, std::size_t) {}

void TranscriptWriter::begin_text(std::string& out, std::size_t, sim_kit::Stretch) {
  out += "event: transcript.text.delta\ndata: {\"type\":\"transcript.text.delta\",\"delta\":\"";
}
void TranscriptWriter::end_text(std::string& out, std::size_t, sim_kit::Stretch) { out += "\"}\n\n"; }

void TranscriptWriter::finish(std::string& out, const sim_kit::Plan&) {
  out += "event: transcript.text.done\ndata: {\"type\":\"transcript.text.done\",\"text\":";
  sim_kit::append_json_string(out, plan_.text);
  out += ",\"usage\":" + usage_text(plan_) + "}\n\n";
}

}  // namespace openai_simulator
