#include "openai_dialect/payload.hpp"

#include <boost/json/array.hpp>
#include <string>
#include <vector>

#include "service/base64.hpp"
#include "service/json_read.hpp"

namespace openai_dialect {

using namespace service;
namespace {

namespace json = boost::json;
using aitb::Channel;
using aitb::Exchange;

bool report_text(Channel channel, std::string_view text, Exchange& out) {
  if (text.empty()) return false;
  out.delta(channel, text);
  return true;
}

bool report_parts(Channel channel, const json::array& parts, Exchange& out);

/// A part of a content list: {type: text, text}, or {type: thinking, thinking: [parts]} (Mistral).
bool report_part(Channel channel, const json::object& part, Exchange& out) {
  if (const json::array* thinking = array_at(part, "thinking")) {
    return report_parts(Channel::reasoning, *thinking, out);
  }
  if (text_at(part, "type") == "refusal") return report_text(Channel::refusal, text_at(part, "refusal"), out);
  return report_text(channel, text_at(part, "text"), out);
}

bool report_parts(Channel channel, const json::array& parts, Exchange& out) {
  bool any = false;
  for (const json::value& part : parts) {
    if (const json::object* object = part.if_object()) any |= report_part(channel, *object, out);
  }
  return any;
}

bool report_audio(const json::object& audio, Exchange& out) {
  bool any = report_text(Channel::transcript, text_at(audio, "transcript"), out);
  if (const std::string_view data = text_at(audio, "data"); !data.empty()) {
    const std::vector<std::byte> bytes = decode_base64(data);
    out.media(aitb::MediaKind::audio, bytes);
    any = true;
  }
  return any;
}

/// The members that carry text. Services mean the same reasoning by different names; some send two of them
/// with the same text.
std::optional<Channel> text_channel(std::string_view key) {
  if (key == "content") return Channel::answer;
  if (key == "refusal") return Channel::refusal;
  const bool reasoning =
      key == "reasoning_content" || key == "reasoning" || key == "reasoning_text" || key == "thinking";
  return reasoning ? std::optional(Channel::reasoning) : std::nullopt;
}

}  // namespace

bool report_payload(std::int64_t choice, const json::object& from, ToolCalls& calls, Exchange& out) {
  bool any = false;
  bool reasoned = false;
  for (const auto& member : from) {
    const std::string_view key(member.key().data(), member.key().size());
    const json::value& value = member.value();
    if (value.is_null() || key == "role") continue;
    if (key == "content" && value.is_array()) {
      any |= report_parts(Channel::answer, value.get_array(), out);
    } else if (const auto channel = text_channel(key)) {
      if (channel == Channel::reasoning && reasoned) continue;
      const bool told = report_text(*channel, text_of(value), out);
      reasoned |= told && channel == Channel::reasoning;
      any |= told;
    } else if (key == "tool_calls" && value.is_array()) {
      for (const json::value& call : value.get_array()) {
        if (const json::object* piece = call.if_object()) any |= calls.add(choice, *piece, out);
      }
    } else if (key == "function_call" && value.is_object()) {
      any |= calls.add_function_call(choice, value.get_object(), out);
    } else if (key == "audio" && value.is_object()) {
      any |= report_audio(value.get_object(), out);
    }
  }
  return any;
}

std::optional<OnlyText> only_text(const json::object& delta) {
  std::optional<OnlyText> found;
  for (const auto& member : delta) {
    const std::string_view key(member.key().data(), member.key().size());
    const json::value& value = member.value();
    const json::string* text = value.if_string();
    if (value.is_null() || key == "role" || (text != nullptr && text->empty())) continue;
    const auto channel = text_channel(key);
    if (text == nullptr || !channel || found) return std::nullopt;
    found = OnlyText{text, *channel};
  }
  return found;
}

}  // namespace openai_dialect
