// A model that answers from a script, servers that keep what they were asked, and the session between them.
#pragma once
#include <aitb/testing/recording_exchange.hpp>
#include <aitb/testing/run.hpp>

#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "agent.hpp"

namespace agent_test {

inline aitb::Reply says(std::string text) {
  aitb::Reply reply;
  reply.text = std::move(text);
  return reply;
}

inline aitb::Reply calls(std::vector<aitb::ToolCall> tool_calls) {
  aitb::Reply reply;
  reply.tool_calls = std::move(tool_calls);
  return reply;
}

class Stage final : public aitb::Session, public aitb::Chat, public aitb::Tools, public aitb::ToolServers {
 public:
  std::vector<aitb::Reply> script;  ///< the model's answers, in order
  std::map<std::string, std::vector<std::string>> servers{{"web", {"search", "fetch"}},
                                                          {"files", {"read", "fetch"}}};
  std::map<std::string, std::string> aliases{{"find", "search"}};
  bool files_are_down = false;

  std::vector<aitb::ChatRequest> asked;
  std::vector<std::string> used, operations, released;
  std::vector<aitb::ExchangeSpec> specs;
  std::vector<bool> succeeded;
  int running = 0, most_running = 0;
  std::optional<aitb::ErrorKind> failed;
  std::string reason;
  boost::json::object notes;

  // the session
  void* face(std::string_view id, std::string_view role) noexcept override {
    if (role == "provider") return id == aitb::Chat::id ? static_cast<aitb::Chat*>(this) : nullptr;
    if (id == aitb::Tools::id) return static_cast<aitb::Tools*>(this);
    return id == aitb::ToolServers::id ? static_cast<aitb::ToolServers*>(this) : nullptr;
  }
  aitb::task<aitb::Reply> perform(aitb::ExchangeSpec spec, Work work) override {
    operations.push_back(spec.operation);
    const bool model = spec.klass == aitb::RecordClass::primary;
    specs.push_back(std::move(spec));
    aitb::testing::RecordingExchange exchange;
    aitb::Reply reply;
    try {
      co_await work(exchange);
    } catch (const aitb::Error& error) {
      reply.error_kind = error.kind();
      reply.error = error.what();
    }
    succeeded.push_back(reply.ok());
    if (model && reply.ok()) reply = script.at(asked.size() - 1);
    co_return reply;
  }
  aitb::task<> turn(int index) override {
    place_.turn_index = index;
    co_return;
  }
  const aitb::Place& place() const noexcept override { return place_; }
  aitb::Clock& clock() noexcept override { std::abort(); }
  aitb::Log& log() noexcept override { return aitb::null_log(); }
  aitb::Random& random() noexcept override { return random_; }
  void fail(aitb::ErrorKind kind, std::string why) override {
    failed = kind;
    reason = std::move(why);
  }
  void note(std::string key, boost::json::value value) override { notes[key] = std::move(value); }

  // the model
  aitb::task<> send(aitb::ChatRequest request, aitb::Exchange&) override {
    asked.push_back(std::move(request));
    co_return;
  }

  // the tools
  aitb::task<std::vector<aitb::ToolSpec>> list(aitb::Exchange&) override { std::abort(); }
  aitb::task<aitb::ToolResult> call(aitb::ToolCall, aitb::Exchange&) override { std::abort(); }
  bool has_group(std::string name) const override { return name == "shopping"; }
  std::vector<std::string> open(std::string group) override {
    if (group == "shopping") return std::vector<std::string>(1, "web");
    if (!group.empty()) throw aitb::Error(aitb::ErrorKind::config, "no such group");
    std::vector<std::string> all;
    for (const auto& [name, tools] : servers) all.push_back(name);
    return all;
  }
  void release(std::string server) noexcept override { released.push_back(std::move(server)); }
  std::string tool_of(std::string name) const override {
    const auto found = aliases.find(name);
    return found == aliases.end() ? name : found->second;
  }
  aitb::task<std::vector<aitb::ToolSpec>> list(std::string server, aitb::Exchange&) override {
    if (server == "files" && files_are_down)
      throw aitb::Error(aitb::ErrorKind::tool_failure, "files is down");
    std::vector<aitb::ToolSpec> tools;
    for (const std::string& name : servers.at(server))
      tools.emplace_back(name, "does " + name, boost::json::object());
    co_return tools;
  }
  aitb::task<aitb::ToolResult> call(std::string server, aitb::ToolCall call, aitb::Exchange&) override {
    most_running = std::max(most_running, ++running);
    used.push_back(server + "/" + call.name + call.arguments);
    co_await boost::asio::post(co_await boost::asio::this_coro::executor, aitb::use_task);
    --running;
    aitb::ToolResult result;
    result.text = "result of " + call.name;
    result.is_error = call.arguments.find("bad") != std::string::npos;
    co_return result;
  }

 private:
  aitb::Place place_;
  aitb::Random random_;
};

}  // namespace agent_test
