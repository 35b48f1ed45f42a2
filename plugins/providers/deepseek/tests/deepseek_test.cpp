// DeepSeek's own rules, over a real socket.
#include "deepseek.hpp"

#include "service/test_bench.hpp"

namespace {

using namespace service_test;
using aitb::Channel;
using aitb::ErrorKind;
using aitb::Message;
using aitb::Role;
using Bench = service_test::Bench<deepseek::DeepSeek>;

const std::string kWhole =
    R"({"id":"1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]})";

deepseek::Options options(const Server& server) {
  deepseek::Options made;
  made.base_url = server.url();
  made.api_key = "sk-deepseek-canary";
  return made;
}

TEST(DeepSeek, AsksWithoutV1AndWithItsOwnWords) {
  Server server({json_answer(kWhole)});
  deepseek::Options o = options(server);
  o.thinking = "enabled";
  o.user_id = "user-1";
  Bench bench(o);
  aitb::ChatRequest request = hello();
  request.reasoning_effort = "xhigh";
  request.max_tokens = 7;
  EXPECT_EQ(bench.chat(std::move(request)).text(Channel::answer), "Hi");
  EXPECT_TRUE(server.head().starts_with("POST /chat/completions HTTP/1.1")) << server.head();
  EXPECT_EQ(boost::json::serialize(server.body()),
            R"({"model":"a-model","messages":[{"role":"user","content":"Hello"}],"max_tokens":7,)"
            R"("reasoning_effort":"max","thinking":{"type":"enabled"},"user_id":"user-1"})");
}

TEST(DeepSeek, SendsReasoningBackOnlyWithToolCalls) {
  Server server({json_answer(kWhole)});
  Bench bench(options(server));
  aitb::ChatRequest request = hello();
  Message plain(Role::assistant, "I am done");
  plain.reasoning = "forget this";
  Message called(Role::assistant, "");
  called.reasoning = "keep this";
  called.tool_calls.emplace_back("c1", "f", "{}");
  Message result(Role::tool, "42");
  result.tool_call_id = "c1";
  request.messages.push_back(plain);
  request.messages.push_back(called);
  request.messages.push_back(result);
  bench.chat(std::move(request));
  const boost::json::array messages = server.body().at("messages").as_array();
  EXPECT_FALSE(messages[1].as_object().contains("reasoning_content"));
  EXPECT_EQ(messages[2].at("reasoning_content"), "keep this");
}

TEST(DeepSeek, CountsKeepAlivesReasoningAndCache) {
  const std::string stream =
      ": keep-alive\n\n: keep-alive\n\n"
      R"(data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":""}}]})"
      "\n\n"
      R"(data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":null,"reasoning_content":"Hm"}}]})"
      "\n\n"
      R"(data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":"你好","reasoning_content":null}}]})"
      "\n\n"
      R"(data: {"id":"1","model":"m","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"prompt_cache_hit_tokens":8,"prompt_cache_miss_tokens":1}})"
      "\n\ndata: [DONE]\n\n";
  for (std::size_t split : {std::size_t(0), std::size_t(1), std::size_t(7)}) {
    Server server({sse_answer(stream)}, split);
    Bench bench(options(server));
    const RecordingExchange got = bench.chat(hello(true));
    EXPECT_EQ(got.count("keep_alive") + got.count("keep-alive"), 2) << "split " << split;
    EXPECT_EQ(got.text(Channel::reasoning), "Hm");
    EXPECT_EQ(got.text(Channel::answer), "你好");
    ASSERT_EQ(got.usages.size(), 1u);
    EXPECT_EQ(got.usages[0].cached_input, 8);
  }
}

TEST(DeepSeek, RefusesToAskWithoutAKey) {
  Server server({json_answer(kWhole)});
  deepseek::Options o = options(server);
  o.api_key.clear();
  const aitb::Error error = Bench(o).failure(hello());
  EXPECT_EQ(error.kind(), ErrorKind::auth);
  EXPECT_NE(std::string(error.what()).find("DEEPSEEK_API_KEY"), std::string::npos) << error.what();
}

TEST(DeepSeek, MapsItsErrorCodes) {
  const std::pair<const char*, ErrorKind> table[] = {
      {"400 Bad Request", ErrorKind::client_error},      {"401 Unauthorized", ErrorKind::auth},
      {"402 Payment Required", ErrorKind::client_error}, {"422 Unprocessable", ErrorKind::client_error},
      {"429 Too Many", ErrorKind::rate_limited},         {"500 Error", ErrorKind::server_error},
      {"503 Overloaded", ErrorKind::server_error}};
  for (const auto& [status, kind] : table) {
    Server server(
        {http(status, "application/json",
              R"({"error":{"message":"Insufficient Balance for sk-deepseek-canary","type":"unknown_error",)"
              R"("param":null,"code":"invalid_request_error"}})")});
    const aitb::Error error = Bench(options(server)).failure(hello());
    EXPECT_EQ(error.kind(), kind) << status;
    EXPECT_NE(std::string(error.what()).find("Insufficient Balance"), std::string::npos) << error.what();
    EXPECT_EQ(std::string(error.what()).find("sk-deepseek-canary"), std::string::npos) << error.what();
  }
}

}  // namespace
