#include "core/plugin/check/check_case.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include "core/plugin/check/yaml_json.hpp"

namespace aitb::core::check {
namespace {

[[noreturn]] void refuse(const std::string& what) { throw Error(ErrorKind::config, "check.yaml: " + what); }

boost::json::object object_at(const boost::json::object& in, std::string_view key) {
  const auto* value = in.if_contains(key);
  if (value == nullptr || value->is_null()) return {};
  if (!value->is_object()) refuse("'" + std::string(key) + "' is no mapping");
  return value->as_object();
}

std::string text_at(const boost::json::object& in, std::string_view key) {
  const auto* value = in.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

ChatRequest request_of(const boost::json::object& in) {
  Message message(Role::user, text_at(in, "prompt"));
  std::vector<Message> messages;
  messages.push_back(std::move(message));
  ChatRequest request(text_at(in, "model"), std::move(messages));
  if (const auto* stream = in.if_contains("stream")) request.stream = stream->as_bool();
  if (const auto* limit = in.if_contains("max_tokens")) request.max_tokens = limit->as_int64();
  if (const auto* tools = in.if_contains("tools"))
    for (const auto& tool : tools->as_array()) {
      const auto& one = tool.as_object();
      request.tools.emplace_back(text_at(one, "name"), text_at(one, "description"),
                                 object_at(one, "parameters"));
    }
  return request;
}

CheckCase case_of(const boost::json::value& value) {
  if (!value.is_object()) refuse("a case is no mapping");
  const boost::json::object& in = value.as_object();
  CheckCase one;
  one.name = text_at(in, "name");
  one.request = request_of(object_at(in, "request"));
  const boost::json::object reply = object_at(in, "reply");
  if (reply.empty()) refuse("case '" + one.name + "' has no reply");
  const auto* status = reply.if_contains("status");
  const auto* until_close = reply.if_contains("until_close");
  one.response = http_response(status == nullptr ? 200 : static_cast<int>(status->as_int64()),
                               object_at(reply, "headers"), text_at(reply, "body"),
                               until_close == nullptr || *until_close != boost::json::value(true));
  one.sends = object_at(in, "sends");
  one.expects = object_at(in, "expect");
  if (one.expects.empty()) refuse("case '" + one.name + "' expects nothing");
  return one;
}

std::string compare(std::string_view name, const boost::json::value& expected,
                    const boost::json::value& found) {
  if (expected == found) return {};
  return std::string(name) + " is " + boost::json::serialize(found) + ", expected " +
         boost::json::serialize(expected);
}

boost::json::value or_null(const std::optional<std::int64_t>& number) {
  return number ? boost::json::value(*number) : boost::json::value(nullptr);
}

boost::json::array tool_calls_of(const Reply& reply) {
  boost::json::array calls;
  for (const ToolCall& call : reply.tool_calls) {
    boost::json::object one;
    one["name"] = call.name;
    one["arguments"] = call.arguments;
    calls.push_back(std::move(one));
  }
  return calls;
}

boost::json::object facts_of(const Record& record, const Reply& reply) {
  boost::json::object usage;
  usage["input"] = or_null(record.usage.input);
  usage["output"] = or_null(record.usage.output);
  usage["total"] = or_null(record.usage.total);
  usage["cached_input"] = or_null(record.usage.cached_input);
  usage["reasoning"] = or_null(record.usage.reasoning);
  const auto is_done = [](const Chunk& chunk) { return chunk.kind == ChunkKind::done; };
  const auto is_generated = [](const Chunk& chunk) { return generated(chunk.kind); };
  boost::json::object facts;
  facts["text"] = reply.text;
  facts["reasoning"] = reply.reasoning;
  facts["refusal"] = reply.refusal;
  facts["finish_reason"] = reply.finish_reason;
  facts["response_id"] = record.response_id;
  facts["model"] = record.response_model;
  facts["tool_calls"] = tool_calls_of(reply);
  facts["usage"] = std::move(usage);
  facts["done"] = std::ranges::any_of(record.chunks, is_done);
  facts["chunks"] = static_cast<std::int64_t>(std::ranges::count_if(record.chunks, is_generated));
  return facts;
}

}  // namespace

std::optional<CheckFile> check_file_of(const Subject& subject, const AitbPlugin& plugin) {
  const auto part = part_for(subject, plugin.check);
  if (!part) return std::nullopt;
  CheckFile file;
  file.options = object_at(*part, "options");
  const auto* cases = part->if_contains("cases");
  if (cases == nullptr || !cases->is_array() || cases->as_array().empty()) refuse("it has no cases");
  for (const auto& one : cases->as_array()) file.cases.push_back(case_of(one));
  return file;
}

std::string http_response(int status, const boost::json::object& headers, const std::string& body,
                          bool with_length) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + (status == 200 ? " OK" : " Other") + "\r\n";
  for (const auto& [name, value] : headers)
    text += std::string(name) + ": " +
            (value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value)) + "\r\n";
  if (with_length) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "Connection: close\r\n\r\n" + body;
}

std::string difference(const boost::json::object& expects, const Record& record, const Reply& reply) {
  const boost::json::object facts = facts_of(record, reply);
  for (const auto& [name, expected] : expects) {
    const auto* found = facts.if_contains(name);
    if (found == nullptr) refuse("nothing called '" + std::string(name) + "' is recorded");
    if (!found->is_object()) {
      if (std::string text = compare(name, expected, *found); !text.empty()) return text;
      continue;
    }
    for (const auto& [member, value] : expected.as_object()) {
      const auto* inner = found->as_object().if_contains(member);
      const std::string place = std::string(name) + "." + std::string(member);
      if (inner == nullptr) refuse("nothing called '" + place + "' is recorded");
      if (std::string text = compare(place, value, *inner); !text.empty()) return text;
    }
  }
  return {};
}

bool contains(const boost::json::value& whole, const boost::json::value& part) {
  if (part.is_object()) {
    if (!whole.is_object()) return false;
    return std::ranges::all_of(part.as_object(), [&](const auto& member) {
      const auto* found = whole.as_object().if_contains(member.key());
      return found != nullptr && contains(*found, member.value());
    });
  }
  return whole == part;
}

}  // namespace aitb::core::check
