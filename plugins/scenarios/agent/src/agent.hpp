// An agent: a model that calls tools until it has an answer.
#pragma once
#include <aitb/scenario.hpp>

#include <string>
#include <vector>

#include "options.hpp"
#include "toolset.hpp"

namespace agent {

class Agent : public aitb::Scenario {
 public:
  using Options = agent::Options;
  Agent(Options options, aitb::Context& context)
      : Agent(std::move(options), Options().server_group, context) {}

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 protected:
  Agent(Options options, std::string default_group, aitb::Context& context);

 private:
  /// One task from the prompt to the final answer; false when there is none and the session has failed.
  aitb::task<bool> solve(aitb::Session& session, Toolset& tools, std::vector<aitb::Message>& history);
  aitb::ChatRequest request(std::vector<aitb::Message> history, const Toolset& tools, bool may_call) const;
  aitb::task<aitb::Reply> ask(aitb::Session& session, aitb::ChatRequest request, int iteration);
  /// Runs the calls at once and appends their results in the calls' order.
  aitb::task<> use_tools(aitb::Session& session, Toolset& tools, std::vector<aitb::ToolCall> calls, int left,
                         int iteration, std::vector<aitb::Message>& history);
  aitb::task<> use_tool(aitb::Session& session, Toolset& tools, aitb::ToolCall call, int iteration,
                        aitb::Message& result);

  Options options_;
  std::string default_group_;
};

/// An agent of another type: the same but for its defaults.
template <class Defaults>
class AgentOf final : public Agent {
 public:
  using Options = Defaults;
  AgentOf(Defaults options, aitb::Context& context)
      : Agent(std::move(options), Defaults().server_group, context) {}
};

}  // namespace agent
