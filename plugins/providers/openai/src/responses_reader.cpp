#include "responses_reader.hpp"

#include <boost/json/serialize.hpp>

#include "openai_dialect/usage.hpp"
#include "service/json_read.hpp"

namespace openai {
namespace {

namespace json = boost::json;
using namespace service;
using aitb::Channel;
using aitb::Error;
using aitb::ErrorKind;

}  // namespace

void ResponsesReader::delta(Channel channel, std::string_view piece) {
  out_.delta(channel, piece);
  if (channel == Channel::answer) text += piece;
  if (channel == Channel::reasoning) reasoning += piece;
  if (channel == Channel::refusal) refused_ = true;
}

void ResponsesReader::identify(const json::object& response) {
  response_id = text_at(response, "id");
  out_.identify(response_id, text_at(response, "model"));
}

void ResponsesReader::event(std::string_view type, const json::object& event) {
  const json::object* response = object_at(event, "response");
  if (type == "response.created" && response != nullptr) {
    identify(*response);
    return out_.delta(Channel::answer, {});
  }
  if (type == "response.output_text.delta") return delta(Channel::answer, text_at(event, "delta"));
  if (type == "response.refusal.delta") return delta(Channel::refusal, text_at(event, "delta"));
  if (type == "response.reasoning_summary_text.delta" || type == "response.reasoning_text.delta")
    return delta(Channel::reasoning, text_at(event, "delta"));
  if (type == "response.function_call_arguments.delta" || type == "response.custom_tool_call_input.delta")
    return delta(Channel::tool_call, text_at(event, "delta"));
  const json::object* item = object_at(event, "item");
  if (type == "response.output_item.added" && item != nullptr) {
    // The name of a call is generated too, and comes here.
    return out_.delta(
        text_at(*item, "type") == "function_call" ? Channel::tool_call : Channel::answer,
        text_at(*item, "type") == "function_call" ? text_at(*item, "name") : std::string_view());
  }
  if (type == "response.output_item.done" && item != nullptr) return finished_item(*item, true);
  const bool terminal =
      type == "response.completed" || type == "response.incomplete" || type == "response.failed";
  if (terminal && response != nullptr) {
    end(*response);
    return out_.done();
  }
  out_.delta(Channel::answer, {});  // progress without content
}

void ResponsesReader::message(const json::object& item) {
  const json::array* parts = array_at(item, "content");
  if (parts == nullptr) return;
  for (const json::value& one : *parts) {
    const json::object* part = one.if_object();
    if (part == nullptr) continue;
    const bool refusal = text_at(*part, "type") == "refusal";
    delta(refusal ? Channel::refusal : Channel::answer, text_at(*part, refusal ? "refusal" : "text"));
  }
}

void ResponsesReader::finished_item(const json::object& item, bool streamed) {
  const std::string_view type = text_at(item, "type");
  if (type == "message" && !streamed) return message(item);
  if (type == "reasoning") {
    carried_.push_back(item);
    for (std::string_view list : {"summary", "content"}) {
      const json::array* parts = array_at(item, list);
      for (std::size_t i = 0; !streamed && parts != nullptr && i < parts->size(); ++i) {
        if (const json::object* part = (*parts)[i].if_object())
          delta(Channel::reasoning, text_at(*part, "text"));
      }
    }
    return;
  }
  if (type == "computer_call") {
    computer_calls.push_back(item);
    return out_.delta(Channel::tool_call, json::serialize(item));
  }
  if (type != "function_call" && type != "custom_tool_call") return;
  const bool custom = type == "custom_tool_call";
  aitb::ToolCall call{std::string(text_at(item, "call_id")), std::string(text_at(item, "name")),
                      std::string(text_at(item, custom ? "input" : "arguments"))};
  if (!streamed) out_.delta(Channel::tool_call, call.name + call.arguments);
  calls_.push_back(std::move(call));
}

void ResponsesReader::whole(const json::object& response) {
  identify(response);
  if (const json::array* items = array_at(response, "output")) {
    for (const json::value& one : *items) {
      if (const json::object* item = one.if_object()) finished_item(*item, false);
    }
  }
  end(response);
}

void ResponsesReader::end(const json::object& response) {
  ended_ = true;
  status = text_at(response, "status");
  if (const json::object* usage = object_at(response, "usage"))
    out_.usage(openai_dialect::read_token_usage(*usage));
  if (status == "failed" || status == "cancelled") {
    const json::object* error = object_at(response, "error");
    if (error == nullptr) {
      throw Error(ErrorKind::server_error,
                  peer_.service + " ended the response with status " + status + " and no error");
    }
    json::object wrapped;
    wrapped["error"] = *error;
    throw service::event_failure(peer_, wrapped);
  }
  if (!calls_.empty() && !carried_.empty()) calls_.front().carry = json::serialize(carried_);
  for (const aitb::ToolCall& call : calls_) out_.tool_call(call);
  std::string_view reason = "stop";
  if (!calls_.empty() || !computer_calls.empty()) reason = "tool_calls";
  const json::object* details = object_at(response, "incomplete_details");
  if (status == "incomplete" && details != nullptr) {
    reason = text_at(*details, "reason");
    if (reason == "max_output_tokens") reason = "length";
  }
  out_.finish_reason(reason);
}

}  // namespace openai
