// Conversations with agents that keep what they were told.
#include "a2a_scenario.hpp"

#include <gtest/gtest.h>

#include <aitb/testing/fake_clock.hpp>
#include <aitb/testing/recording_exchange.hpp>
#include <aitb/testing/run.hpp>
#include <map>

namespace a2a_scenario {
namespace {

using aitb::task;
using std::chrono::seconds;

class Agent final : public aitb::RemoteAgent {
 public:
  explicit Agent(aitb::Clock& clock) : clock_(clock) {}
  task<boost::json::value> card(aitb::Exchange&) override {
    ++cards;
    if (no_card) throw aitb::Error(aitb::ErrorKind::connect, "nobody is there");
    co_return boost::json::value(nullptr);
  }
  task<aitb::AgentReply> send(aitb::AgentRequest request, aitb::Exchange&) override {
    asked.push_back(std::move(request));
    co_await clock_.sleep_for(takes);
    if (broken) throw aitb::Error(aitb::ErrorKind::tool_failure, "no luck");
    aitb::AgentReply reply;
    reply.context_id = "conversation";
    reply.task_id = "task-" + std::to_string(asked.size());
    reply.state = asks_back ? "input-required" : "completed";
    co_return reply;
  }
  std::vector<aitb::AgentRequest> asked;
  aitb::Duration takes = seconds(1);
  int cards = 0;
  bool broken = false, no_card = false, asks_back = false;

 private:
  aitb::Clock& clock_;
};

class OneSession final : public aitb::Session, public aitb::RemoteAgents {
 public:
  explicit OneSession(aitb::Clock& clock) : single(clock), clock_(clock) {}
  void* face(std::string_view wanted, std::string_view) noexcept override {
    if (wanted == aitb::RemoteAgents::id) return static_cast<aitb::RemoteAgents*>(this);
    return static_cast<aitb::RemoteAgent*>(&single);
  }
  aitb::RemoteAgent& agent(const std::string& name, const std::string& path) override {
    card_path = path;
    return agents.try_emplace(name, clock_).first->second;
  }
  task<aitb::Reply> perform(aitb::ExchangeSpec spec, Work work) override {
    operations.push_back(spec.operation);
    aitb::Reply reply;
    aitb::testing::RecordingExchange exchange;
    try {
      task<> running = work(exchange);
      co_await std::move(running);
    } catch (const aitb::Error& error) {
      reply.error_kind = error.kind();
      reply.error = error.what();
    }
    co_return reply;
  }
  task<> turn(int index) override {
    turns.push_back(index);
    co_return;
  }
  const aitb::Place& place() const noexcept override { return place_; }
  aitb::Clock& clock() noexcept override { return clock_; }
  aitb::Log& log() noexcept override { return aitb::null_log(); }
  aitb::Random& random() noexcept override { return random_; }
  void fail(aitb::ErrorKind kind, std::string why) override { failed = kind, reason = std::move(why); }

  Agent single;
  std::map<std::string, Agent> agents;
  std::string card_path;
  std::vector<std::string> operations;
  std::vector<int> turns;
  std::optional<aitb::ErrorKind> failed;
  std::string reason;

 private:
  aitb::Clock& clock_;
  aitb::Place place_;
  aitb::Random random_;
};

class Conversation : public ::testing::Test {
 protected:
  Conversation() : session(clock) {}
  aitb::Duration run(Options options) {
    aitb::testing::Lane net;
    aitb::Context context(aitb::null_log(), clock, net.net(), aitb::Random(), {});
    A2aScenario scenario(std::move(options), context);
    const aitb::Instant start = clock.now();
    boost::asio::io_context lane(1);
    aitb::testing::run_on(lane, scenario.run(session), clock);
    return clock.now() - start;
  }
  static Options two_prompts() {
    Options options;
    options.prompts = {"one", "two"};
    return options;
  }
  aitb::testing::FakeClock clock;
  OneSession session;
};

TEST_F(Conversation, GoesOnInItsContext) {
  run(two_prompts());
  EXPECT_EQ(session.operations, (std::vector<std::string>{"agent_card", "message/send", "message/send"}));
  ASSERT_EQ(session.single.asked.size(), 2u);
  EXPECT_EQ(session.single.asked[0].context_id, "");
  EXPECT_EQ(session.single.asked[1].context_id, "conversation");
  EXPECT_EQ(session.single.asked[1].task_id, "") << "the first task was done";
  EXPECT_EQ(session.single.asked[1].parts.at(0).text, "two");
  EXPECT_FALSE(session.failed);
}

TEST_F(Conversation, AnswersAnAgentThatAsksBack) {
  session.single.asks_back = true;
  run(two_prompts());
  EXPECT_EQ(session.single.asked.at(1).task_id, "task-1");
}

TEST_F(Conversation, IsHeldWithSeveralAtOnce) {
  Options options = two_prompts();
  options.agents = {"a", "b", "c"};
  options.agent_card_path = "/card.json";
  options.streaming = true;
  EXPECT_EQ(run(options), aitb::Duration(seconds(2))) << "two prompts, each a second for all three";
  EXPECT_EQ(session.agents.size(), 3u);
  EXPECT_EQ(session.card_path, "/card.json");
  EXPECT_TRUE(session.agents.at("b").asked.at(1).stream);
  options.parallel = false;
  EXPECT_EQ(run(options), aitb::Duration(seconds(6)));
}

TEST_F(Conversation, GoesOnWhileOneAgentAnswers) {
  Options options = two_prompts();
  options.agents = {"a", "b"};
  session.agents.try_emplace("a", clock).first->second.broken = true;
  run(options);
  EXPECT_EQ(session.agents.at("b").asked.size(), 2u);
  EXPECT_EQ(session.failed, aitb::ErrorKind::tool_failure);
  EXPECT_EQ(session.reason, "prompt 2 got no answer from a: no luck");
}

TEST_F(Conversation, EndsWithoutACardOrAnAnswer) {
  session.single.no_card = true;
  run(two_prompts());
  EXPECT_EQ(session.failed, aitb::ErrorKind::connect);
  EXPECT_TRUE(session.single.asked.empty());
  session.single.broken = true;
  Options options = two_prompts();
  options.fetch_card = false;
  run(options);
  EXPECT_EQ(session.single.asked.size(), 1u);
}

TEST_F(Conversation, DoesNotWaitLongerThanTold) {
  Options options = two_prompts();
  options.request_timeout_sec = 2.5;
  session.single.takes = seconds(60);
  EXPECT_EQ(run(options), aitb::from_seconds(2.5));
  EXPECT_EQ(session.failed, aitb::ErrorKind::timeout);
}

TEST_F(Conversation, NeedsToKnowWhichAgentIsMeant) {
  Options options = two_prompts();
  options.agents = {"a"};
  options.agent_card_url = "http://b.example/card.json";
  EXPECT_THROW(run(options), aitb::ConfigError);
}

}  // namespace
}  // namespace a2a_scenario
