// The same protocol as DeepSeek and vLLM speak it.
#include <gtest/gtest.h>

#include "stand_ins.hpp"

namespace {

namespace json = boost::json;
using namespace simulator_test;
using openai_simulator::Options;

Options speaking(const char* dialect) {
  Options options;
  options.dialect = dialect;
  options.ttft_ms = options.itl_ms = aitb::Distribution(0);
  return options;
}

json::object with_model(const char* model, json::object more = {}) {
  more["model"] = model;
  return ask("Hi", std::move(more));
}

TEST(DeepSeek, ThinksAloudBeforeItAnswers) {
  Bench bench(speaking("deepseek"));
  EXPECT_EQ(bench.simulator->base_path(), "");
  const json::object request = with_model("deepseek-v4-pro", {{"stream", true}});
  const Peer& peer = bench.put(bench.request("POST", "/chat/completions", json::serialize(request)));
  bool answering = false;
  std::string thought;
  const auto all = chunks(peer);
  for (const json::object& chunk : all) {
    const json::object& delta = chunk.at("choices").at(0).at("delta").as_object();
    if (const json::value* piece = delta.if_contains("reasoning_content"); piece && piece->is_string()) {
      EXPECT_FALSE(answering);
      thought += piece->as_string();
    } else if (const json::value* text = delta.if_contains("content"); text && text->is_string()) {
      answering = true;
    }
  }
  const json::value& usage = all.back().at("usage");
  EXPECT_EQ(usage.at("completion_tokens_details").at("reasoning_tokens"), 64);
  EXPECT_EQ(usage.at("prompt_cache_hit_tokens").as_int64() + usage.at("prompt_cache_miss_tokens").as_int64(),
            usage.at("prompt_tokens").as_int64());
  const json::value whole = json::parse(bench.post(with_model("deepseek-v4-pro")).body);
  EXPECT_EQ(whole.at("choices").at(0).at("message").at("reasoning_content"), json::value(thought));
  const json::object quiet = with_model("deepseek-v4-pro", {{"thinking", {{"type", "disabled"}}}});
  const json::value answer = json::parse(bench.post(quiet).body);
  EXPECT_FALSE(answer.at("choices").at(0).at("message").as_object().contains("reasoning_content"));
}

TEST(DeepSeek, WantsThoughtsBackThatLedToCalls) {
  Bench bench(speaking("deepseek"));
  json::object request = with_model("deepseek-v4-pro");
  request["messages"] = json::parse(R"([{"role": "user", "content": "Weather?"},
    {"role": "assistant", "content": "", "tool_calls": [{"id": "c1", "type": "function", "function": {"name": "w", "arguments": "{}"}}]},
    {"role": "tool", "tool_call_id": "c1", "content": "rain"}])");
  EXPECT_EQ(bench.post(request).status, 400);
  request["messages"].at(1).as_object()["reasoning_content"] = "I look it up.";
  EXPECT_EQ(bench.post(request).status, 200);
}

TEST(DeepSeek, CountsTheConversationSoFarAsCached) {
  Bench bench(speaking("deepseek"));
  json::object request = with_model("deepseek-chat");
  json::array& messages = request["messages"].as_array();
  std::string numbers;
  for (int i = 0; i < 200; ++i) numbers += std::to_string(i) + " ";
  messages.at(0).as_object()["content"] = numbers;
  messages.push_back(json::object{{"role", "assistant"}, {"content", "Yes."}});
  messages.push_back(json::object{{"role", "user"}, {"content", "Go on"}});
  const json::value usage = json::parse(bench.post(request).body).at("usage");
  EXPECT_GT(usage.at("prompt_cache_hit_tokens").as_int64(), 0);
  EXPECT_EQ(usage.at("prompt_cache_hit_tokens").as_int64() % 64, 0);
}

TEST(DeepSeek, KeepsWaitingClientsAlive) {
  Options options = speaking("deepseek");
  options.ttft_ms = aitb::Distribution(3500);
  Bench bench(options);
  const Peer& peer = bench.post(with_model("deepseek-chat", {{"stream", true}}));
  ASSERT_GT(peer.writes.size(), 4u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(peer.writes[i].bytes, ": keep-alive\n\n");
  EXPECT_TRUE(peer.writes[3].bytes.starts_with("data: "));
  const Peer& whole = bench.post(with_model("deepseek-chat"));
  ASSERT_GE(whole.writes.size(), 4u);
  EXPECT_EQ(whole.writes.front().bytes, "\n");
  std::string body;
  for (const Write& write : whole.writes) body += write.bytes;
  EXPECT_EQ(json::parse(body).at("object"), "chat.completion");
}

TEST(DeepSeek, RefusesInItsOwnWords) {
  Options options = speaking("deepseek");
  options.keys = {"sk-right"};
  options.errors.emplace_back().status = 402;
  Bench bench(options);
  const Peer& stranger = bench.post(with_model("deepseek-chat"));
  EXPECT_EQ(stranger.status, 401);
  EXPECT_EQ(json::parse(stranger.body).at("error").at("type"), "authentication_error");
  auto request = bench.request("GET", "/user/balance");
  request.headers.set("Authorization", "Bearer sk-right");
  const Peer& poor = bench.put(request);
  EXPECT_EQ(poor.status, 402);
  EXPECT_EQ(json::parse(poor.body).at("error").at("message"), "Insufficient Balance");
  EXPECT_FALSE(poor.headers.has("x-ratelimit-limit-requests"));
}

TEST(Vllm, TakesAnyModelWithoutAKeyAndTellsItsReasoning) {
  Bench bench(speaking("vllm"));
  auto request =
      bench.request("POST", "/v1/chat/completions", json::serialize(with_model("Some/Model-Thinking")));
  request.headers = aitb::Headers();
  const Peer& peer = bench.put(request);
  ASSERT_EQ(peer.status, 200) << peer.body;
  const json::value answer = json::parse(peer.body);
  const json::object& message = answer.at("choices").at(0).at("message").as_object();
  EXPECT_TRUE(message.at("reasoning").is_string());
  EXPECT_TRUE(message.at("tool_calls").as_array().empty());
  EXPECT_TRUE(answer.at("usage").at("prompt_tokens_details").is_null());
  const auto all = chunks(bench.post(with_model("Some/Model-Thinking", {{"stream", true}})));
  bool reasons = false;
  for (const json::object& chunk : all)
    reasons = reasons || chunk.at("choices").at(0).at("delta").as_object().contains("reasoning");
  EXPECT_TRUE(reasons);
  EXPECT_FALSE(all.back().contains("usage")) << "it was not asked for";
}

TEST(Vllm, TakesVideosAndRefusesWithNumbers) {
  Options options = speaking("vllm");
  options.models = {"only"};
  Bench bench(options);
  json::object request = with_model("only");
  request["messages"] = json::parse(
      R"([{"role": "user", "content": [{"type": "video_url", "video_url": {"url": "data:video/mp4;base64,AAAA"}}]}])");
  EXPECT_EQ(bench.post(request).status, 200);
  const json::value refused = json::parse(bench.post(with_model("other")).body);
  EXPECT_EQ(refused.at("error").at("code"), 404);
  EXPECT_EQ(refused.at("error").at("type"), "NotFoundError");
}

}  // namespace
