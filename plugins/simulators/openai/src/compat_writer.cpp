#include "compat_writer.hpp"

#include <fmt/format.h>

#include <sim_kit/json_write.hpp>
#include "answer_head.hpp"

namespace openai_simulator {

using sim_kit::append_json_string;
using sim_kit::append_number;
using sim_kit::Stretch;

namespace {

std::string usage_text(const ChatPlan& plan, Dialect dialect) {
  const std::int64_t total = plan.prompt_tokens + plan.completion_tokens;
  if (dialect == Dialect::vllm) {
    return fmt::format(
        R"({{"prompt_tokens":{},"total_tokens":{},"completion_tokens":{},"prompt_tokens_details":null}})",
        plan.prompt_tokens, total, plan.completion_tokens);
  }
  std::string thought;
  if (plan.reasoning_tokens > 0)
    thought = fmt::format(R"(,"completion_tokens_details":{{"reasoning_tokens":{}}})", plan.reasoning_tokens);
  return fmt::format(R"({{"prompt_tokens":{},"completion_tokens":{},"total_tokens":{},)"
                     R"("prompt_tokens_details":{{"cached_tokens":{}}}{},"prompt_cache_hit_tokens":{},)"
                     R"("prompt_cache_miss_tokens":{}}})",
                     plan.prompt_tokens, plan.completion_tokens, total, plan.cached_tokens, thought,
                     plan.cached_tokens, plan.prompt_tokens - plan.cached_tokens);
}

void append_call(std::string& out, std::size_t index, sim_kit::CallPlan& call, bool whole, bool numbered) {
  out += '{';
  if (numbered) out += fmt::format("\"index\":{},", index);
  out += "\"id\":";
  append_json_string(out, call.id);
  out += R"(,"type":"function","function":{"name":)";
  append_json_string(out, call.name);
  out += ",\"arguments\":";
  append_json_string(out, whole ? call.arguments.rest() : std::string());
  out += "}}";
}

}  // namespace

CompatWriter::CompatWriter(const ChatPlan& plan, Dialect dialect, std::string_view reasoning_field)
    : plan_(plan), dialect_(dialect), reasoning_field_(reasoning_field) {
  head_ = "data: ";
  append_head(head_, plan, "chat.completion.chunk");
  if (dialect == Dialect::deepseek) {
    head_ += ",\"system_fingerprint\":";
    append_json_string(head_, plan.fingerprint);
  }
  head_ += ",\"choices\":[";
}

void CompatWriter::begin(std::string& out, std::size_t choice) {
  out += head_;
  out += "{\"index\":";
  append_number(out, static_cast<std::int64_t>(choice));
  out += ",\"delta\":{";
}

void CompatWriter::end(std::string& out, std::string_view finish_reason) {
  out += "},\"logprobs\":null,\"finish_reason\":";
  out += finish_reason.empty() ? "null" : fmt::format("\"{}\"", finish_reason);
  if (dialect_ == Dialect::vllm && !finish_reason.empty()) out += ",\"stop_reason\":null";
  out += "}]";
}

void CompatWriter::open(std::string& out, std::size_t choice) {
  begin(out, choice);
  const sim_kit::ChoicePlan& plan = plan_.choices[choice];
  const bool thinks = plan.reasoning.tokens() > 0;
  out += "\"role\":\"assistant\",\"content\":";
  out += dialect_ == Dialect::deepseek && thinks ? "null" : "\"\"";
  if (dialect_ == Dialect::deepseek && thinks) out += fmt::format(",\"{}\":\"\"", reasoning_field_);
  end(out, {});
  out += "}\n\n";
}

void CompatWriter::begin_text(std::string& out, std::size_t choice, Stretch stretch) {
  begin(out, choice);
  const bool thinks = plan_.choices[choice].reasoning.tokens() > 0;
  const bool reasoning = stretch == Stretch::reasoning;
  // DeepSeek names both members while it thinks, the silent one null.
  if (dialect_ == Dialect::deepseek && thinks)
    out += reasoning ? "\"content\":null," : fmt::format("\"{}\":null,", reasoning_field_);
  out.append("\"").append(reasoning ? reasoning_field_ : "content").append("\":\"");
}

void CompatWriter::end_text(std::string& out, std::size_t, Stretch) {
  out += '"';
  end(out, {});
  out += "}\n\n";
}

void CompatWriter::call(std::string& out, std::size_t choice, std::size_t index, sim_kit::CallPlan& call) {
  begin(out, choice);
  out += "\"tool_calls\":[";
  append_call(out, index, call, false, true);
  out += ']';
  end(out, {});
  out += "}\n\n";
}

void CompatWriter::begin_arguments(std::string& out, std::size_t choice, std::size_t index, bool) {
  begin(out, choice);
  out += fmt::format("\"tool_calls\":[{{\"index\":{},\"function\":{{\"arguments\":\"", index);
}

void CompatWriter::end_arguments(std::string& out) {
  out += "\"}}]";
  end(out, {});
  out += "}\n\n";
}

void CompatWriter::finish(std::string& out, const sim_kit::Plan& plan) {
  for (std::size_t choice = 0; choice < plan.choices.size(); ++choice) {
    begin(out, choice);
    out += "\"content\":\"\"";
    end(out, plan.choices[choice].finish_reason);
    // DeepSeek tells its usage in the last chunk, asked or not.
    if (dialect_ == Dialect::deepseek && !plan_.include_usage && choice + 1 == plan.choices.size())
      out += ",\"usage\":" + usage_text(plan_, dialect_);
    out += "}\n\n";
  }
  if (plan_.include_usage) out += head_ + "],\"usage\":" + usage_text(plan_, dialect_) + "}\n\n";
  out += "data: [DONE]\n\n";
}

std::string compat_body(ChatPlan& plan, Dialect dialect, std::string_view reasoning_field) {
  const bool vllm = dialect == Dialect::vllm;
  std::string out;
  append_head(out, plan, "chat.completion");
  out += ",\"choices\":[";
  for (std::size_t index = 0; index < plan.choices.size(); ++index) {
    sim_kit::ChoicePlan& choice = plan.choices[index];
    if (index > 0) out += ',';
    out += fmt::format(R"({{"index":{},"message":{{"role":"assistant","content":)", index);
    const bool speaks = choice.content.tokens() > 0 || choice.refusal.tokens() > 0 || !vllm;
    const std::string text = choice.content.rest() + choice.refusal.rest();
    if (speaks) {
      append_json_string(out, text);
    } else {
      out += "null";
    }
    if (choice.reasoning.tokens() > 0 || vllm) {
      out.append(",\"").append(reasoning_field).append("\":");
      if (choice.reasoning.tokens() > 0) {
        append_json_string(out, choice.reasoning.rest());
      } else {
        out += "null";
      }
    }
    if (vllm) out += R"(,"refusal":null,"annotations":null,"audio":null,"function_call":null)";
    if (vllm || !choice.calls.empty()) {
      out += ",\"tool_calls\":[";
      for (std::size_t i = 0; i < choice.calls.size(); ++i) {
        if (i > 0) out += ',';
        append_call(out, i, choice.calls[i], true, !vllm);
      }
      out += ']';
    }
    out += "},\"logprobs\":null,\"finish_reason\":\"";
    out.append(choice.finish_reason).append(vllm ? "\",\"stop_reason\":null,\"token_ids\":null}" : "\"}");
  }
  out += "],\"usage\":" + usage_text(plan, dialect);
  if (vllm) {
    out += R"(,"service_tier":null,"system_fingerprint":null,"prompt_logprobs":null,"prompt_token_ids":null,)"
           R"("kv_transfer_params":null)";
  } else {
    out += ",\"system_fingerprint\":";
    append_json_string(out, plan.fingerprint);
  }
  return out += "}";
}

}  // namespace openai_simulator
