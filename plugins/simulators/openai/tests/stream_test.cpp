// What a client can rely on in a stream, event by event.
#include <gtest/gtest.h>

#include <aitb/temporary_folder.hpp>
#include <aitb/tokens.hpp>
#include <set>

#include "plugins/common/truth/truth.hpp"
#include "stand_ins.hpp"

namespace {

namespace json = boost::json;
using namespace simulator_test;
using openai_simulator::Options;

std::vector<std::string> keys(const json::object& object) {
  std::vector<std::string> names;
  for (const auto& member : object) names.emplace_back(member.key());
  return names;
}

std::int64_t content_tokens(const std::string& text) {
  return static_cast<std::int64_t>(aitb::token_counter("o200k_base")->count(text));
}

TEST(Stream, HasTheMembersOfTheRealService) {
  Bench bench;
  const Peer& peer = bench.post(ask("Hi", {{"stream", true}, {"stream_options", {{"include_usage", true}}}}));
  EXPECT_EQ(peer.status, 200);
  EXPECT_EQ(peer.headers.get("content-type"), "text/event-stream; charset=utf-8");
  const auto all = chunks(peer);
  const std::vector<std::string> members = {"id",      "object",       "created",
                                            "model",   "service_tier", "system_fingerprint",
                                            "choices", "usage",        "obfuscation"};
  for (const json::object& chunk : all) EXPECT_EQ(keys(chunk), members);
  EXPECT_EQ(all.front().at("object"), "chat.completion.chunk");
  EXPECT_EQ(keys(all.front().at("choices").at(0).as_object()),
            (std::vector<std::string>{"index", "delta", "logprobs", "finish_reason"}));
  EXPECT_EQ(json::serialize(all.front().at("choices").at(0).at("delta")),
            R"({"role":"assistant","content":"","refusal":null})");
  EXPECT_EQ(all[1].at("choices").at(0).at("delta").as_object().size(), 1u);
  EXPECT_TRUE(all[1].at("usage").is_null());
}

TEST(Stream, LeavesUsageAndPaddingOutWhereNotWanted) {
  Bench bench;
  const Peer& peer =
      bench.post(ask("Hi", {{"stream", true}, {"stream_options", {{"include_obfuscation", false}}}}));
  for (const json::object& chunk : chunks(peer)) {
    EXPECT_FALSE(chunk.contains("usage"));
    EXPECT_FALSE(chunk.contains("obfuscation"));
  }
}

TEST(Stream, SaysDoneOnceAndLast) {
  Bench bench;
  const auto all = events(bench.post(ask("Hi", {{"stream", true}})));
  EXPECT_EQ(std::count(all.begin(), all.end(), "[DONE]"), 1);
  EXPECT_EQ(all.back(), "[DONE]");
}

TEST(Stream, KeepsItsIdAndNamesTheRoleFirstAndOnce) {
  Bench bench;
  const auto all = chunks(bench.post(ask("Hi", {{"stream", true}})));
  std::set<std::string> ids;
  int roles = 0, reasons = 0;
  for (const json::object& chunk : all) {
    ids.insert(std::string(chunk.at("id").as_string()));
    for (const json::value& choice : chunk.at("choices").as_array()) {
      roles += choice.at("delta").as_object().contains("role") ? 1 : 0;
      reasons += choice.at("finish_reason").is_string() ? 1 : 0;
    }
  }
  EXPECT_EQ(ids.size(), 1u);
  EXPECT_EQ(ids.begin()->substr(0, 9), "chatcmpl-");
  EXPECT_TRUE(all.front().at("choices").at(0).at("delta").as_object().contains("role"));
  EXPECT_EQ(roles, 1);
  EXPECT_EQ(reasons, 1);
}

TEST(Stream, SaysTheSameAsTheWholeAnswer) {
  Bench bench;
  const Peer& streamed = bench.post(ask("Tell me more", {{"stream", true}, {"seed", 11}}));
  const Peer& whole = bench.post(ask("Tell me more", {{"seed", 11}}));
  const json::value body = json::parse(whole.body);
  EXPECT_EQ(joined_content(streamed),
            std::string(body.at("choices").at(0).at("message").at("content").as_string()));
  EXPECT_NE(joined_content(streamed),
            joined_content(bench.post(ask("Tell me more", {{"stream", true}, {"seed", 12}}))));
}

TEST(Stream, CountsWhatItSends) {
  Bench bench;
  const Peer& peer = bench.post(ask("Hi", {{"stream", true}, {"stream_options", {{"include_usage", true}}}}));
  const auto all = chunks(peer);
  EXPECT_TRUE(all.back().at("choices").as_array().empty());
  const json::value& usage = all.back().at("usage");
  EXPECT_EQ(usage.at("completion_tokens").as_int64(), content_tokens(joined_content(peer)));
  EXPECT_EQ(usage.at("prompt_tokens").as_int64(), 3 + content_tokens("user") + content_tokens("Hi") + 3);
  EXPECT_EQ(usage.at("total_tokens").as_int64(),
            usage.at("prompt_tokens").as_int64() + usage.at("completion_tokens").as_int64());
  EXPECT_EQ(static_cast<std::int64_t>(all.size()), 1 + usage.at("completion_tokens").as_int64() + 1 + 1);
}

TEST(Stream, EndsAtTheTokenLimit) {
  Bench bench;
  for (const char* name : {"max_tokens", "max_completion_tokens"}) {
    for (std::int64_t limit : {1, 2, 17}) {
      const Peer& peer = bench.post(ask("Hi", {{"stream", true}, {name, limit}}));
      EXPECT_EQ(content_tokens(joined_content(peer)), limit);
      EXPECT_EQ(chunks(peer).back().at("choices").at(0).at("finish_reason"), "length");
    }
  }
}

TEST(Stream, EndsBeforeAStopSequence) {
  Bench bench;
  const std::string all = joined_content(bench.post(ask("Hi", {{"stream", true}})));
  const std::string stop = all.substr(all.size() / 2, 4);
  const Peer& peer = bench.post(ask("Hi", {{"stream", true},
                                           {"stop", json::array{"§never§", stop}},
                                           {"stream_options", {{"include_usage", true}}}}));
  EXPECT_EQ(joined_content(peer), all.substr(0, all.find(stop)));
  const auto found = chunks(peer);
  EXPECT_EQ(found[found.size() - 2].at("choices").at(0).at("finish_reason"), "stop");
  EXPECT_EQ(found.back().at("usage").at("completion_tokens").as_int64(),
            content_tokens(joined_content(peer)));
}

TEST(Stream, InterleavesSeveralChoices) {
  Bench bench;
  const Peer& peer =
      bench.post(ask("Hi", {{"stream", true}, {"n", 3}, {"stream_options", {{"include_usage", true}}}}));
  std::int64_t tokens = 0;
  std::set<std::string> texts;
  for (std::int64_t choice = 0; choice < 3; ++choice) {
    texts.insert(joined_content(peer, choice));
    tokens += content_tokens(joined_content(peer, choice));
  }
  EXPECT_EQ(texts.size(), 3u) << "choices differ";
  EXPECT_EQ(chunks(peer).back().at("usage").at("completion_tokens").as_int64(), tokens);
  EXPECT_EQ(chunks(peer)[2].at("choices").at(0).at("index"), 1) << "after role and token of choice 0";
}

TEST(Stream, SendsSeveralTokensInAChunkIfTold) {
  Options options;
  options.tokens_per_chunk = aitb::Distribution(4);
  options.reply_tokens = aitb::Distribution(64);
  Bench bench(options);
  const Peer& peer = bench.post(ask("Hi", {{"stream", true}}));
  EXPECT_EQ(chunks(peer).size(), 1u + 16u + 1u);
  EXPECT_EQ(content_tokens(joined_content(peer)), 64);
}

TEST(Stream, NeverSplitsACharacter) {
  Options options;
  options.replies = {"Grüße aus 東京 🙂🙃 — 안녕하세요"};
  Bench bench(options);
  const Peer& peer = bench.post(ask("Hi", {{"stream", true}}));
  EXPECT_EQ(joined_content(peer), options.replies.front());  // chunks() has parsed each event as valid UTF-8
}

TEST(Stream, WaitsForASlowPeer) {
  Bench bench;
  Peer slow(bench.clock);
  slow.slow = true;
  const json::object body = ask("Hi", {{"stream", true}});
  bench.serve(bench.request("POST", "/v1/chat/completions", json::serialize(body)), slow);
  EXPECT_EQ(joined_content(slow), joined_content(bench.post(body)));
  EXPECT_TRUE(slow.finished);
}

TEST(Stream, StopsWhenTheClientGoes) {
  Bench bench;
  Peer leaving(bench.clock);
  leaving.leave_after = 5;
  const auto request =
      bench.request("POST", "/v1/chat/completions", json::serialize(ask("Hi", {{"stream", true}})));
  EXPECT_THROW(bench.serve(request, leaving), aitb::Error);
  EXPECT_EQ(leaving.writes.size(), 5u);
  EXPECT_FALSE(leaving.finished);
}

TEST(Stream, LogsTheTimeOfEveryPiece) {
  const aitb::TemporaryFolder folder;
  Options options;
  options.truth_file = "truth.bin";
  options.ttft_ms = aitb::Distribution(50);
  options.itl_ms = aitb::Distribution(10);
  Bench bench(options, 7, folder.path());
  const aitb::Instant begin = bench.clock.now();
  const Peer& peer = bench.post(ask("Hi", {{"stream", true}, {"max_tokens", 5}}));
  const auto log = truth::read(folder.path() / "truth.bin");
  ASSERT_EQ(log.size(), 1u);
  const auto& [response, sent] = *log.begin();
  EXPECT_EQ(response, std::string(chunks(peer).front().at("id").as_string()));
  ASSERT_EQ(sent.size(), 5u);
  for (std::size_t i = 0; i < sent.size(); ++i) {
    EXPECT_EQ(sent[i].index, i);
    EXPECT_EQ(sent[i].intended_ns - aitb::to_ns(begin),
              50'000'000 + static_cast<std::int64_t>(i) * 10'000'000);
    EXPECT_EQ(sent[i].sent_ns, sent[i].intended_ns) << "the clock jumps: nothing is late";
  }
}

}  // namespace
