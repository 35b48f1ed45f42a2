#include "check_messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include <sim_kit/json_read.hpp>
#include "check.hpp"

namespace openai_simulator {
namespace {

namespace json = boost::json;

void check_part(const json::value& value, const Place& path) {
  const json::object* part = value.if_object();
  if (part == nullptr) throw wrong_type(path, "an object", value);
  const std::string_view type = view(needed_string(*part, "type", Place(path, "type")));
  const auto inner = [&](std::string_view member, std::string_view key) {
    const Place inside(path, member);
    const json::object* found = object(*part, member, inside);
    if (found == nullptr) throw missing(inside);
    if (!key.empty()) needed_string(*found, key, Place(inside, key));
  };
  if (type == "text") {
    needed_string(*part, "text", Place(path, "text"));
  } else if (type == "refusal") {
    needed_string(*part, "refusal", Place(path, "refusal"));
  } else if (type == "image_url" || type == "video_url") {
    inner(type, "url");
  } else if (type == "input_audio") {
    inner(type, "data");
  } else if (type == "file") {
    inner(type, "");
  } else {
    throw wrong_value(Place(path, "type"), type,
                      {"text", "image_url", "input_audio", "refusal", "audio", "file"});
  }
}

void check_content(const json::object& message, const Place& path, bool may_lack) {
  const json::value* content = sim_kit::find_member(message, "content");
  if (content == nullptr || content->is_null()) {
    if (may_lack) return;
    if (content == nullptr) throw missing(path);
    throw bad_request("invalid_type", path.text(),
                      fmt::format("Invalid value for 'content': expected a string, got null."));
  }
  if (content->is_string()) return;
  if (!content->is_array()) throw wrong_type(path, "one of a string or array of objects", *content);
  std::size_t index = 0;
  for (const json::value& part : content->get_array()) check_part(part, Place(path, index++));
}

/// Whether an assistant message says or does something without content.
bool acts(const json::object& message) {
  return message.contains("tool_calls") || message.contains("function_call") || message.contains("audio") ||
         message.contains("refusal");
}

/// What a tool is, or a call is of.
struct Named {
  std::string_view type, name;
};

Named check_named(const json::object& entry, const Place& at) {
  const std::string_view type = view(needed_string(entry, "type", Place(at, "type")));
  if (type != "function" && type != "custom")
    throw wrong_value(Place(at, "type"), type, {"function", "custom"});
  const Place inside(at, type);
  const json::object* body = object(entry, type, inside);
  if (body == nullptr) throw missing(inside);
  return {type, view(needed_string(*body, "name", Place(inside, "name")))};
}

/// Ids of the calls that an assistant message makes.
std::vector<std::string_view> check_calls(const json::object& message, const Place& path) {
  std::vector<std::string_view> ids;
  const json::array* calls = array(message, "tool_calls", path);
  if (calls == nullptr) return ids;
  std::size_t index = 0;
  for (const json::value& value : *calls) {
    const Place at(path, index++);
    const json::object* call = value.if_object();
    if (call == nullptr) throw wrong_type(at, "an object", value);
    ids.push_back(view(needed_string(*call, "id", Place(at, "id"))));
    check_named(*call, at);
  }
  return ids;
}

ApiError unanswered(const std::vector<std::string_view>& ids) {
  std::string list;
  for (std::string_view id : ids) list.append(list.empty() ? "" : ", ").append(id);
  return bad_request(
      "", "messages",
      "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
      "'tool_call_id'. The following tool_call_ids did not have response messages: " +
          list);
}

}  // namespace

void check_messages(const json::array& messages) {
  if (messages.empty()) {
    throw bad_request(
        "empty_array", "messages",
        "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty "
        "array instead.");
  }
  const Place all("messages");
  std::vector<std::string_view> open;
  std::size_t index = 0;
  for (const json::value& value : messages) {
    const Place path(all, index);
    const json::object* message = value.if_object();
    if (message == nullptr) throw wrong_type(path, "an object", value);
    const std::string_view role = view(needed_string(*message, "role", Place(path, "role")));
    if (role == "tool") {
      const std::string_view id = view(needed_string(*message, "tool_call_id", Place(path, "tool_call_id")));
      const auto call = std::find(open.begin(), open.end(), id);
      if (call == open.end()) {
        throw bad_request(
            "", fmt::format("messages.[{}].role", index),
            "Invalid parameter: messages with role 'tool' must be a response to a preceding message "
            "with 'tool_calls'.");
      }
      open.erase(call);
    } else if (!open.empty()) {
      throw unanswered(open);
    } else if (role == "assistant") {
      open = check_calls(*message, Place(path, "tool_calls"));
    } else if (role != "system" && role != "developer" && role != "user" && role != "function") {
      throw wrong_value(Place(path, "role"), role,
                        {"system", "assistant", "user", "function", "tool", "developer"});
    }
    check_content(*message, Place(path, "content"), role == "assistant" && acts(*message));
    ++index;
  }
  if (!open.empty()) throw unanswered(open);
}

void check_tools(const json::array& tools) {
  if (tools.size() > 128) {
    throw bad_request(
        "array_above_max_length", "tools",
        fmt::format("Invalid 'tools': array too long. Expected an array with maximum length 128, but got "
                    "an array with length {} instead.",
                    tools.size()));
  }
  const Place all("tools");
  std::size_t index = 0;
  for (const json::value& value : tools) {
    const Place path(all, index++);
    const json::object* tool = value.if_object();
    if (tool == nullptr) throw wrong_type(path, "an object", value);
    const auto [type, name] = check_named(*tool, path);
    const Place inside(path, type), name_at(inside, "name");
    const bool known = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '_' || c == '-';
    });
    if (!known) {
      throw bad_request(
          "invalid_value", name_at.text(),
          fmt::format("Invalid '{}.name': string does not match pattern. Expected a string that matches "
                      "the pattern '^[a-zA-Z0-9_-]+$'.",
                      inside.text()));
    }
    if (name.size() > 64) {
      throw bad_request(
          "string_above_max_length", name_at.text(),
          fmt::format("Invalid '{}.name': string too long. Expected a string with maximum length 64, but "
                      "got a string with length {} instead.",
                      inside.text(), name.size()));
    }
  }
}

}  // namespace openai_simulator
