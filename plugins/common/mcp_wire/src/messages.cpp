#include "mcp_wire/messages.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace mcp_wire {
namespace {

bool fit_for_id(const json::value& id) {
  return id.is_string() || id.is_int64() || id.is_uint64() || id.is_double();
}

/// "" if `value` is a message.
std::string read_one(json::value value, Message& out) {
  auto* object = value.if_object();
  if (object == nullptr) return "a message is an object";
  if (text_at(value, "jsonrpc") != "2.0") return "the member jsonrpc is not \"2.0\"";
  if (json::value* id = object->if_contains("id")) out.id = std::move(*id);
  json::value* method = object->if_contains("method");
  json::value* result = object->if_contains("result");
  json::value* error = object->if_contains("error");
  if (method != nullptr) {
    if (!method->is_string()) return "the method is not a text";
    if (!out.id.is_null() && !fit_for_id(out.id)) return "the id is neither a text nor a number";
    out.kind = out.id.is_null() ? Kind::notification : Kind::request;
    out.method = std::string(method->get_string());
    if (json::value* params = object->if_contains("params")) out.body = std::move(*params);
    return "";
  }
  if ((result == nullptr) == (error == nullptr)) return "it has neither a method nor one of result and error";
  if (result != nullptr && !fit_for_id(out.id)) return "a result without an id";
  if (error != nullptr && !error->is_object()) return "the error is not an object";
  out.kind = result != nullptr ? Kind::result : Kind::error;
  out.body = std::move(result != nullptr ? *result : *error);
  return "";
}

void open(std::string& out, std::string_view method) {
  out += "\"method\":";
  out += json::serialize(json::string_view(method.data(), method.size()));
}

}  // namespace

bool knows_revision(std::string_view name) noexcept {
  return std::find(kRevisions.begin(), kRevisions.end(), name) != kRevisions.end();
}

std::optional<std::int64_t> Message::number() const noexcept {
  if (const auto* whole = id.if_int64()) return *whole;
  return std::nullopt;
}

Parsed parse(std::string_view text) {
  Parsed parsed;
  json::error_code broken;
  json::parse_options deep;
  deep.max_depth = 128;
  json::value value = json::parse(text, broken, {}, deep);
  if (broken) {
    parsed.error = kParseError;
    parsed.problem = "no JSON (" + broken.message() + ")";
    return parsed;
  }
  const auto take = [&](json::value one) {
    Message message;
    const std::string problem = read_one(std::move(one), message);
    if (problem.empty()) {
      parsed.messages.push_back(std::move(message));
    } else if (parsed.error == 0) {
      parsed.error = kInvalidRequest;
      parsed.problem = problem;
    }
  };
  if (auto* batch = value.if_array()) {
    for (json::value& one : *batch) take(std::move(one));
    if (batch->empty()) take(nullptr);
  } else {
    take(std::move(value));
  }
  return parsed;
}

std::string request(std::int64_t id, std::string_view method, std::string_view params) {
  std::string out = "{\"jsonrpc\":\"2.0\",\"id\":" + std::to_string(id) + ",";
  open(out, method);
  if (!params.empty()) out.append(",\"params\":").append(params);
  return out += '}';
}

std::string notification(std::string_view method, std::string_view params) {
  std::string out = "{\"jsonrpc\":\"2.0\",";
  open(out, method);
  if (!params.empty()) out.append(",\"params\":").append(params);
  return out += '}';
}

std::string result(const json::value& id, std::string_view result) {
  std::string out = "{\"jsonrpc\":\"2.0\",\"id\":" + json::serialize(id) + ",\"result\":";
  out.append(result.empty() ? "{}" : result);
  return out += '}';
}

std::string error(const json::value& id, int code, std::string_view text, const json::value& data) {
  json::object what;
  what["code"] = code;
  what["message"] = text;
  if (!data.is_null()) what["data"] = data;
  return "{\"jsonrpc\":\"2.0\",\"id\":" + json::serialize(id) + ",\"error\":" + json::serialize(what) + '}';
}

const json::value* member(const json::value& object, std::string_view key) noexcept {
  const auto* fields = object.if_object();
  return fields == nullptr ? nullptr : fields->if_contains(key);
}

std::string_view text_at(const json::value& object, std::string_view key) noexcept {
  const json::value* found = member(object, key);
  const auto* text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

}  // namespace mcp_wire
