#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>

#include <sim_kit/json_read.hpp>
#include "api_error.hpp"
#include "read_request.hpp"

namespace anthropic_simulator {
namespace {

namespace json = boost::json;
using sim_kit::array_in;
using sim_kit::Ask;
using sim_kit::object_in;
using sim_kit::PartKind;
using sim_kit::Role;
using sim_kit::text_in;
using sim_kit::view;

constexpr std::int64_t kImage = 1600, kDocument = 2000;

using Ids = std::vector<std::string_view>;

void need(std::string_view value, const std::string& path) {
  if (value.empty()) throw invalid(path, "Field required");
}

void read_media(const json::object& block, const std::string& path, Ask& ask) {
  const json::object* source = object_in(block, "source");
  if (source == nullptr) throw invalid(path + ".source", "Field required");
  const std::string_view kind = text_in(*source, "type");
  need(kind, path + ".source.type");
  if (kind == "base64") {
    need(text_in(*source, "media_type"), path + ".source.base64.media_type");
    need(text_in(*source, "data"), path + ".source.base64.data");
  } else if (kind == "url") {
    need(text_in(*source, "url"), path + ".source.url.url");
  } else if (kind == "text") {
    ask.add(PartKind::media, text_in(*source, "data"));
    return;
  }
  ask.add(PartKind::media).tokens = text_in(block, "type") == "image" ? kImage : kDocument;
}

std::string_view result_text(const json::object& block, Ask& ask) {
  const json::array* content = array_in(block, "content");
  if (content == nullptr) return text_in(block, "content");
  std::string joined;
  for (const json::value& one : *content) {
    if (!one.is_object()) continue;
    if (!joined.empty()) joined += '\n';
    joined += text_in(one.get_object(), "text");
  }
  return ask.keep(std::move(joined));
}

void read_result(const json::object& block, const std::string& path, Ids& open, Ask& ask) {
  const std::string_view id = text_in(block, "tool_use_id");
  need(id, path + ".tool_use_id");
  const auto call = std::find(open.begin(), open.end(), id);
  if (call == open.end()) {
    throw invalid(path, fmt::format("unexpected `tool_use_id` found in `tool_result` blocks: {}. Each "
                                    "`tool_result` block must have a corresponding `tool_use` block in the "
                                    "previous message.",
                                    id));
  }
  open.erase(call);
  sim_kit::Part& part = ask.add(PartKind::result, result_text(block, ask));
  part.id = id;
  part.failed = sim_kit::bool_in(block, "is_error", false);
}

void read_call(const json::object& block, const std::string& path, Ids& made, Ask& ask) {
  const std::string_view id = text_in(block, "id"), name = text_in(block, "name");
  need(id, path + ".id");
  need(name, path + ".name");
  const json::value* input = block.if_contains("input");
  if (input == nullptr || !input->is_object())
    throw invalid(path + ".input", "Input should be a valid dictionary");
  sim_kit::Part& part = ask.add(PartKind::call, ask.keep(json::serialize(*input)));
  part.id = id;
  part.name = name;
  made.push_back(id);
}

void read_block(const json::value& value, const std::string& path, bool user, Ids& made, Ask& ask) {
  const json::object* block = value.if_object();
  if (block == nullptr) throw invalid(path, "Input should be a valid dictionary");
  const std::string_view type = text_in(*block, "type");
  if (type == "text") {
    if (block->if_contains("text") == nullptr) throw invalid(path + ".text.text", "Field required");
    ask.add(PartKind::text, text_in(*block, "text"));
  } else if (type == "image" || type == "document") {
    read_media(*block, fmt::format("{}.{}", path, type), ask);
  } else if (type == "tool_use" && !user) {
    read_call(*block, path + ".tool_use", made, ask);
  } else if (type.empty()) {
    throw invalid(path + ".type", "Field required");
  } else if (type == "tool_use" || (type == "tool_result" && !user)) {
    throw invalid(path,
                  fmt::format("`{}` blocks can only be in `{}` messages", type, user ? "assistant" : "user"));
  }
}

/// Results come first, as a turn of their own: what follows them is a new prompt.
void read_content(const json::array& blocks, const std::string& path, bool user, Ids& open, Ids& made,
                  Ask& ask) {
  bool results = false, others = false;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const json::object* block = blocks[i].if_object();
    if (!user || block == nullptr || text_in(*block, "type") != "tool_result") continue;
    if (!results) ask.begin_turn(Role::tool);
    results = true;
    read_result(*block, fmt::format("{}.{}", path, i), open, ask);
  }
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const json::object* block = blocks[i].if_object();
    if (user && block != nullptr && text_in(*block, "type") == "tool_result") continue;
    if (!others) ask.begin_turn(user ? Role::user : Role::assistant);
    others = true;
    read_block(blocks[i], fmt::format("{}.{}", path, i), user, made, ask);
  }
}

void expect_answered(const Ids& open, std::size_t index) {
  if (open.empty()) return;
  std::string list;
  for (std::string_view id : open) list.append(list.empty() ? "" : ", ").append(id);
  throw invalid(fmt::format("messages.{}", index),
                fmt::format("`tool_use` ids were found without `tool_result` blocks immediately after: {}. "
                            "Each `tool_use` block must have a corresponding `tool_result` block in the next "
                            "message.",
                            list));
}

}  // namespace

void read_messages(const json::array& messages, Ask& ask) {
  Ids open;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const std::string path = fmt::format("messages.{}", i);
    const json::object* message = messages[i].if_object();
    if (message == nullptr) throw invalid(path, "Input should be a valid dictionary");
    const std::string_view role = text_in(*message, "role");
    if (role.empty()) throw invalid(path + ".role", "Field required");
    if (role != "user" && role != "assistant")
      throw invalid(path + ".role", "Input should be 'user' or 'assistant'");
    const bool user = role == "user";
    const json::value* content = sim_kit::member(*message, "content");
    if (content == nullptr) throw invalid(path + ".content", "Field required");
    Ids made;
    if (content->is_string()) {
      if (content->get_string().empty() && user)
        throw ApiError(400, "invalid_request_error",
                       fmt::format("{}: user messages must have non-empty content", path));
      ask.begin_turn(user ? Role::user : Role::assistant);
      ask.add(PartKind::text, view(content->get_string()));
    } else if (content->is_array()) {
      read_content(content->get_array(), path + ".content", user, open, made, ask);
    } else {
      throw invalid(path + ".content", "Input should be a valid string or list");
    }
    if (i > 0) expect_answered(open, i - 1);
    open = std::move(made);
  }
  expect_answered(open, messages.size() - 1);
}

}  // namespace anthropic_simulator
