#include "engine.hpp"

#include <aitb/schema.hpp>

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <charconv>

namespace mcp_simulator {
namespace {

using mcp_wire::member;
using mcp_wire::Message;
using mcp_wire::text_at;

constexpr std::string_view kCursor = "page-";

json::object arguments_of(const Message& request) {
  const json::value* given = member(request.body, "arguments");
  return given != nullptr && given->is_object() ? given->get_object() : json::object();
}

json::value progress_token(const Message& request) {
  const json::value* meta = member(request.body, "_meta");
  const json::value* token = meta == nullptr ? nullptr : member(*meta, "progressToken");
  return token == nullptr ? json::value() : *token;
}

const Tool* find(const std::vector<Tool>& tools, std::string_view name) {
  for (const Tool& tool : tools) {
    if (tool.name == name) return &tool;
  }
  return nullptr;
}

std::string complaints(const Tool& tool, const json::object& arguments) {
  std::string all;
  for (const aitb::SchemaProblem& problem : aitb::check_schema(tool.input, arguments))
    all += (all.empty() ? "" : "; ") + problem.pointer + ": " + problem.message;
  return all;
}

json::object described(const Tool& tool) {
  json::object one;
  one["name"] = tool.name;
  one["description"] = tool.description;
  one["inputSchema"] = tool.input;
  if (!tool.output.empty()) one["outputSchema"] = tool.output;
  return one;
}

std::string progress(const json::value& token, std::int64_t step, std::int64_t steps) {
  json::object params;
  params["progressToken"] = token;
  params["progress"] = step;
  params["total"] = steps;
  params["message"] = fmt::format("step {} of {}", step, steps);
  return mcp_wire::notification("notifications/progress", json::serialize(params));
}

}  // namespace

Engine::Engine(const Options& options, aitb::Context& context, std::shared_ptr<World> world)
    : options_(options),
      clock_(context.clock),
      world_(std::move(world)),
      timing_(context.random.split(fmt::format("timing/{}/{}", options.seed, context.lane))),
      chance_(context.random.split(fmt::format("faults/{}/{}", options.seed, context.lane))) {
  for (const FaultRule& rule : options.faults) rules_.emplace_back(rule);
}

std::string Engine::answer(const Message& request, const std::vector<Tool>& tools) const {
  if (request.method == "initialize") return initialize(request);
  if (request.method == "ping") return mcp_wire::result(request.id, "{}");
  if (request.method == "tools/list") return list(request, tools);
  return mcp_wire::error(request.id, mcp_wire::kMethodNotFound, "Method not found");
}

std::string Engine::initialize(const Message& request) const {
  const std::string_view asked = text_at(request.body, "protocolVersion");
  if (asked.empty()) {
    return mcp_wire::error(request.id, mcp_wire::kInvalidParams,
                           "Invalid params: protocolVersion is missing");
  }
  const bool shared = mcp_wire::knows_revision(asked) && asked <= options_.revision;
  json::object result, capabilities, tools, info;
  tools["listChanged"] = false;
  capabilities["tools"] = std::move(tools);
  info["name"] = "aitb-mcp-simulator";
  info["version"] = "0.1.0";
  result["protocolVersion"] = shared ? asked : std::string_view(options_.revision);
  result["capabilities"] = std::move(capabilities);
  result["serverInfo"] = std::move(info);
  return mcp_wire::result(request.id, json::serialize(result));
}

std::string Engine::list(const Message& request, const std::vector<Tool>& tools) const {
  std::size_t begin = 0;
  if (const json::value* cursor = member(request.body, "cursor")) {
    const std::string_view text =
        cursor->is_string() ? std::string_view(cursor->get_string()) : std::string_view();
    const char* end = text.data() + text.size();
    const bool known = text.starts_with(kCursor);
    if (!known || std::from_chars(text.data() + kCursor.size(), end, begin).ptr != end ||
        begin >= tools.size())
      return mcp_wire::error(request.id, mcp_wire::kInvalidParams, "Invalid cursor");
  }
  const std::size_t size =
      options_.page_size == 0 ? tools.size() : static_cast<std::size_t>(options_.page_size);
  json::array page;
  std::size_t at = begin;
  for (; at < tools.size() && at - begin < size; ++at) page.push_back(described(tools[at]));
  json::object result;
  result["tools"] = std::move(page);
  if (at < tools.size()) result["nextCursor"] = fmt::format("{}{}", kCursor, at);
  return mcp_wire::result(request.id, json::serialize(result));
}

const FaultRule* Engine::fault(const std::string& tool) {
  for (Rule& one : rules_) {
    if (!one.rule.tool.empty() && one.rule.tool != tool) continue;
    ++one.seen;
    if (one.rule.every > 1 && one.seen % static_cast<std::uint64_t>(one.rule.every) != 0) continue;
    if (one.rule.probability < 1 && chance_.uniform() >= one.rule.probability) continue;
    return &one.rule;
  }
  return nullptr;
}

aitb::task<> Engine::take_time(const Tool& tool, const json::object& arguments, json::value token,
                               std::shared_ptr<Outbox> out) {
  const aitb::Instant begin = clock_.now();
  const auto latency = static_cast<std::int64_t>(options_.latency_ms.sample(timing_) * 1e6);
  if (!tool.paced) {
    if (latency > 0) co_await clock_.sleep_until(begin + aitb::Duration(latency));
    co_return;
  }
  const Work work(*world_, arguments, 0);
  const aitb::Duration all = std::chrono::milliseconds(work.whole("duration_ms", 1000));
  const std::int64_t steps = std::max<std::int64_t>(1, work.whole("steps", 5));
  for (std::int64_t step = 1; step <= steps; ++step) {
    co_await clock_.sleep_until(begin + all * step / steps);
    if (!token.is_null()) out->messages.push(progress(token, step, steps));
  }
}

aitb::task<> Engine::call(std::shared_ptr<Engine> self, Message request, std::vector<Tool> tools,
                          std::shared_ptr<Outbox> out) {
  const std::string name(text_at(request.body, "name"));
  const Tool* tool = find(tools, name);
  if (tool == nullptr) {
    out->messages.push(mcp_wire::error(request.id, mcp_wire::kInvalidParams, "Unknown tool: " + name));
    co_return;
  }
  const json::object arguments = arguments_of(request);
  const std::uint64_t number = ++self->calls_;
  const FaultRule* fault = self->fault(name);
  const std::string effect = fault == nullptr ? "" : fault->effect;
  if (effect == "crash") {
    out->crashed = true;
    out->messages.close();
    co_return;
  }
  while (effect == "hang") co_await self->clock_.sleep_for(std::chrono::hours(1));
  json::value token = progress_token(request);
  co_await self->take_time(*tool, arguments, std::move(token), out);
  if (effect == "garbage") out->messages.push("this is no message");
  if (self->options_.ping_every > 0 && number % static_cast<std::uint64_t>(self->options_.ping_every) == 0)
    out->messages.push(fmt::format(R"({{"jsonrpc":"2.0","id":"ping-{}","method":"ping"}})", number));
  if (effect == "rpc_error") {
    out->messages.push(mcp_wire::error(request.id, mcp_wire::kInternalError, fault->message));
    co_return;
  }
  const std::string wrong = complaints(*tool, arguments);
  const auto bytes = static_cast<std::size_t>(self->options_.result_bytes.sample(self->timing_));
  const Work work(*self->world_, arguments, bytes);
  json::object result;
  if (effect == "error") {
    result = Outcome(fault->message, true).result;
  } else if (!wrong.empty()) {
    result = Outcome("Invalid arguments for tool " + name + ": " + wrong, true).result;
  } else {
    result = tool->run(work).result;
  }
  out->messages.push(mcp_wire::result(request.id, json::serialize(result)));
}

}  // namespace mcp_simulator
