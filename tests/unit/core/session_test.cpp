#include "core/session/session_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <aitb/testing/fake_clock.hpp>
#include <aitb/testing/run.hpp>

#include "tests/unit/core/memory_sink.hpp"

namespace aitb::core {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

/// Answers, fails or hangs, as the test tells it.
class Puppet final : public Provider, public Chat {
 public:
  explicit Puppet(Clock& clock) : clock_(clock) {}
  void* face(std::string_view wanted) noexcept override { return offer<Chat>(*this, wanted); }
  task<> send(ChatRequest request, Exchange& out) override {
    ++calls;
    prompts.push_back(request.messages.back().text());
    co_await clock_.sleep_for(takes);
    if (failures > 0) {
      --failures;
      throw Error(ErrorKind::server_error, "503").with_status(503);
    }
    out.delta(Channel::answer, "yes");
    out.done();
  }
  int calls = 0, failures = 0;
  Duration takes = milliseconds(100);
  std::vector<std::string> prompts;

 private:
  Clock& clock_;
};

/// Asks `prompts` times, as a chat does.
class Talk final : public Scenario {
 public:
  explicit Talk(int prompts) : prompts_(prompts) {}
  std::vector<Need> needs() const override { return {Need(Chat::id)}; }
  task<> run(Session& session) override {
    for (int i = 0; i < prompts_; ++i) {
      co_await session.turn(i);
      std::vector<Message> messages(1, Message(Role::user, "prompt " + std::to_string(i)));
      ChatRequest request("gpt-4o", std::move(messages));
      const Reply reply = co_await chat(session, std::move(request));
      if (!reply.ok()) {
        session.fail(*reply.error_kind, reply.error);
        co_return;
      }
    }
  }

 private:
  int prompts_;
};

/// Asks twice at once, notes how that went; `breaks_after` lets one of two fail by itself.
class Parallel final : public Scenario {
 public:
  explicit Parallel(std::optional<Duration> breaks_after = std::nullopt) : breaks_after_(breaks_after) {}
  std::vector<Need> needs() const override { return {Need(Chat::id)}; }
  task<> run(Session& session) override {
    co_await session.turn(0);
    std::vector<task<>> both;
    both.push_back(ask(session));
    both.push_back(breaks_after_ ? give_up(session) : ask(session));
    co_await when_all(std::move(both));
    session.note("asked", 2);
  }

 private:
  task<> ask(Session& session) {
    std::vector<Message> messages(1, Message(Role::user, "at once"));
    ChatRequest request("gpt-4o", std::move(messages));
    co_await chat(session, std::move(request));
  }
  task<> give_up(Session& session) {
    co_await session.clock().sleep_for(*breaks_after_);
    throw Error(ErrorKind::protocol, "gave up");
  }
  std::optional<Duration> breaks_after_;
};

class SessionStory : public ::testing::Test {
 protected:
  SessionStory() : kept(std::make_shared<Kept>()), puppet(clock) {
    cell.providers["provider"] = &puppet;
    cell.provider_names["provider"] = "puppet";
    defaults.retry_on = {"server_error"};
    defaults.retry_count = 2;
    defaults.retry_backoff_sec = 1;
  }

  bool run(Scenario& scenario, std::optional<Duration> interrupt_after = std::nullopt) {
    asio::io_context lane(1);
    return run(scenario, lane, interrupt_after);
  }

  bool run(Scenario& scenario, asio::io_context& lane,
           std::optional<Duration> interrupt_after = std::nullopt) {
    Recorder recorder(memory_sinks(kept), {}, false, null_log());
    const RetryPolicy retry(defaults);
    bool success = false;
    Place place;
    place.scenario = "talk";
    place.session_id = "talk/u0/r0";
    Alarms alarms(lane.get_executor(), clock);
    SessionRun session(lane.get_executor(), clock, alarms, null_log(), recorder, retry, cell, place,
                       std::nullopt, Random(1));
    testing::run_on(lane, all(lane, session, scenario, interrupt_after, success), clock);
    recorder.close();
    return success;
  }

  task<> interrupt(SessionRun& session, Duration after) {
    co_await clock.sleep_for(after);
    session.interrupt();
  }

