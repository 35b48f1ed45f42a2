#include "message.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "service/base64.hpp"

namespace a2a {
namespace {

namespace json = boost::json;

/// A random UUID (version 4).
std::string uuid(aitb::Random& random) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) out += '-';
    std::uint64_t digit = random.below(16);
    if (i == 12) digit = 4;
    if (i == 16) digit = 8 + digit % 4;
    out += kDigits[digit];
  }
  return out;
}

json::object wire_part(const aitb::Part& part) {
  json::object out;
  if (part.kind == aitb::MediaKind::text) {
    out["kind"] = "text";
    out["text"] = part.text;
    return out;
  }
  json::object file;
  if (!part.name.empty()) file["name"] = part.name;
  if (!part.media_type.empty()) file["mimeType"] = part.media_type;
  if (part.url.empty()) {
    std::string bytes;
    service::append_base64(bytes, part.bytes);
    file["bytes"] = bytes;
  } else {
    file["uri"] = part.url;
  }
  out["kind"] = "file";
  out["file"] = std::move(file);
  return out;
}

}  // namespace

std::string rpc_body(std::int64_t id, std::string_view method, json::object params) {
  json::object body;
  body["jsonrpc"] = "2.0";
  body["id"] = id;
  body["method"] = method;
  body["params"] = std::move(params);
  return json::serialize(body);
}

json::object message_params(const aitb::AgentRequest& request, aitb::Random& random) {
  json::object message(request.extra), params;
  message["kind"] = "message";
  message["messageId"] = uuid(random);
  message["role"] = "user";
  json::array parts;
  for (const aitb::Part& part : request.parts) parts.push_back(wire_part(part));
  message["parts"] = std::move(parts);
  if (!request.context_id.empty()) message["contextId"] = request.context_id;
  if (!request.task_id.empty()) message["taskId"] = request.task_id;
  params["message"] = std::move(message);
  if (!request.stream) {
    json::object configuration;
    configuration["blocking"] = true;
    params["configuration"] = std::move(configuration);
  }
  return params;
}

std::string prompt_text(const aitb::AgentRequest& request) {
  std::string text;
  for (const aitb::Part& part : request.parts) {
    if (!text.empty()) text += "\n";
    if (part.kind == aitb::MediaKind::text) {
      text += part.text;
    } else {
      text.append("[").append(to_string(part.kind)).append("]");
    }
  }
  return text;
}

std::size_t content_bytes(const aitb::AgentRequest& request) {
  std::size_t bytes = 0;
  for (const aitb::Part& part : request.parts) bytes += part.text.size() + part.bytes.size();
  return bytes;
}

}  // namespace a2a
