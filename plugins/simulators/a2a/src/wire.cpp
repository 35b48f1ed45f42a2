#include "wire.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace a2a_simulator {
namespace {

namespace json = boost::json;

json::array one(json::value only) {
  json::array list;
  list.push_back(std::move(only));
  return list;
}

json::object text_part(const std::string& text) {
  json::object part;
  part["kind"] = "text";
  part["text"] = text;
  return part;
}

json::object message(const Task& task, const std::string& role, const std::string& id,
                     const std::string& text) {
  json::object out;
  out["kind"] = "message";
  out["messageId"] = id;
  out["role"] = role;
  out["parts"] = one(text_part(text));
  out["taskId"] = task.id;
  out["contextId"] = task.context;
  return out;
}

json::object artifact(const Task& task, const std::string& text) {
  json::object out;
  out["artifactId"] = task.id + "-answer";
  out["name"] = "answer";
  out["parts"] = one(text_part(text));
  return out;
}

json::object status(const Task& task, const std::string& state, const std::string& timestamp) {
  json::object out;
  out["state"] = state;
  if (state == "input-required")
    out["message"] = message(task, "agent", task.id + "-question", "What exactly do you mean?");
  if (state == "failed")
    out["message"] = message(task, "agent", task.id + "-excuse", "The task failed, as it was asked to.");
  out["timestamp"] = timestamp;
  return out;
}

json::object envelope(const json::value& id) {
  json::object out;
  out["jsonrpc"] = "2.0";
  out["id"] = id;
  return out;
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }

std::vector<std::string> characters(const std::string& text) {
  std::vector<std::string> all;
  for (const char c : text) {
    if (all.empty() || begins_character(c)) all.emplace_back();
    all.back() += c;
  }
  return all;
}

}  // namespace

std::string rpc_result(const json::value& id, json::object result) {
  json::object out = envelope(id);
  out["result"] = std::move(result);
  return json::serialize(out);
}

std::string rpc_failure(const json::value& id, const RpcError& error) {
  json::object out = envelope(id), inner;
  inner["code"] = error.code;
  inner["message"] = error.message;
  out["error"] = std::move(inner);
  return json::serialize(out);
}

json::object card(const std::string& behavior, const std::string& url, bool wants_key) {
  json::object out, capabilities, skill;
  capabilities["streaming"] = true;
  capabilities["pushNotifications"] = false;
  capabilities["stateTransitionHistory"] = false;
  skill["id"] = behavior;
  skill["name"] = behavior;
  skill["description"] = behavior == "echo"    ? "Says what it was told"
                         : behavior == "upper" ? "Says what it was told in capitals"
                                               : "Says what it was told backwards";
  json::array tags;
  tags.emplace_back("text");
  tags.emplace_back("test");
  skill["tags"] = std::move(tags);
  out["name"] = "Simulated agent: " + behavior;
  out["description"] = "An agent for measuring the traffic of agents";
  out["url"] = url;
  out["preferredTransport"] = "JSONRPC";
  out["version"] = "1.0.0";
  out["protocolVersion"] = "0.3.0";
  out["capabilities"] = std::move(capabilities);
  out["defaultInputModes"] = one("text/plain");
  out["defaultOutputModes"] = one("text/plain");
  out["skills"] = one(std::move(skill));
  if (wants_key) {
    json::object scheme, schemes, needed;
    scheme["type"] = "http";
    scheme["scheme"] = "bearer";
    schemes["bearer"] = std::move(scheme);
    needed["bearer"] = json::array();
    out["securitySchemes"] = std::move(schemes);
    out["security"] = one(std::move(needed));
  }
  return out;
}

json::object task_object(const Task& task, aitb::Instant now, const std::string& timestamp) {
  const std::string state = task.state(now);
  json::object out;
  out["kind"] = "task";
  out["id"] = task.id;
  out["contextId"] = task.context;
  out["status"] = status(task, state, timestamp);
  if (state == "completed") out["artifacts"] = one(artifact(task, task.answer));
  out["history"] = one(message(task, "user", task.message_id, task.question));
  return out;
}

json::object status_event(const Task& task, const std::string& state, const std::string& timestamp,
                          bool last) {
  json::object out;
  out["kind"] = "status-update";
  out["taskId"] = task.id;
  out["contextId"] = task.context;
  out["status"] = status(task, state, timestamp);
  out["final"] = last;
  return out;
}

json::object artifact_event(const Task& task, const std::string& text, bool append, bool last) {
  json::object out;
  out["kind"] = "artifact-update";
  out["taskId"] = task.id;
  out["contextId"] = task.context;
  out["artifact"] = artifact(task, text);
  out["append"] = append;
  out["lastChunk"] = last;
  return out;
}

std::string transformed(const std::string& behavior, const std::string& text) {
  std::string out;
  if (behavior == "reverse") {
    const std::vector<std::string> all = characters(text);
    for (auto each = all.rbegin(); each != all.rend(); ++each) out += *each;
    return out;
  }
  out = text;
  if (behavior == "upper") {
    for (char& c : out) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    }
  }
  return out;
}

std::vector<std::string> pieces(const std::string& text, int count) {
  const std::vector<std::string> all = characters(text);
  const std::size_t wanted =
      std::clamp<std::size_t>(static_cast<std::size_t>(count), 1, std::max<std::size_t>(1, all.size()));
  std::vector<std::string> out(wanted);
  for (std::size_t i = 0; i < all.size(); ++i) out[i * wanted / all.size()] += all[i];
  return out;
}

}  // namespace a2a_simulator
