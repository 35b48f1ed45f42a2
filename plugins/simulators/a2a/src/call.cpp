#include "call.hpp"

#include <boost/json/parse.hpp>

#include "wire.hpp"

namespace a2a_simulator {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

const json::object* object_at(const json::object* object, std::string_view key) {
  const json::value* value = object != nullptr ? object->if_contains(key) : nullptr;
  return value != nullptr ? value->if_object() : nullptr;
}

void read_message(const json::object* params, Call& call) {
  const json::object* message = object_at(params, "message");
  const json::value* parts = message != nullptr ? message->if_contains("parts") : nullptr;
  if (message != nullptr) call.message_id = text_at(*message, "messageId");
  if (parts == nullptr || !parts->is_array() || call.message_id.empty()) {
    throw RpcError(kParams, "message with messageId and parts is wanted");
  }
  for (const json::value& part : parts->get_array()) {
    if (part.is_object()) call.text += text_at(part.get_object(), "text");
  }
  call.context = text_at(*message, "contextId");
  call.task = text_at(*message, "taskId");
  const json::object* configuration = object_at(params, "configuration");
  const json::value* blocking = configuration != nullptr ? configuration->if_contains("blocking") : nullptr;
  call.blocking = blocking == nullptr || !blocking->is_bool() || blocking->get_bool();
}

}  // namespace

void read_call(const aitb::ServerRequest& request, Call& call) {
  json::error_code failed;
  json::parse_options deep;
  deep.max_depth = 64;
  const json::value parsed = json::parse(request.body, failed, {}, deep);
  if (failed) throw RpcError(kParse, "Invalid JSON payload");
  const json::object* body = parsed.if_object();
  if (body != nullptr) {
    if (const json::value* id = body->if_contains("id")) call.id = *id;
    call.method = text_at(*body, "method");
  }
  if (body == nullptr || text_at(*body, "jsonrpc") != "2.0" || call.method.empty()) {
    throw RpcError(kRequest, "Request payload validation error");
  }
  call.received = request.received;
  const json::object* params = object_at(body, "params");
  if (call.method == "message/send" || call.method == "message/stream") {
    read_message(params, call);
  } else if (call.method == "tasks/get" || call.method == "tasks/cancel") {
    if (params != nullptr) call.task = text_at(*params, "id");
  } else if (call.method.starts_with("tasks/pushNotificationConfig/")) {
    throw RpcError(kPush, "Push Notification is not supported");
  } else if (call.method == "tasks/resubscribe") {
    throw RpcError(kUnsupported, "This operation is not supported");
  } else {
    throw RpcError(kMethod, "Method not found: " + call.method);
  }
}

}  // namespace a2a_simulator
