#include "event_writer.hpp"

#include <sim_kit/json_write.hpp>
#include "message_body.hpp"

namespace anthropic_simulator {

using sim_kit::append_json_string;
using sim_kit::Stretch;

void EventWriter::open(std::string& out, std::size_t) {
  out += "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":";
  append_json_string(out, plan_.id);
  out += R"(,"type":"message","role":"assistant","model":)";
  append_json_string(out, plan_.model);
  out += R"(,"content":[],)";
  append_outcome(out, plan_, nullptr);
  out += "}\n\n";
}

void EventWriter::start_block(std::string& out, std::string_view rest) {
  out += "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":";
  sim_kit::append_number(out, block_);
  out.append(",\"content_block\":{").append(rest);
}

void EventWriter::delta(std::string& out, std::string_view rest) {
  out += "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":";
  sim_kit::append_number(out, block_);
  out.append(",\"delta\":{").append(rest);
}

void EventWriter::stop_block(std::string& out) {
  out += "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":";
  sim_kit::append_number(out, block_++);
  out += "}\n\n";
}

void EventWriter::begin_stretch(std::string& out, std::size_t, Stretch stretch) {
  start_block(out, stretch == Stretch::reasoning ? R"("type":"thinking","thinking":"","signature":"")"
                                                 : R"("type":"text","text":"","citations":null)");
  out += "}}\n\n";
  if (!pinged_) out += "event: ping\ndata: {\"type\":\"ping\"}\n\n";
  pinged_ = true;
}

void EventWriter::end_stretch(std::string& out, std::size_t, Stretch stretch, std::string_view said) {
  if (stretch == Stretch::reasoning) {
    delta(out, R"("type":"signature_delta","signature":)");
    append_json_string(out, signature_of(said));
    out += "}}\n\n";
  }
  stop_block(out);
}

void EventWriter::begin_text(std::string& out, std::size_t, Stretch stretch) {
  delta(out, stretch == Stretch::reasoning ? R"("type":"thinking_delta","thinking":")"
                                           : R"("type":"text_delta","text":")");
}

void EventWriter::end_text(std::string& out, std::size_t, Stretch) { out += "\"}}\n\n"; }

void EventWriter::call(std::string& out, std::size_t, std::size_t, sim_kit::CallPlan& call) {
  start_block(out, R"("type":"tool_use","id":)");
  append_json_string(out, call.id);
  out += ",\"name\":";
  append_json_string(out, call.name);
  out += R"(,"input":{},"caller":{"type":"direct"}}})";
  out += "\n\n";
  if (!pinged_) out += "event: ping\ndata: {\"type\":\"ping\"}\n\n";
  pinged_ = true;
  delta(out, R"("type":"input_json_delta","partial_json":""}})");
  out += "\n\n";
}

void EventWriter::begin_arguments(std::string& out, std::size_t, std::size_t, bool) {
  delta(out, R"("type":"input_json_delta","partial_json":")");
}

void EventWriter::end_arguments(std::string& out) { out += "\"}}\n\n"; }

void EventWriter::end_call(std::string& out, std::size_t, std::size_t, const sim_kit::CallPlan&,
                           std::string_view) {
  stop_block(out);
}

void EventWriter::finish(std::string& out, const sim_kit::Plan& plan) {
  out += "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{";
  append_stop(out, &plan.choices.front());
  out += "},\"usage\":{\"input_tokens\":";
  sim_kit::append_number(out, plan.prompt_tokens);
  out += ",\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":";
  sim_kit::append_number(out, plan.completion_tokens);
  out += ",\"output_tokens_details\":";
  if (plan.reasoning_tokens > 0) {
    out += "{\"thinking_tokens\":";
    sim_kit::append_number(out, plan.reasoning_tokens);
    out += '}';
  } else {
    out += "null";
  }
  out += ",\"server_tool_use\":null}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
}

}  // namespace anthropic_simulator
