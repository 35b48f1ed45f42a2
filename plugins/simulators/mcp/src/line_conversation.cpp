#include "line_conversation.hpp"

#include <aitb/error.hpp>

#include <boost/json/serialize.hpp>
#include <map>

namespace mcp_simulator {
namespace {

using mcp_wire::Kind;
using mcp_wire::Message;

class Conversation {
 public:
  Conversation(std::shared_ptr<Engine> engine_, std::vector<Tool> tools_, aitb::Executor executor_)
      : engine(std::move(engine_)),
        tools(std::move(tools_)),
        executor(executor_),
        out(std::make_shared<Outbox>()) {}

  void end_if_done() {
    if (input_ended && running == 0) out->messages.close();
  }

  std::shared_ptr<Engine> engine;
  std::vector<Tool> tools;
  aitb::Executor executor;
  std::shared_ptr<Outbox> out;
  std::map<std::string, aitb::Running> calls;  ///< by the id as it was written
  int running = 0;
  bool input_ended = false;
};
using Shared = std::shared_ptr<Conversation>;

void take(const Shared& self, Message message) {
  if (message.kind == Kind::notification && message.method == "notifications/cancelled") {
    const json::value* id = mcp_wire::member(message.body, "requestId");
    if (const auto found = id == nullptr ? self->calls.end() : self->calls.find(json::serialize(*id));
        found != self->calls.end())
      found->second.cancel();
  }
  if (message.kind != Kind::request) return;
  if (message.method != "tools/call") {
    self->out->messages.push(self->engine->answer(message, self->tools));
    return;
  }
  std::erase_if(self->calls, [](const auto& one) { return one.second.ended(); });
  ++self->running;
  std::string id = json::serialize(message.id);
  auto ended = [self](std::exception_ptr) {
    --self->running;
    self->end_if_done();
  };
  self->calls[std::move(id)] =
      aitb::Running(self->executor, Engine::call(self->engine, std::move(message), self->tools, self->out),
                    std::move(ended));
}

aitb::task<> listen(Shared self, aitb::LinePeer& peer) {
  while (true) {
    const std::optional<std::string> line = co_await peer.read_line();
    if (!line) break;
    if (line->empty()) continue;
    mcp_wire::Parsed parsed = mcp_wire::parse(*line);
    if (parsed.error != 0) self->out->messages.push(mcp_wire::error(nullptr, parsed.error, parsed.problem));
    for (Message& message : parsed.messages) take(self, std::move(message));
  }
  self->input_ended = true;
  self->end_if_done();
}

}  // namespace

aitb::task<> converse(std::shared_ptr<Engine> engine, std::vector<Tool> tools, aitb::Executor executor,
                      aitb::LinePeer& peer) {
  const auto self = std::make_shared<Conversation>(std::move(engine), std::move(tools), executor);
  const aitb::Running listener(executor, listen(self, peer));
  while (true) {
    std::optional<std::string> next = co_await self->out->messages.pop();
    if (!next) break;
    *next += '\n';
    co_await peer.write(std::move(*next));
  }
  if (self->out->crashed)
    throw aitb::Error(aitb::ErrorKind::tool_failure, "serving MCP: a fault ends the program");
}

}  // namespace mcp_simulator
