#include "read_messages.hpp"

#include <boost/json/object.hpp>

#include <sim_kit/json_read.hpp>

namespace openai_simulator {
namespace {

namespace json = boost::json;
using sim_kit::Ask;
using sim_kit::find_member;
using sim_kit::PartKind;
using sim_kit::Role;
using sim_kit::text_in;
using sim_kit::view;

constexpr std::int64_t kImageBase = 85, kImageTile = 170, kImageTiles = 4;

void read_part(const json::object& part, Ask& ask) {
  for (const char* name : {"text", "refusal"}) {
    if (part.contains(name)) ask.add(PartKind::text, text_in(part, name));
  }
  const std::string_view type = text_in(part, "type");
  if (type == "text" || type == "refusal") return;
  std::int64_t tokens = 0;
  if (const json::value* image = find_member(part, "image_url"); image != nullptr && image->is_object()) {
    const bool low = text_in(image->get_object(), "detail") == "low";
    tokens = low ? kImageBase : kImageBase + kImageTile * kImageTiles;
  }
  ask.add(PartKind::media).tokens = tokens;
}

void read_result(const json::object& message, Ask& ask) {
  std::string joined;
  const json::value* content = find_member(message, "content");
  std::string_view text = text_in(message, "content");
  if (content != nullptr && content->is_array()) {
    for (const json::value& part : content->get_array()) joined += text_in(part.get_object(), "text");
    text = ask.keep(std::move(joined));
  }
  sim_kit::Part& result = ask.add(PartKind::result, text);
  result.id = text_in(message, "tool_call_id");
  result.name = text_in(message, "name");
}

void read_calls(const json::object& message, Ask& ask) {
  const json::value* calls = find_member(message, "tool_calls");
  if (calls == nullptr || !calls->is_array()) return;
  for (const json::value& call : calls->get_array()) {
    if (!call.is_object()) continue;
    for (const char* type : {"function", "custom"}) {
      const json::value* body = call.get_object().if_contains(type);
      if (body == nullptr || !body->is_object()) continue;
      const json::object& inner = body->get_object();
      sim_kit::Part& part =
          ask.add(PartKind::call, text_in(inner, inner.contains("arguments") ? "arguments" : "input"));
      part.name = text_in(inner, "name");
      part.id = text_in(call.get_object(), "id");
    }
  }
}

Role role_of(std::string_view role) {
  if (role == "assistant") return Role::assistant;
  if (role == "tool" || role == "function") return Role::tool;
  return role == "user" ? Role::user : Role::system;
}

}  // namespace

void read_messages(const json::array& messages, Ask& ask) {
  ask.turns.reserve(messages.size());
  ask.parts.reserve(messages.size());
  for (const json::value& value : messages) {
    const json::object& message = value.get_object();
    const Role role = role_of(text_in(message, "role"));
    ask.begin_turn(role);
    ask.turns.back().name = text_in(message, "name");
    if (role == Role::tool) {
      read_result(message, ask);
      continue;
    }
    const json::value* content = find_member(message, "content");
    if (content != nullptr && content->is_string()) ask.add(PartKind::text, view(content->get_string()));
    if (content != nullptr && content->is_array()) {
      for (const json::value& part : content->get_array()) read_part(part.get_object(), ask);
    }
    read_calls(message, ask);
  }
}

}  // namespace openai_simulator
