#include "mcp.hpp"

#include <aitb/nearest.hpp>

#include <boost/json/parse.hpp>

namespace mcp {
namespace {

namespace json = boost::json;
using aitb::Error;
using aitb::ErrorKind;

std::string server_of(const std::string& handle) { return handle.substr(0, handle.find('#')); }

bool is_object(const std::string& text) {
  json::error_code broken;
  const json::value value = json::parse(text, broken);
  return !broken && value.is_object();
}

aitb::task<> close_session(std::shared_ptr<Session> session) { co_await session->close(); }

}  // namespace

Mcp::Mcp(Options options, aitb::Context& context)
    : options_(std::move(options)), context_(context), limits_(options_, context) {
  check(options_);
}

std::vector<std::string> Mcp::open(std::string group) {
  std::vector<std::string> names = options_.order;
  if (!group.empty()) {
    const auto found = options_.groups.find(group);
    if (found == options_.groups.end()) {
      std::vector<std::string> known;
      for (const auto& [name, servers] : options_.groups) known.push_back(name);
      throw Error(ErrorKind::config, "opening the MCP servers of group '" + group +
                                         "': there is no such group; define it under groups (serverGroups)" +
                                         aitb::did_you_mean(group, known));
    }
    names = found->second;
  }
  std::vector<std::string> handles;
  const std::string suffix = options_.connection == "session" ? "#" + std::to_string(++handles_) : "";
  for (const std::string& name : names) {
    if (!options_.servers.at(name).disabled) handles.push_back(name + suffix);
  }
  return handles;
}

void Mcp::release(std::string server) noexcept {
  const auto found = server.find('#') == std::string::npos ? sessions_.end() : sessions_.find(server);
  if (found == sessions_.end()) return;
  std::erase_if(closing_, [](const aitb::Running& one) { return one.ended(); });
  closing_.emplace_back(context_.net.executor(), close_session(found->second));
  sessions_.erase(found);
}

std::string Mcp::tool_of(std::string name) const {
  const auto found = options_.aliases.find(name);
  return found == options_.aliases.end() ? name : found->second;
}

std::shared_ptr<Session> Mcp::session(const std::string& handle) {
  std::shared_ptr<Session>& session = sessions_[handle];
  if (!session)
    session = std::make_shared<Session>(options_.servers.at(server_of(handle)), options_, context_);
  return session;
}

aitb::task<std::vector<aitb::ToolSpec>> Mcp::list(std::string server, aitb::Exchange& out) {
  const std::shared_ptr<Session> to = session(server);
  co_return co_await to->list(out);
}

aitb::task<aitb::ToolResult> Mcp::call(std::string server, aitb::ToolCall call, aitb::Exchange& out) {
  aitb::ToolResult refused;
  if (!call.arguments.empty() && !is_object(call.arguments)) {
    refused.is_error = true;
    refused.text = "The arguments of " + call.name + " are not a JSON object.";
    co_return refused;
  }
  const aitb::Instant asked = context_.clock.now();
  const RateLimits::Place place = co_await limits_.admit(call.name, server_of(server));
  const aitb::Duration waited = context_.clock.now() - asked;
  if (waited > std::chrono::milliseconds(1))
    out.note("rate_limit_wait_ms", std::to_string(static_cast<std::int64_t>(aitb::to_seconds(waited) * 1e3)));
  const std::shared_ptr<Session> to = session(server);
  co_return co_await to->call(std::move(call), out);
}

aitb::task<std::vector<aitb::ToolSpec>> Mcp::list(aitb::Exchange& out) {
  std::vector<aitb::ToolSpec> all;
  for (const std::string& name : options_.order) {
    if (options_.servers.at(name).disabled) continue;
    const std::vector<aitb::ToolSpec> tools = co_await list(name, out);
    for (const aitb::ToolSpec& tool : tools) {
      if (owners_.emplace(tool.name, name).second || owners_[tool.name] == name) all.push_back(tool);
    }
  }
  co_return all;
}

aitb::task<aitb::ToolResult> Mcp::call(aitb::ToolCall call, aitb::Exchange& out) {
  call.name = tool_of(call.name);
  const auto owner = owners_.find(call.name);
  if (owner == owners_.end()) {
    throw Error(ErrorKind::tool_failure, "calling " + call.name + ": no MCP server has listed such a tool");
  }
  std::string server = owner->second;
  co_return co_await this->call(std::move(server), std::move(call), out);
}

aitb::task<> Mcp::close() {
  for (const auto& [handle, session] : sessions_)
    closing_.emplace_back(context_.net.executor(), close_session(session));
  sessions_.clear();
  while (!closing_.empty()) {
    co_await closing_.front().join();
    closing_.pop_front();
  }
}

}  // namespace mcp
