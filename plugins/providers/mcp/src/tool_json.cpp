#include "tool_json.hpp"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <span>

#include "mcp_wire/base64.hpp"

namespace mcp {
namespace {

namespace json = boost::json;
using aitb::MediaKind;
using mcp_wire::member;
using mcp_wire::text_at;

void add_line(std::string& text, std::string_view more) {
  if (!text.empty()) text += '\n';
  text += more;
}

MediaKind kind_of(std::string_view media_type) {
  if (media_type.starts_with("image/")) return MediaKind::image;
  if (media_type.starts_with("audio/")) return MediaKind::audio;
  if (media_type.starts_with("video/")) return MediaKind::video;
  return MediaKind::document;
}

void add_media(std::string_view encoded, std::string_view media_type, std::string_view name,
               aitb::ToolResult& result, aitb::Exchange& out) {
  std::optional<std::string> bytes = mcp_wire::bytes_of(encoded);
  if (!bytes) {
    throw aitb::Error(aitb::ErrorKind::protocol,
                      "reading a tool's result: its " + std::string(media_type) + " content is not base64");
  }
  const MediaKind kind = kind_of(media_type);
  out.media(kind, std::as_bytes(std::span(*bytes)));
  add_line(result.text, fmt::format("[{}, {} bytes]", media_type, bytes->size()));
  aitb::Part part(kind, std::string(media_type), std::move(*bytes));
  part.name = name;
  result.media.push_back(std::move(part));
}

void read_resource(const json::value& resource, aitb::ToolResult& result, aitb::Exchange& out) {
  const std::string_view uri = text_at(resource, "uri");
  if (member(resource, "blob") != nullptr) {
    std::string_view type = text_at(resource, "mimeType");
    if (type.empty()) type = "application/octet-stream";
    add_media(text_at(resource, "blob"), type, uri, result, out);
  } else {
    add_line(result.text, text_at(resource, "text"));
  }
}

void read_content(const json::value& item, aitb::ToolResult& result, aitb::Exchange& out) {
  const std::string_view type = text_at(item, "type");
  if (type == "text") {
    add_line(result.text, text_at(item, "text"));
  } else if (type == "image" || type == "audio") {
    add_media(text_at(item, "data"), text_at(item, "mimeType"), "", result, out);
  } else if (type == "resource_link") {
    add_line(result.text, fmt::format("[{}]({})", text_at(item, "name"), text_at(item, "uri")));
  } else if (const json::value* resource = member(item, "resource");
             type == "resource" && resource != nullptr) {
    read_resource(*resource, result, out);
  } else {
    out.note("unknown_content", type.empty() ? "(none)" : type);
  }
}

}  // namespace

std::string read_tools(const json::value& page, std::vector<aitb::ToolSpec>& tools) {
  const json::value* list = member(page, "tools");
  if (list == nullptr || !list->is_array()) {
    throw aitb::Error(aitb::ErrorKind::protocol, "listing tools: the answer has no list of tools");
  }
  for (const json::value& tool : list->get_array()) {
    const std::string_view name = text_at(tool, "name");
    if (name.empty()) continue;
    const json::value* schema = member(tool, "inputSchema");
    tools.emplace_back(std::string(name), std::string(text_at(tool, "description")),
                       schema == nullptr ? json::value(json::object()) : *schema);
  }
  return std::string(text_at(page, "nextCursor"));
}

aitb::ToolResult read_result(const json::value& result, aitb::Exchange& out) {
  const json::value* content = member(result, "content");
  const json::value* structured = member(result, "structuredContent");
  const bool has_list = content != nullptr && content->is_array();
  if (!has_list && structured == nullptr) {
    throw aitb::Error(aitb::ErrorKind::protocol,
                      "reading a tool's result: it has neither content nor structuredContent");
  }
  aitb::ToolResult read;
  if (has_list) {
    for (const json::value& item : content->get_array()) read_content(item, read, out);
  }
  if (structured != nullptr) {
    read.structured = *structured;
    if (read.text.empty()) read.text = json::serialize(*structured);
  }
  const json::value* failed = member(result, "isError");
  read.is_error = failed != nullptr && failed->is_bool() && failed->get_bool();
  if (!read.text.empty()) out.delta(aitb::Channel::answer, read.text);
  return read;
}

}  // namespace mcp
