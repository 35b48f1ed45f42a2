// Sessions of searches against an engine that takes a second for each, on a clock that is cranked.
#include <gtest/gtest.h>

#include <aitb/testing/fake_clock.hpp>
#include <aitb/testing/recording_exchange.hpp>
#include <aitb/testing/run.hpp>
#include <map>

#include "benchmark.hpp"
#include "direct_search.hpp"

namespace searches {
namespace {

using aitb::task;
using std::chrono::seconds;

/// Answers every query after a second, "slow" after a minute, "broken" never well.
class Engine final : public aitb::Search {
 public:
  explicit Engine(aitb::Clock& clock) : clock_(clock) {}
  task<std::vector<aitb::SearchHit>> query(std::string text, int most, aitb::Exchange& out) override {
    asked.push_back(text);
    busiest = std::max(busiest, ++running);
    out.request_sent(clock_.now(), clock_.now(), 100, 10);
    out.response_head(200, 50);
    out.response_end(1000);
    co_await clock_.sleep_for(text == "slow" ? seconds(60) : seconds(1));
    --running;
    if (text == "broken") throw aitb::Error(aitb::ErrorKind::rate_limited, "too fast");
    std::vector<aitb::SearchHit> hits(static_cast<std::size_t>(std::min(most, 2)));
    for (aitb::SearchHit& hit : hits)
      hit.title = "About " + text, hit.url = "https://e.example/", hit.snippet = "s";
    co_return hits;
  }
  std::vector<std::string> asked;
  int running = 0, busiest = 0;

 private:
  aitb::Clock& clock_;
};

class Model final : public aitb::Chat {
 public:
  task<> send(aitb::ChatRequest request, aitb::Exchange&) override {
    asked.push_back(std::move(request));
    co_return;
  }
  std::vector<aitb::ChatRequest> asked;
};

class OneSession final : public aitb::Session {
 public:
  explicit OneSession(aitb::Clock& clock) : engine(clock), clock_(clock) {}
  void* face(std::string_view id, std::string_view role) noexcept override {
    if (id == aitb::Search::id && role == "search_engine") return static_cast<aitb::Search*>(&engine);
    return id == aitb::Chat::id && role == "provider" ? static_cast<aitb::Chat*>(&model) : nullptr;
  }
  task<aitb::Reply> perform(aitb::ExchangeSpec spec, Work work) override {
    classes[aitb::to_string(spec.klass)] += 1;
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
  void note(std::string key, boost::json::value value) override { notes[key] = std::move(value); }

  Engine engine;
  Model model;
  std::map<std::string_view, int> classes;
  std::vector<int> turns;
  boost::json::object notes;
  std::optional<aitb::ErrorKind> failed;
  std::string reason;

 private:
  aitb::Clock& clock_;
  aitb::Place place_;
  aitb::Random random_;
};

class Searches : public ::testing::Test {
 protected:
  Searches() : session(clock) {}
  template <class Scenario>
  void run(typename Scenario::Options options) {
    aitb::testing::Lane net;
    aitb::Context context(aitb::null_log(), clock, net.net(), aitb::Random(), {});
    Scenario scenario(std::move(options), context);
    asio_lane.restart();
    aitb::testing::run_on(asio_lane, scenario.run(session), clock);
  }
  static DirectOptions five() {
    DirectOptions options;
    options.queries = {"a", "b", "c", "d", "e"};
    options.thread_count = 2;
    return options;
  }

