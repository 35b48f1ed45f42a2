#include "a2a_scenario.hpp"

#include <fmt/format.h>

namespace a2a_scenario {
namespace {

using aitb::task;

task<> fetch_card(aitb::RemoteAgent& agent, aitb::Exchange& out) { co_await agent.card(out); }

task<> keep_reply(aitb::RemoteAgent& agent, aitb::AgentRequest request, aitb::AgentReply* reply,
                  aitb::Exchange& out) {
  *reply = co_await agent.send(std::move(request), out);
}

std::string late(const std::string& what, double seconds) {
  return fmt::format("{}: no end within {:g} s (request_timeout_sec)", what, seconds);
}

}  // namespace

aitb::FieldTable fields(Options& o) {
  using aitb::field;
  return aitb::fields(
      field("prompts", o.prompts, "Tasks for the agents, one a turn").not_empty(),
      field("agents", o.agents,
            "Several agents: names that the provider knows, or URLs; empty: the one that the provider is "
            "about"),
      field("agent_card_url", o.agent_card_url,
            "A single agent, by the URL of its card or of itself; empty: as above"),
      field("agent_card_path", o.agent_card_path,
            "Path of the cards below the agents' URLs; empty: the usual one"),
      field("fetch_card", o.fetch_card, "Get each agent's card first, as a record of its own"),
      field("streaming", o.streaming, "Take the answers piece by piece (message/stream)"),
      field("parallel", o.parallel,
            "Give each prompt to all agents at once; otherwise to one after the other"),
      field("request_timeout_sec", o.request_timeout_sec, "Longest time for a task; 0: no limit of its own")
          .min(0));
}

/// One agent, and where the conversation with it stands.
class A2aScenario::Partner {
 public:
  Partner(std::string called, aitb::RemoteAgent& who) : name(std::move(called)), agent(&who) {}
  std::string name;
  aitb::RemoteAgent* agent;
  std::string context_id;
  std::string open_task;  ///< that waits for the user's next words
  std::optional<aitb::ErrorKind> error_kind;
  std::string error;
};

A2aScenario::A2aScenario(Options options, aitb::Context&) : options_(std::move(options)) {
  if (!options_.agents.empty() && !options_.agent_card_url.empty()) {
    throw aitb::ConfigError("/agent_card_url",
                            "agents and agent_card_url exclude each other; put the URL into agents");
  }
}

std::vector<aitb::Need> A2aScenario::needs() const {
  const bool named =
      !options_.agents.empty() || !options_.agent_card_url.empty() || !options_.agent_card_path.empty();
  return std::vector<aitb::Need>(1, aitb::Need(named ? aitb::RemoteAgents::id : aitb::RemoteAgent::id));
}

std::vector<A2aScenario::Partner> A2aScenario::partners(aitb::Session& session) const {
  std::vector<Partner> all;
  std::vector<std::string> names = options_.agents;
  if (!options_.agent_card_url.empty()) names.push_back(options_.agent_card_url);
  if (names.empty() && !options_.agent_card_path.empty()) names.emplace_back();
  for (const std::string& name : names) {
    all.emplace_back(name, aitb::need<aitb::RemoteAgents>(session).agent(name, options_.agent_card_path));
  }
  if (all.empty()) all.emplace_back("", aitb::need<aitb::RemoteAgent>(session));
  return all;
}

task<> A2aScenario::meet(aitb::Session& session, Partner& partner) const {
  aitb::ExchangeSpec spec("agent_card");
  spec.klass = aitb::RecordClass::connection;
  aitb::Session::Work work = [this, &session, &partner](aitb::Exchange& out) {
    if (!partner.name.empty()) out.note("agent_name", partner.name);
    return aitb::within(session.clock(), aitb::from_seconds(options_.request_timeout_sec),
                        fetch_card(*partner.agent, out),
                        late("getting the agent card", options_.request_timeout_sec));
  };
  const aitb::Reply reply = co_await session.perform(std::move(spec), std::move(work));
  partner.error_kind = reply.error_kind;
  partner.error = reply.error;
}

task<> A2aScenario::ask(aitb::Session& session, Partner& partner, std::string prompt) const {
  aitb::AgentRequest request(std::move(prompt));
  request.context_id = partner.context_id;
  request.task_id = partner.open_task;
  request.stream = options_.streaming;
  aitb::AgentReply answer;
  aitb::ExchangeSpec spec(options_.streaming ? "message/stream" : "message/send", {}, options_.streaming);
  aitb::Session::Work work = [this, &session, &partner, &answer, request](aitb::Exchange& out) {
    if (!partner.name.empty()) out.note("agent_name", partner.name);
    return aitb::within(session.clock(), aitb::from_seconds(options_.request_timeout_sec),
                        keep_reply(*partner.agent, request, &answer, out),
                        late("waiting for the agent", options_.request_timeout_sec));
  };
  const aitb::Reply reply = co_await session.perform(std::move(spec), std::move(work));
  partner.error_kind = reply.error_kind;
  partner.error = reply.error;
  if (!reply.ok()) co_return;
  if (!answer.context_id.empty()) partner.context_id = answer.context_id;
  partner.open_task = answer.state == "input-required" ? answer.task_id : std::string();
}

task<> A2aScenario::run(aitb::Session& session) {
  std::vector<Partner> all = partners(session);
  if (options_.fetch_card) {
    std::vector<task<>> meetings;
    for (Partner& partner : all) meetings.push_back(meet(session, partner));
    co_await aitb::when_all(std::move(meetings));
    for (const Partner& partner : all) {
      if (!partner.error_kind) continue;
      session.fail(*partner.error_kind, "no agent card: " + partner.error);
      co_return;
    }
  }
  for (std::size_t turn = 0; turn < options_.prompts.size(); ++turn) {
    co_await session.turn(static_cast<int>(turn));
    std::vector<task<>> tasks;
    for (Partner& partner : all) tasks.push_back(ask(session, partner, options_.prompts[turn]));
    if (options_.parallel) {
      co_await aitb::when_all(std::move(tasks));
    } else {
      for (task<>& one : tasks) co_await std::move(one);
    }
    std::size_t answered = 0;
    for (const Partner& partner : all) {
      if (!partner.error_kind) {
        ++answered;
        continue;
      }
      session.fail(*partner.error_kind, "prompt " + std::to_string(turn + 1) + " got no answer" +
                                            (partner.name.empty() ? "" : " from " + partner.name) + ": " +
                                            partner.error);
    }
    if (answered == 0) co_return;
  }
}

}  // namespace a2a_scenario