  task<> all(asio::io_context& lane, SessionRun& session, Scenario& scenario,
             std::optional<Duration> interrupt_after, bool& success) {
    Running killer;
    if (interrupt_after) killer = Running(lane.get_executor(), interrupt(session, *interrupt_after));
    success = co_await session.run(scenario);
  }

  testing::FakeClock clock;
  std::shared_ptr<Kept> kept;
  Puppet puppet;
  CellOnLane cell;
  Defaults defaults;
};

TEST_F(SessionStory, RecordsEachExchangeAndTheSession) {
  Talk talk(3);
  EXPECT_TRUE(run(talk));
  ASSERT_EQ(kept->records.size(), 3u);
  EXPECT_EQ(kept->records[2].place.turn_index, 2);
  EXPECT_EQ(kept->records[2].exchange_index, 2);
  EXPECT_EQ(kept->records[2].provider, "puppet");
  ASSERT_EQ(kept->sessions.size(), 1u);
  EXPECT_TRUE(kept->sessions[0].success);
  EXPECT_EQ(kept->sessions[0].turns, 3);
}

TEST_F(SessionStory, RunsExchangesBesideEachOther) {
  puppet.failures = 1;
  Parallel parallel;
  EXPECT_TRUE(run(parallel));
  ASSERT_EQ(kept->records.size(), 3u);
  EXPECT_EQ(kept->records[0].dispatched, kept->records[1].dispatched);
  EXPECT_EQ(kept->records[0].scheduled, kept->records[1].scheduled);
  EXPECT_EQ(*kept->records[2].scheduled, *kept->records[0].end + seconds(1)) << "the failed one's retry";
  ASSERT_EQ(kept->sessions.size(), 1u);
  EXPECT_EQ(kept->sessions[0].notes.at("asked"), 2);
}

TEST_F(SessionStory, EndsAnExchangeWhoseNeighbourFails) {
  Parallel parallel(milliseconds(40));
  EXPECT_FALSE(run(parallel));
  ASSERT_EQ(kept->records.size(), 1u);
  EXPECT_EQ(kept->records[0].error_kind, ErrorKind::cancelled);
  EXPECT_EQ(*kept->records[0].end - *kept->records[0].dispatched, Duration(milliseconds(40)));
  const Instant dispatched = *kept->records[0].dispatched;
  EXPECT_EQ(kept->records[0].notes.at("cancel_sent_ns").as_string(),
            std::to_string(to_ns(dispatched + milliseconds(40))));
  ASSERT_EQ(kept->sessions.size(), 1u);
  EXPECT_EQ(kept->sessions[0].error_kind, ErrorKind::protocol);
  EXPECT_EQ(kept->sessions[0].error, "gave up");
}

TEST_F(SessionStory, TriesAgainAndRecordsEveryAttempt) {
  puppet.failures = 2;
  Talk talk(1);
  EXPECT_TRUE(run(talk));
  ASSERT_EQ(kept->records.size(), 3u);
  EXPECT_EQ(kept->records[0].attempt, 1);
  EXPECT_FALSE(kept->records[0].final);
  EXPECT_EQ(kept->records[0].http_status, 503);
  EXPECT_FALSE(kept->records[1].final);
  EXPECT_TRUE(kept->records[2].final);
  EXPECT_TRUE(kept->records[2].success);
  // 1 s, then 2 s after the end of the attempt before.
  EXPECT_EQ(*kept->records[1].dispatched - *kept->records[0].end, Duration(seconds(1)));
  EXPECT_EQ(*kept->records[2].dispatched - *kept->records[1].end, Duration(seconds(2)));
}

TEST_F(SessionStory, FailsWhenAllAttemptsFailed) {
  puppet.failures = 10;
  Talk talk(2);
  EXPECT_FALSE(run(talk));
  EXPECT_EQ(kept->records.size(), 3u);
  ASSERT_EQ(kept->sessions.size(), 1u);
  EXPECT_EQ(kept->sessions[0].error_kind, ErrorKind::server_error);
}

TEST_F(SessionStory, WaitsTheThinkTimeBetweenPrompts) {
  cell.think_time = seconds(5);
  Talk talk(2);
  EXPECT_TRUE(run(talk));
  ASSERT_EQ(kept->records.size(), 2u);
  EXPECT_EQ(*kept->records[1].scheduled - *kept->records[0].end, Duration(seconds(5)));
  EXPECT_EQ(kept->records[1].dispatched, kept->records[1].scheduled);
}

TEST_F(SessionStory, EndsAnExchangeAtItsDeadline) {
  puppet.takes = seconds(100);
  cell.exchange_deadline = seconds(2);
  Talk talk(1);
  EXPECT_FALSE(run(talk));
  ASSERT_EQ(kept->records.size(), 1u);
  EXPECT_EQ(kept->records[0].error_kind, ErrorKind::timeout);
  EXPECT_THAT(kept->records[0].error, HasSubstr("exchange_timeout_sec"));
  EXPECT_EQ(*kept->records[0].end - *kept->records[0].dispatched, Duration(seconds(2)));
}

TEST_F(SessionStory, EndsTheSessionAtItsDeadline) {
  puppet.takes = seconds(3);
  cell.session_deadline = seconds(4);
  Talk talk(5);
  EXPECT_FALSE(run(talk));
  ASSERT_EQ(kept->records.size(), 2u);
  EXPECT_TRUE(kept->records[0].success);
  EXPECT_EQ(kept->records[1].error_kind, ErrorKind::timeout);
  ASSERT_EQ(kept->sessions.size(), 1u);
  EXPECT_EQ(kept->sessions[0].error_kind, ErrorKind::timeout);
}

TEST_F(SessionStory, AnInterruptionKeepsTheRecordAndLeavesTheSessionOpen) {
  puppet.takes = seconds(3);
  Talk talk(5);
  EXPECT_FALSE(run(talk, seconds(4)));
  ASSERT_EQ(kept->records.size(), 2u);
  EXPECT_TRUE(kept->records[0].success);
  EXPECT_EQ(kept->records[1].error_kind, ErrorKind::cancelled);
  EXPECT_TRUE(kept->sessions.empty());
}

TEST_F(SessionStory, AnInterruptionEndsThinkTimeToo) {
  cell.think_time = seconds(1000);
  Talk talk(2);
  EXPECT_FALSE(run(talk, seconds(4)));
  EXPECT_EQ(kept->records.size(), 1u);
  EXPECT_LT(clock.now() - from_ns(0), std::chrono::hours(1) + seconds(10));
}

/// Throws something that is no Error.
class Broken final : public Scenario {
 public:
  std::vector<Need> needs() const override { return {}; }
  task<> run(Session&) override {
    throw std::logic_error("a bug");
    co_return;
  }
};

/// Asks two at once and drops one of them before it has answered.
class Impatient final : public Scenario {
 public:
  explicit Impatient(Executor executor) : executor_(executor) {}
  std::vector<Need> needs() const override { return {Need(Chat::id)}; }
  task<> run(Session& session) override {
    Running kept(executor_, ask(session)), dropped(executor_, ask(session));
    co_await session.clock().sleep_for(milliseconds(50));
    dropped.cancel();
    co_await kept.join();
  }
  static task<> ask(Session& session) {
    ChatRequest request("gpt-4o", std::vector<Message>(1, Message(Role::user, "hello")));
    co_await chat(session, std::move(request));
  }

 private:
  Executor executor_;
};

TEST_F(SessionStory, AnExchangeThatItsScenarioDropsIsARecordToo) {
  asio::io_context lane(1);
  Impatient scenario(lane.get_executor());
  EXPECT_TRUE(run(scenario, lane));
  ASSERT_EQ(kept->records.size(), 2u);
  EXPECT_EQ(kept->records[0].error_kind, ErrorKind::cancelled);
  EXPECT_EQ(*kept->records[0].end - *kept->records[0].dispatched, milliseconds(50));
  EXPECT_TRUE(kept->records[1].success);
}

TEST_F(SessionStory, ABrokenScenarioIsAFailedSessionNotAFailedHost) {
  Broken broken;
  EXPECT_FALSE(run(broken));
  ASSERT_EQ(kept->sessions.size(), 1u);
  EXPECT_EQ(kept->sessions[0].error_kind, ErrorKind::internal);
  EXPECT_THAT(kept->sessions[0].error, HasSubstr("a bug"));
}

}  // namespace
}  // namespace aitb::core
