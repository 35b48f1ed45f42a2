#include "answer_reader.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "errors.hpp"
#include "service/base64.hpp"
#include "service/json_read.hpp"

namespace gemini {
namespace {

namespace json = boost::json;
using namespace service;
using aitb::Channel;
using aitb::MediaKind;

/// The prompt's count holds what was cached and what tools brought; the output is answer and thoughts.
aitb::Usage read_usage(const json::object& usage) {
  aitb::Usage out;
  out.input = integer_at(usage, "promptTokenCount");
  if (const auto tools = integer_at(usage, "toolUsePromptTokenCount"))
    out.input = out.input.value_or(0) + *tools;
  out.cached_input = integer_at(usage, "cachedContentTokenCount");
  out.reasoning = integer_at(usage, "thoughtsTokenCount");
  out.output = integer_at(usage, "candidatesTokenCount");
  if (out.reasoning) out.output = out.output.value_or(0) + *out.reasoning;
  out.total = integer_at(usage, "totalTokenCount");
  return out;
}

MediaKind kind_of(std::string_view media_type) {
  if (media_type.starts_with("audio/")) return MediaKind::audio;
  if (media_type.starts_with("video/")) return MediaKind::video;
  return media_type.starts_with("image/") ? MediaKind::image : MediaKind::document;
}

}  // namespace

void AnswerReader::identify(const json::object& response) {
  const std::string_view id = text_at(response, "responseId");
  const std::string_view model = text_at(response, "modelVersion");
  if (identified_ || (id.empty() && model.empty())) return;
  identified_ = true;
  out_.identify(id, model);
}

void AnswerReader::response(const json::object& response) {
  ++responses_;
  if (const json::value* error = response.if_contains("error"); error != nullptr && !error->is_null())
    throw google_event_failure(peer_, json::value(response));
  identify(response);
  if (const json::object* usage = object_at(response, "usageMetadata")) usage_ = read_usage(*usage);
  bool any = false;
  if (const json::array* candidates = array_at(response, "candidates")) {
    for (const json::value& one : *candidates) {
      if (const json::object* object = one.if_object()) any |= candidate(*object);
    }
  }
  if (!any) out_.delta(Channel::answer, {});
  const json::object* feedback = object_at(response, "promptFeedback");
  const std::string_view reason =
      feedback != nullptr ? text_at(*feedback, "blockReason") : std::string_view();
  if (reason.empty()) return;
  blocked_ = true;
  finish_ = reason;
  out_.note("prompt_blocked", reason);
}

bool AnswerReader::candidate(const json::object& candidate) {
  bool any = false;
  const json::object* content = object_at(candidate, "content");
  const json::array* parts = content != nullptr ? array_at(*content, "parts") : nullptr;
  if (parts != nullptr) {
    for (const json::value& one : *parts) {
      if (const json::object* object = one.if_object()) any |= part(*object);
    }
  }
  const std::string_view reason = text_at(candidate, "finishReason");
  if (!reason.empty() && reason != "FINISH_REASON_UNSPECIFIED" && finish_.empty()) finish_ = reason;
  const std::string_view message = text_at(candidate, "finishMessage");
  if (!message.empty()) out_.note("finish_message", message);
  return any;
}

bool AnswerReader::part(const json::object& part) {
  if (const json::object* function = object_at(part, "functionCall")) {
    call(*function, text_at(part, "thoughtSignature"));
    return true;
  }
  if (const json::object* data = object_at(part, "inlineData")) {
    const std::vector<std::byte> bytes = decode_base64(text_at(*data, "data"));
    out_.media(kind_of(text_at(*data, "mimeType")), bytes);
    return true;
  }
  for (std::string_view name : {"executableCode", "codeExecutionResult"}) {
    const json::object* code = object_at(part, name);
    if (code == nullptr) continue;
    const std::string_view text = text_at(*code, name == "executableCode" ? "code" : "output");
    if (!text.empty()) out_.delta(Channel::answer, text);
    return !text.empty();
  }
  const std::string_view text = text_at(part, "text");
  if (text.empty()) return false;
  const json::value* thought = part.if_contains("thought");
  const bool thinks = thought != nullptr && thought->is_bool() && thought->get_bool();
  out_.delta(thinks ? Channel::reasoning : Channel::answer, text);
  return true;
}

/// Ids may be absent: agents need one to name the result, so one is made (and never sent back).
void AnswerReader::call(const json::object& function, std::string_view signature) {
  aitb::ToolCall made;
  made.id = text_at(function, "id");
  if (made.id.empty()) made.id = "aitb-call-" + std::to_string(calls_.size() + 1);
  made.name = text_at(function, "name");
  const json::object* arguments = object_at(function, "args");
  made.arguments = arguments != nullptr ? json::serialize(*arguments) : "{}";
  made.carry = signature;
  out_.delta(Channel::tool_call, made.name + made.arguments);
  calls_.push_back(std::move(made));
}

void AnswerReader::end() {
  if (finish_.empty() && !blocked_) {
    throw aitb::Error(aitb::ErrorKind::protocol,
                      "reading the answer of " + peer_.service + ": it ended after " +
                          std::to_string(responses_) +
                          " chunks without a finishReason; the answer is incomplete");
  }
  for (const aitb::ToolCall& one : calls_) out_.tool_call(one);
  out_.finish_reason(finish_);
  if (usage_) out_.usage(*usage_);
  if (!blocked_) return;
  aitb::Error refused(aitb::ErrorKind::client_error,
                      peer_.service + " refused the prompt: its filter says " + peer_.redact(finish_));
  throw refused.with_status(200).with_code(peer_.redact(finish_));
}

}  // namespace gemini
