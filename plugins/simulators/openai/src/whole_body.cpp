#include "whole_body.hpp"

#include <sim_kit/json_write.hpp>
#include "chunk_writer.hpp"

namespace openai_simulator {

using sim_kit::append_escaped;
using sim_kit::append_json_string;
using sim_kit::append_number;
using sim_kit::CallPlan;
using sim_kit::ChoicePlan;
using sim_kit::TokenSource;

namespace {

void append_text(std::string& out, TokenSource& source) {
  out += '"';
  for (TokenSource::Piece piece = source.next(); !piece.text.empty(); piece = source.next()) {
    append_escaped(out, piece.text);
  }
  out += '"';
}

void append_calls(std::string& out, std::vector<CallPlan>& calls) {
  out += "        \"tool_calls\": [";
  std::string_view separator = "\n";
  for (CallPlan& call : calls) {
    out.append(separator).append("          {\n            \"id\": ");
    append_json_string(out, call.id);
    out +=
        call.custom
            ? ",\n            \"type\": \"custom\",\n            \"custom\": {\n              \"name\": "
            : ",\n            \"type\": \"function\",\n            \"function\": {\n              \"name\": ";
    append_json_string(out, call.name);
    out += call.custom ? ",\n              \"input\": " : ",\n              \"arguments\": ";
    append_text(out, call.arguments);
    out += "\n            }\n          }";
    separator = ",\n";
  }
  out += "\n        ],\n";
}

void append_choice(std::string& out, std::size_t index, ChoicePlan& choice,
                   std::string_view reasoning_field) {
  out += "    {\n      \"index\": ";
  append_number(out, static_cast<std::int64_t>(index));
  out += ",\n      \"message\": {\n        \"role\": \"assistant\",\n        \"content\": ";
  if (choice.content.tokens() == 0 && (!choice.calls.empty() || choice.refusal.tokens() > 0)) {
    out += "null";
  } else {
    append_text(out, choice.content);
  }
  out += ",\n";
  if (!choice.reasoning.ended()) {
    out.append("        \"").append(reasoning_field).append("\": ");
    append_text(out, choice.reasoning);
    out += ",\n";
  }
  if (!choice.calls.empty()) append_calls(out, choice.calls);
  out += "        \"refusal\": ";
  if (choice.refusal.tokens() == 0) {
    out += "null";
  } else {
    append_text(out, choice.refusal);
  }
  out += ",\n        \"annotations\": []\n      },\n      \"logprobs\": null,\n";
  out.append("      \"finish_reason\": \"").append(choice.finish_reason).append("\"\n    }");
}

}  // namespace

std::string whole_body(ChatPlan& plan, std::string_view reasoning_field) {
  std::string out;
  // A short answer with all that stands around it, and what longer ones take a token.
  out.reserve(900 + static_cast<std::size_t>(plan.completion_tokens) * 6);
  out += "{\n  \"id\": ";
  append_json_string(out, plan.id);
  out += ",\n  \"object\": \"chat.completion\",\n  \"created\": ";
  append_number(out, plan.created);
  out += ",\n  \"model\": ";
  append_json_string(out, plan.model);
  out += ",\n  \"choices\": [\n";
  for (std::size_t index = 0; index < plan.choices.size(); ++index) {
    if (index > 0) out += ",\n";
    append_choice(out, index, plan.choices[index], reasoning_field);
  }
  out += "\n  ],\n  \"usage\": ";
  append_usage(out, plan, true);
  out += ",\n  \"service_tier\": \"default\",\n  \"system_fingerprint\": ";
  append_json_string(out, plan.fingerprint);
  out += "\n}\n";
  return out;
}

}  // namespace openai_simulator
