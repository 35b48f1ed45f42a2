#include "chunk_writer.hpp"

#include <array>

#include "ids.hpp"
#include "json_write.hpp"

namespace openai_simulator {
namespace {

constexpr std::size_t kBlock = 16;  // padding fills the text up to a multiple of this

/// Random letters for padding, in a ring that any piece can be cut from.
std::string_view padding(std::uint64_t at, std::size_t length) {
  static constexpr std::size_t kRing = 1024;
  static constexpr auto kLetters = [] {
    std::array<char, kRing + kBlock> letters{};
    std::uint64_t state = 0x9e3779b97f4a7c15u;
    for (std::size_t i = 0; i < letters.size(); ++i) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      letters[i] = i < kRing ? kIdAlphabet[(state >> 33u) % kIdAlphabet.size()] : letters[i - kRing];
    }
    return letters;
  }();
  return {kLetters.data() + at % kRing, length};
}

}  // namespace

ChunkWriter::ChunkWriter(const Plan& plan)
    : null_usage_(plan.include_usage), obfuscate_(plan.obfuscate), noise_(plan.id.size()) {
  for (char c : plan.id) noise_ = noise_ * 131 + static_cast<unsigned char>(c);
  head_ = "data: {\"id\":";
  append_json_string(head_, plan.id);
  head_ += ",\"object\":\"chat.completion.chunk\",\"created\":";
  append_number(head_, plan.created);
  head_ += ",\"model\":";
  append_json_string(head_, plan.model);
  head_ += ",\"service_tier\":\"default\",\"system_fingerprint\":";
  append_json_string(head_, plan.fingerprint);
  head_ += ",\"choices\":[";
  head_.shrink_to_fit();
}

void ChunkWriter::begin(std::string& out, std::size_t choice) {
  out += head_;
  out += "{\"index\":";
  append_number(out, static_cast<std::int64_t>(choice));
  out += ",\"delta\":{";
  text_begin_ = out.size();
}

void ChunkWriter::pad(std::string& out) {
  if (!obfuscate_) return;
  noise_ = noise_ * 6364136223846793005u + 1442695040888963407u;
  const std::size_t used = out.size() - text_begin_;
  out.append(",\"obfuscation\":\"").append(padding(noise_ >> 33u, kBlock - used % kBlock)).append("\"");
}

void ChunkWriter::end(std::string& out, std::string_view finish_reason) {
  out += "},\"logprobs\":null,\"finish_reason\":";
  if (finish_reason.empty()) {
    out += "null}]";
  } else {
    out.append("\"").append(finish_reason).append("\"}]");
  }
  if (null_usage_) out += ",\"usage\":null";
  pad(out);
  out += "}\n\n";
}

void ChunkWriter::role(std::string& out, std::size_t choice, bool with_calls) {
  begin(out, choice);
  out += with_calls ? "\"role\":\"assistant\",\"content\":null,\"refusal\":null"
                    : "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null";
  end(out, {});
}

void ChunkWriter::begin_text(std::string& out, std::size_t choice, std::string_view field) {
  begin(out, choice);
  out.append("\"").append(field).append("\":\"");
}

void ChunkWriter::end_text(std::string& out) {
  out += '"';
  end(out, {});
}

void ChunkWriter::call(std::string& out, std::size_t choice, std::size_t index, const CallPlan& call) {
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

void ChunkWriter::finish(std::string& out, std::size_t choice, std::string_view reason) {
  begin(out, choice);
  end(out, reason);
}

void ChunkWriter::usage(std::string& out, const Plan& plan) {
  if (!plan.include_usage) return;
  out += head_;
  out += "],\"usage\":";
  text_begin_ = out.size();
  append_usage(out, plan, false);
  pad(out);
  out += "}\n\n";
}

namespace {

/// The texts between the numbers, and after the last.
using Layout = std::array<std::string_view, 10>;
constexpr Layout kTight = {"{\"prompt_tokens\":",
                           ",\"completion_tokens\":",
                           ",\"total_tokens\":",
                           ",\"prompt_tokens_details\":{\"cached_tokens\":",
                           ",\"audio_tokens\":",
                           "},\"completion_tokens_details\":{\"reasoning_tokens\":",
                           ",\"audio_tokens\":",
                           ",\"accepted_prediction_tokens\":",
                           ",\"rejected_prediction_tokens\":",
                           "}}"};
constexpr Layout kLaidOut = {"{\n    \"prompt_tokens\": ",
                             ",\n    \"completion_tokens\": ",
                             ",\n    \"total_tokens\": ",
                             ",\n    \"prompt_tokens_details\": {\n      \"cached_tokens\": ",
                             ",\n      \"audio_tokens\": ",
                             "\n    },\n    \"completion_tokens_details\": {\n      \"reasoning_tokens\": ",
                             ",\n      \"audio_tokens\": ",
                             ",\n      \"accepted_prediction_tokens\": ",
                             ",\n      \"rejected_prediction_tokens\": ",
                             "\n    }\n  }"};

}  // namespace

void append_usage(std::string& out, const Plan& plan, bool laid_out) {
  const std::array<std::int64_t, 9> numbers = {plan.prompt_tokens,
                                               plan.completion_tokens,
                                               plan.prompt_tokens + plan.completion_tokens,
                                               0,
                                               0,
                                               plan.reasoning_tokens,
                                               0,
                                               0,
                                               0};
  const Layout& layout = laid_out ? kLaidOut : kTight;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    out += layout[i];
    append_number(out, numbers[i]);
  }
  out += layout.back();
}

}  // namespace openai_simulator
