#include "chat.hpp"

#include <gtest/gtest.h>

#include <aitb/testing/run.hpp>
#include <boost/json/parse.hpp>
#include <optional>

namespace {

using aitb::ChatRequest;
using aitb::Role;

/// The model below says nothing, so nothing is kept.
class Silent final : public aitb::Exchange {
  void connection(const aitb::ConnectionFact&) noexcept override {}
  void request_sent(aitb::Instant, aitb::Instant, std::size_t, std::size_t) noexcept override {}
  void arrived(const aitb::Arrival&) noexcept override {}
  void response_head(int, std::size_t) noexcept override {}
  void response_end(std::size_t) noexcept override {}
  void transport(const aitb::TransportFact&) noexcept override {}
  void request(std::string_view, std::size_t) noexcept override {}
  void delta(aitb::Channel, std::string_view) noexcept override {}
  void media(aitb::MediaKind, std::span<const std::byte>) noexcept override {}
  void tool_call(const aitb::ToolCall&) noexcept override {}
  void usage(const aitb::Usage&) noexcept override {}
  void keep_alive() noexcept override {}
  void done() noexcept override {}
  void finish_reason(std::string_view) noexcept override {}
  void identify(std::string_view, std::string_view) noexcept override {}
  void note(std::string_view, std::string_view) noexcept override {}
  void bytes(std::uint64_t, std::uint64_t) noexcept override {}
};

/// A model that keeps what it was asked; `fail_at` lets one exchange fail.
class Model final : public aitb::Chat {
 public:
  std::vector<ChatRequest> asked;
  aitb::task<> send(ChatRequest request, aitb::Exchange&) override {
    asked.push_back(std::move(request));
    co_return;
  }
};

/// Runs each exchange once and answers "answer N".
class OneSession final : public aitb::Session {
 public:
  Model model;
  std::vector<int> turns;
  int fail_at = -1;
  std::optional<aitb::ErrorKind> failed;
  std::string reason;

  void* face(std::string_view id, std::string_view role) noexcept override {
    return id == aitb::Chat::id && role == "provider" ? static_cast<aitb::Chat*>(&model) : nullptr;
  }
  aitb::task<aitb::Reply> perform(aitb::ExchangeSpec spec, Work work) override {
    operations.push_back(spec.operation);
    co_await work(exchange_);
    aitb::Reply reply;
    reply.text = "answer " + std::to_string(model.asked.size());
    reply.reasoning = "because";
    if (static_cast<int>(model.asked.size()) == fail_at) {
      reply.error_kind = aitb::ErrorKind::rate_limited;
      reply.error = "too many requests";
    }
    co_return reply;
  }
  aitb::task<> turn(int index) override {
    turns.push_back(index);
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
  std::vector<std::string> operations;

 private:
  Silent exchange_;
  aitb::Place place_;
  aitb::Random random_;
};

void run(chat::Options options, OneSession& session) {
  aitb::testing::Lane lane;
  aitb::Context context(aitb::null_log(), lane.clock(), lane.net(), aitb::Random(), {});
  chat::ChatScenario scenario(std::move(options), context);
  lane.run(scenario.run(session));
}

chat::Options three_prompts() {
  chat::Options options;
  options.prompts = {"one", "two", "three"};
  return options;
}

std::vector<std::string> said(const ChatRequest& request) {
  std::vector<std::string> lines;
  for (const aitb::Message& message : request.messages) {
    lines.push_back(std::string(to_string(message.role)) + ": " + message.text());
  }
  return lines;
}

using Lines = std::vector<std::string>;

TEST(Chat, SaysThePromptsInOrderWithTheHistory) {
  OneSession session;
  chat::Options options = three_prompts();
  options.system_prompt = "be brief";
  run(options, session);
  ASSERT_EQ(session.model.asked.size(), 3u);
  EXPECT_EQ(said(session.model.asked[0]), (Lines{"system: be brief", "user: one"}));
  EXPECT_EQ(said(session.model.asked[2]), (Lines{"system: be brief", "user: one", "assistant: answer 1",
                                                 "user: two", "assistant: answer 2", "user: three"}));
  EXPECT_EQ(session.model.asked[2].messages[2].reasoning, "because") << "some services want it back";
  EXPECT_EQ(session.turns, (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(session.operations, (Lines{"chat", "chat", "chat"}));
  EXPECT_FALSE(session.failed);
}

TEST(Chat, ForgetsTheHistoryIfTold) {
  OneSession session;
  chat::Options options = three_prompts();
  options.keep_history = false;
  options.system_prompt = "be brief";
  run(options, session);
  EXPECT_EQ(said(session.model.asked[2]), (Lines{"system: be brief", "user: three"}));
}

TEST(Chat, TakesAtMostMaxTurns) {
  for (const auto& [limit, expected] : {std::pair{1, 1u}, {2, 2u}, {5, 3u}, {0, 3u}}) {
    OneSession session;
    chat::Options options = three_prompts();
    options.max_turns = limit;
    run(options, session);
    EXPECT_EQ(session.model.asked.size(), expected) << "max_turns " << limit;
  }
}

TEST(Chat, PassesOnWhatTheYamlSays) {
  OneSession session;
  chat::Options options;
  fields(options).decode(
      boost::json::parse(R"({"model": "m", "prompts": ["p"], "stream": true, "temperature": 0.5, "top_p": 0.9,
    "max_tokens": 40, "seed": 5, "stop": ["END"], "reasoning_effort": "low", "extra": {"user": "u"}})"));
  run(options, session);
  const ChatRequest& asked = session.model.asked.front();
  EXPECT_EQ(asked.model, "m");
  EXPECT_TRUE(asked.stream);
  EXPECT_EQ(asked.temperature, 0.5);
  EXPECT_EQ(asked.top_p, 0.9);
  EXPECT_EQ(asked.max_tokens, 40);
  EXPECT_EQ(asked.seed, 5);
  EXPECT_EQ(asked.stop, Lines{"END"});
  EXPECT_EQ(asked.reasoning_effort, "low");
  EXPECT_EQ(asked.extra.at("user"), "u");
}

TEST(Chat, EndsAsFailedAtAPromptWithoutAnswer) {
  OneSession session;
  session.fail_at = 2;
  run(three_prompts(), session);
  EXPECT_EQ(session.model.asked.size(), 2u);
  EXPECT_EQ(session.failed, aitb::ErrorKind::rate_limited);
  EXPECT_EQ(session.reason, "prompt 2 got no answer: too many requests");
}

TEST(Chat, GreetsIfNothingElseIsGiven) {
  OneSession session;
  run(chat::Options(), session);
  ASSERT_EQ(session.model.asked.size(), 1u);
  EXPECT_FALSE(session.model.asked[0].messages[0].text().empty());
}

}  // namespace
