// Events, blocks and refusals of the simulated Messages API.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sim_kit/testing.hpp>

#include "simulator.hpp"

namespace {

namespace json = boost::json;
using anthropic_simulator::AnthropicSimulator;
using anthropic_simulator::Options;
using sim_kit::testing::Peer;

class Bench : public sim_kit::testing::Bench<AnthropicSimulator> {
 public:
  using sim_kit::testing::Bench<AnthropicSimulator>::Bench;
  Peer& post(json::object more, std::string version = "2023-06-01") {
    json::object body;
    body["model"] = "claude-sonnet-5-5";
    body["max_tokens"] = 4000;
    body["messages"] = json::parse(R"([{"role": "user", "content": "Hi"}])");
    for (const auto& member : more) body[member.key()] = member.value();
    auto made = request("POST", "/v1/messages", json::serialize(body));
    if (!version.empty()) made.headers.set("anthropic-version", version);
    return put(std::move(made));
  }
};

/// Type and data of every event.
std::vector<std::pair<std::string, json::object>> events(const Peer& peer) {
  std::string all;
  for (const auto& write : peer.writes) all += write.bytes;
  std::vector<std::pair<std::string, json::object>> found;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t line = all.find('\n', at), end = all.find("\n\n", at);
    if (all.compare(at, 7, "event: ") != 0 || end == std::string::npos) {
      ADD_FAILURE() << "no event: " << all.substr(at, 80);
      break;
    }
    found.emplace_back(all.substr(at + 7, line - at - 7),
                       json::parse(all.substr(line + 7, end - line - 7)).as_object());
    EXPECT_EQ(found.back().second.at("type"), json::value(found.back().first));
    at = end + 2;
  }
  return found;
}

Options scripted(const char* rules) {
  Options options;
  json::object given;
  given["script"] = json::parse(rules);
  fields(options).decode(given);
  return options;
}

TEST(Messages, StreamBlocksThatStartGrowAndStop) {
  Options options = scripted(R"([{"do": {"reasoning": "Let me see.", "reply": "Here.",
                                         "tool_calls": [{"name": "look", "arguments": {"at": "it"}}]}}])");
  Bench bench(std::move(options));
  const auto all = events(bench.post({{"stream", true}}));
  std::string order, thought, text, input;
  for (const auto& [type, data] : all) {
    if (type == "content_block_start")
      order += std::string(data.at("content_block").at("type").as_string()) + " ";
    if (type != "content_block_delta") continue;
    const json::object& delta = data.at("delta").as_object();
    if (delta.contains("thinking")) thought += delta.at("thinking").as_string();
    if (delta.contains("text")) text += delta.at("text").as_string();
    if (delta.contains("partial_json")) input += delta.at("partial_json").as_string();
  }
  EXPECT_EQ(order, "thinking text tool_use ");
  EXPECT_EQ(thought, "Let me see.");
  EXPECT_EQ(text, "Here.");
  EXPECT_EQ(input, R"({"at":"it"})");
  EXPECT_EQ(all.front().first, "message_start");
  EXPECT_EQ(all[2].first, "ping");
  const json::object& end = all[all.size() - 2].second;
  EXPECT_EQ(end.at("delta").at("stop_reason"), "tool_use");
  EXPECT_EQ(all.back().first, "message_stop");
}

TEST(Messages, FirstPieceComesWhenItIsDueAndTheOthersKeepTheirDistance) {
  Options options;
  options.ttft_ms = aitb::Distribution(80);
  options.itl_ms = aitb::Distribution(5);
  options.reply_tokens = aitb::Distribution(10);
  Bench bench(options);
  const aitb::Instant begin = bench.clock.now();
  const Peer& peer = bench.post({{"stream", true}});
  ASSERT_EQ(peer.writes.size(), 11u) << "ten tokens and the end";
  for (std::size_t i = 0; i < 10; ++i)
    EXPECT_DOUBLE_EQ(aitb::to_seconds(peer.writes[i].at - begin) * 1000, 80 + 5.0 * static_cast<double>(i));
}

TEST(Messages, OverloadIs529AndSaysSo) {
  Bench bench(scripted(R"([{"do": {"error": {"status": 529}}}])"));
  const Peer& peer = bench.post({{"stream", true}});
  EXPECT_EQ(peer.status, 529);
  const json::value body = json::parse(peer.body);
  EXPECT_EQ(body.at("type"), "error");
  EXPECT_EQ(body.at("error").at("type"), "overloaded_error");
  EXPECT_EQ(body.at("request_id"), json::value(peer.headers.get("request-id")));
}

TEST(Messages, LimitsAreToldAndHeld) {
  Options options;
  options.rate_limit = 1;
  Bench bench(options);
  EXPECT_EQ(bench.post({}).headers.get("anthropic-ratelimit-requests-remaining"), "0");
  const Peer& refused = bench.post({});
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.headers.get("retry-after"), "60");
  EXPECT_EQ(json::parse(refused.body).at("error").at("type"), "rate_limit_error");
}

TEST(Messages, WantTheirVersion) {
  Bench bench;
  EXPECT_EQ(bench.post({}, "").status, 400);
  Options lax;
  lax.require_version = false;
  EXPECT_EQ(Bench(lax).post({}, "").status, 200);
}

}  // namespace