  boost::asio::io_context asio_lane{1};
  aitb::testing::FakeClock clock;
  OneSession session;
};

TEST_F(Searches, RunAsManyAtOnceAsThreads) {
  run<DirectSearch>(five());
  EXPECT_EQ(session.engine.busiest, 2);
  EXPECT_EQ(session.engine.asked, (std::vector<std::string>{"a", "b", "c", "d", "e"}));
  const boost::json::object& row = session.notes.at("search").as_object();
  EXPECT_EQ(row.at("wall_clock_sec"), 3.0) << "5 queries of a second by 2 workers";
  EXPECT_EQ(row.at("sum_latency_sec"), 5.0);
  EXPECT_EQ(row.at("parallelism_factor"), 5.0 / 3.0);
  EXPECT_EQ(row.at("throughput_qps"), 5.0 / 3.0);
  EXPECT_EQ(row.at("avg_latency_sec"), 1.0);
  EXPECT_EQ(row.at("total_request_bytes").to_number<int>(), 550);
  EXPECT_EQ(row.at("total_response_bytes").to_number<int>(), 5250);
  EXPECT_EQ(session.classes["search"], 5);
  EXPECT_FALSE(session.failed);
}

TEST_F(Searches, AreSummedUpByTheModel) {
  DirectOptions options = five();
  options.system_prompt = "be brief";
  options.stream = true;
  options.max_results = 1;
  run<DirectSearch>(options);
  ASSERT_EQ(session.model.asked.size(), 1u);
  const aitb::ChatRequest& asked = session.model.asked[0];
  EXPECT_TRUE(asked.stream);
  ASSERT_EQ(asked.messages.size(), 2u);
  const std::string text = asked.messages[1].text();
  EXPECT_TRUE(text.starts_with(options.synthesis_prompt));
  EXPECT_NE(text.find("Query: c\n1. About c\n   https://e.example/\n   s\n\nQuery: d"), std::string::npos)
      << text;
}

TEST_F(Searches, NeedNoModelWithoutSynthesis) {
  DirectOptions options = five();
  aitb::testing::Lane lane;
  aitb::Context context(aitb::null_log(), clock, lane.net(), aitb::Random(), {});
  EXPECT_EQ(DirectSearch(options, context).needs().size(), 2u);
  options.synthesize_with_llm = false;
  EXPECT_EQ(DirectSearch(options, context).needs().size(), 1u);
  run<DirectSearch>(options);
  EXPECT_TRUE(session.model.asked.empty());
}

TEST_F(Searches, GoOnWhenOneFails) {
  DirectOptions options = five();
  options.queries[1] = "broken";
  run<DirectSearch>(options);
  EXPECT_FALSE(session.failed);
  EXPECT_EQ(session.notes.at("search").as_object().at("failed"), 1);
  EXPECT_NE(session.model.asked.at(0).messages.at(0).text().find("Query: broken\n(no results)"),
            std::string::npos);
}

TEST_F(Searches, FailWhenAllFail) {
  DirectOptions options = five();
  options.queries = {"broken", "broken"};
  run<DirectSearch>(options);
  EXPECT_EQ(session.failed, aitb::ErrorKind::rate_limited);
  EXPECT_EQ(session.reason, "no query was answered; the last one: too fast");
  EXPECT_TRUE(session.model.asked.empty());
}

TEST_F(Searches, GiveUpOnAQueryAfterItsTimeout) {
  DirectOptions options = five();
  options.queries = {"slow"};
  options.search_timeout = 2.5;
  run<DirectSearch>(options);
  EXPECT_EQ(session.failed, aitb::ErrorKind::timeout);
  EXPECT_NE(session.reason.find("searching for \"slow\": no answer within 2.5 s (search_timeout)"),
            std::string::npos);
  EXPECT_EQ(session.notes.at("search").as_object().at("wall_clock_sec"), 2.5);
}

TEST_F(Searches, ComparedGiveOneRowEach) {
  BenchmarkOptions options;
  options.thread_counts = {1, 2, 4};
  options.queries_per_run = 8;
  options.queries = {"a", "b", "c"};
  run<ParallelSearchBenchmark>(options);
  const boost::json::array& rows = session.notes.at("parallel_search").as_array();
  ASSERT_EQ(rows.size(), 3u);
  const double walls[] = {8, 4, 2};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].at("thread_count"), options.thread_counts[i]);
    EXPECT_EQ(rows[i].at("wall_clock_sec"), walls[i]);
    EXPECT_EQ(rows[i].at("successful"), 8);
  }
  EXPECT_EQ(session.turns, (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(session.engine.asked[7], "b") << "the queries are repeated";
}

TEST_F(Searches, ComparedWantSensibleThreadCounts) {
  BenchmarkOptions options;
  options.thread_counts = {1, 0};
  EXPECT_THROW(run<ParallelSearchBenchmark>(options), aitb::ConfigError);
}

}  // namespace
}  // namespace searches
