// A user who gives tasks to remote agents: to one, or to several at once.
#pragma once
#include <aitb/agent.hpp>
#include <aitb/config.hpp>
#include <aitb/scenario.hpp>

#include <string>
#include <vector>

namespace a2a_scenario {

struct Options {
  std::vector<std::string> agents;
  std::string agent_card_url, agent_card_path;
  std::vector<std::string> prompts{"Hello agent, please introduce yourself."};
  bool streaming = false, parallel = true, fetch_card = true;
  double request_timeout_sec = 60;
};
aitb::FieldTable fields(Options& options);

/// One session keeps one conversation with each agent. It ends at the first prompt that no agent answers.
class A2aScenario final : public aitb::Scenario {
 public:
  using Options = a2a_scenario::Options;
  A2aScenario(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  class Partner;
  std::vector<Partner> partners(aitb::Session& session) const;
  aitb::task<> meet(aitb::Session& session, Partner& partner) const;
  aitb::task<> ask(aitb::Session& session, Partner& partner, std::string prompt) const;

  Options options_;
};

}  // namespace a2a_scenario
