// What the server answers, whatever carries the messages.
#pragma once
#include <aitb/context.hpp>
#include <aitb/task.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mcp_wire/messages.hpp"
#include "options.hpp"
#include "toolbox.hpp"
#include "world.hpp"

namespace mcp_simulator {

/// Messages on their way to the client.
class Outbox {
 public:
  aitb::Queue<std::string> messages;
  bool crashed = false;  ///< a fault wants the conversation to break off
};

/// Shared by all that works for it, so that it outlives a cancelled call.
class Engine {
 public:
  Engine(const Options& options, aitb::Context& context, std::shared_ptr<World> world);

  /// The answer to any request but tools/call.
  std::string answer(const mcp_wire::Message& request, const std::vector<Tool>& tools) const;
  /// Does a tools/call; progress and the answer go to `out`. Cancelled, it says nothing more.
  static aitb::task<> call(std::shared_ptr<Engine> self, mcp_wire::Message request, std::vector<Tool> tools,
                           std::shared_ptr<Outbox> out);

 private:
  class Rule {
   public:
    explicit Rule(FaultRule one) : rule(std::move(one)) {}
    FaultRule rule;
    std::uint64_t seen = 0;
  };
  std::string initialize(const mcp_wire::Message& request) const;
  std::string list(const mcp_wire::Message& request, const std::vector<Tool>& tools) const;
  const FaultRule* fault(const std::string& tool);
  aitb::task<> take_time(const Tool& tool, const json::object& arguments, json::value token,
                         std::shared_ptr<Outbox> out);

  Options options_;
  aitb::Clock& clock_;
  std::shared_ptr<World> world_;
  std::vector<Rule> rules_;
  aitb::Random timing_, chance_;
  std::uint64_t calls_ = 0;
};

}  // namespace mcp_simulator
