#include "response_writer.hpp"

#include <boost/json/serialize.hpp>

#include <sim_kit/json_read.hpp>
#include <sim_kit/json_write.hpp>

namespace openai_simulator {

namespace json = boost::json;
using sim_kit::append_json_string;
using sim_kit::append_number;
using sim_kit::Stretch;

ResponseWriter::ResponseWriter(const ResponsePlan& plan)
    : plan_(plan), obfuscation_(plan.obfuscate, sim_kit::digest(plan.id)) {}

void ResponseWriter::begin(std::string& out, std::string_view type) {
  out.append("event: ").append(type).append("\ndata: {\"type\":\"").append(type);
  out += "\",\"sequence_number\":";
  append_number(out, number_++);
}

/// ,"item_id": …, "output_index": …, and the index of the part
void ResponseWriter::where(std::string& out, Stretch stretch) {
  out += ",\"item_id\":";
  append_json_string(out, sim_kit::text_in(plan_.items[item_], "id"));
  out += ",\"output_index\":";
  append_number(out, static_cast<std::int64_t>(item_));
  if (stretch == Stretch::reasoning) out += ",\"summary_index\":0";
  if (stretch == Stretch::content || stretch == Stretch::refusal) out += ",\"content_index\":0";
}

void ResponseWriter::response(std::string& out, std::string_view type, const json::object& value) {
  begin(out, type);
  out += ",\"response\":" + json::serialize(value) + "}\n\n";
}

void ResponseWriter::prelude(std::string& out) {
  response(out, "response.created", plan_.head);
  response(out, "response.in_progress", plan_.head);
}

void ResponseWriter::add_item(std::string& out) {
  begin(out, "response.output_item.added");
  out += ",\"output_index\":";
  append_number(out, static_cast<std::int64_t>(item_));
  out += ",\"item\":" + json::serialize(started(plan_.items[item_])) + "}\n\n";
}

void ResponseWriter::end_item(std::string& out) {
  begin(out, "response.output_item.done");
  out += ",\"output_index\":";
  append_number(out, static_cast<std::int64_t>(item_));
  out += ",\"item\":" + json::serialize(plan_.items[item_]) + "}\n\n";
  ++item_;
}

void ResponseWriter::open(std::string& out, std::size_t) {
  if (!plan_.hidden_reasoning) return;
  add_item(out);
  end_item(out);
}

void ResponseWriter::begin_stretch(std::string& out, std::size_t, Stretch stretch) {
  add_item(out);
  const bool reasoning = stretch == Stretch::reasoning;
  begin(out, reasoning ? "response.reasoning_summary_part.added" : "response.content_part.added");
  where(out, stretch);
  out += reasoning ? R"(,"part":{"type":"summary_text","text":""}})"
         : stretch == Stretch::refusal
             ? R"(,"part":{"type":"refusal","refusal":""}})"
             : R"(,"part":{"type":"output_text","annotations":[],"logprobs":[],"text":""}})";
  out += "\n\n";
}

void ResponseWriter::begin_text(std::string& out, std::size_t, Stretch stretch) {
  begin(out, stretch == Stretch::reasoning ? "response.reasoning_summary_text.delta"
             : stretch == Stretch::refusal ? "response.refusal.delta"
                                           : "response.output_text.delta");
  where(out, stretch);
  out += ",\"delta\":\"";
  obfuscation_.begin(out);
}

void ResponseWriter::end_text(std::string& out, std::size_t, Stretch stretch) {
  out += '"';
  if (stretch == Stretch::content) out += ",\"logprobs\":[]";
  obfuscation_.append(out);
  out += "}\n\n";
}

void ResponseWriter::end_stretch(std::string& out, std::size_t, Stretch stretch, std::string_view) {
  const bool reasoning = stretch == Stretch::reasoning;
  const json::object& item = plan_.items[item_];
  const json::value& part = item.at(reasoning ? "summary" : "content").as_array().front();
  const bool refusal = stretch == Stretch::refusal;
  begin(out, reasoning ? "response.reasoning_summary_text.done"
             : refusal ? "response.refusal.done"
                       : "response.output_text.done");
  where(out, stretch);
  out += refusal ? ",\"refusal\":" : ",\"text\":";
  out += json::serialize(part.at(refusal ? "refusal" : "text"));
  out += stretch == Stretch::content ? ",\"logprobs\":[]}\n\n" : "}\n\n";
  begin(out, reasoning ? "response.reasoning_summary_part.done" : "response.content_part.done");
  where(out, stretch);
  out += ",\"part\":" + json::serialize(part) + "}\n\n";
  end_item(out);
}

void ResponseWriter::call(std::string& out, std::size_t, std::size_t, sim_kit::CallPlan&) { add_item(out); }

void ResponseWriter::begin_arguments(std::string& out, std::size_t, std::size_t, bool custom) {
  begin(out, custom ? "response.custom_tool_call_input.delta" : "response.function_call_arguments.delta");
  where(out, Stretch::arguments);
  out += ",\"delta\":\"";
  obfuscation_.begin(out);
}

void ResponseWriter::end_arguments(std::string& out) {
  out += '"';
  obfuscation_.append(out);
  out += "}\n\n";
}

void ResponseWriter::end_call(std::string& out, std::size_t, std::size_t, const sim_kit::CallPlan& call,
                              std::string_view) {
  const json::object& item = plan_.items[item_];
  if (sim_kit::text_in(item, "type") != "computer_call") {
    begin(out,
          call.custom ? "response.custom_tool_call_input.done" : "response.function_call_arguments.done");
    where(out, Stretch::arguments);
    const char* what = call.custom ? "input" : "arguments";
    out.append(",\"").append(what).append("\":").append(json::serialize(item.at(what)));
    if (!call.custom) out += ",\"name\":" + json::serialize(item.at("name"));
    out += "}\n\n";
  }
  end_item(out);
}

void ResponseWriter::finish(std::string& out, const sim_kit::Plan&) {
  const bool complete = sim_kit::text_in(plan_.final, "status") == "completed";
  response(out, complete ? "response.completed" : "response.incomplete", plan_.final);
}

}  // namespace openai_simulator
