// A server that is known by its URL alone.
#include "vllm.hpp"

#include "service/test_bench.hpp"

namespace {

using namespace service_test;
using aitb::Channel;
using aitb::ErrorKind;
using aitb::MediaKind;
using aitb::Part;
using Bench = service_test::Bench<vllm::Vllm>;

const std::string kWhole =
    R"({"id":"1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi","reasoning":"hm"},"finish_reason":"stop"}]})";

TEST(Vllm, EndsUrlsInV1) {
  EXPECT_EQ(vllm::normalised("http://gpu:8000"), "http://gpu:8000/v1");
  EXPECT_EQ(vllm::normalised("http://gpu:8000/"), "http://gpu:8000/v1");
  EXPECT_EQ(vllm::normalised("http://gpu:8000/v1/"), "http://gpu:8000/v1");
  EXPECT_EQ(vllm::normalised("https://proxy/team/llm"), "https://proxy/team/llm");
}

TEST(Vllm, NeedsNoKeyAndSendsVideoByUrl) {
  Server server({json_answer(kWhole)});
  vllm::Options options;
  options.base_url = server.url();
  Bench bench(options);
  aitb::ChatRequest request = hello();
  request.messages[0].parts.push_back(
      Part::from_url(MediaKind::video, "video/mp4", "file:///media/test.mp4"));
  const RecordingExchange got = bench.chat(std::move(request));
  EXPECT_EQ(got.text(Channel::answer), "Hi");
  EXPECT_EQ(got.text(Channel::reasoning), "hm");
  EXPECT_TRUE(server.head().starts_with("POST /v1/chat/completions ")) << server.head();
  EXPECT_EQ(server.head().find("Authorization"), std::string::npos);
  EXPECT_EQ(boost::json::serialize(server.body().at("messages").at(0).at("content").at(1)),
            R"({"type":"video_url","video_url":{"url":"file:///media/test.mp4"}})");
}

TEST(Vllm, LeavesStreamOptionsOutWhereTheyAreRefused) {
  Server server({sse_answer(
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}\n\n"
      "data: [DONE]\n\n")});
  vllm::Options options;
  options.base_url = server.url();
  options.stream_usage = false;
  Bench bench(options);
  EXPECT_EQ(bench.chat(hello(true)).text(Channel::answer), "x");
  EXPECT_FALSE(server.body().contains("stream_options"));
}

TEST(Vllm, UnderstandsFlatErrors) {
  Server server(
      {http("400 Bad Request", "application/json",
            R"({"object":"error","message":"too long","type":"BadRequestError","param":null,"code":400})")});
  vllm::Options options;
  options.base_url = server.url();
  const aitb::Error error = Bench(options).failure(hello());
  EXPECT_EQ(error.kind(), ErrorKind::client_error);
  EXPECT_NE(std::string(error.what()).find("too long"), std::string::npos) << error.what();
}

TEST(Vllm, GivesVectorsInTheOrderOfTheTexts) {
  Server server({json_answer(
      R"({"object":"list","model":"e5","data":[{"index":1,"embedding":[0.5,-1]},{"index":0,"embedding":"AACAPwAAAEA="}],)"
      R"("usage":{"prompt_tokens":4,"total_tokens":4}})")});
  vllm::Options options;
  options.base_url = server.url();
  Bench bench(options);
  RecordingExchange out;
  aitb::EmbeddingRequest request("e5", std::vector<std::string>{"one", "two"});
  const auto vectors = bench.lane.run(bench.provider.embed(request, out));
  EXPECT_EQ(vectors, (std::vector<std::vector<float>>{{1.0F, 2.0F}, {0.5F, -1.0F}}));
  ASSERT_EQ(out.usages.size(), 1u);
  EXPECT_EQ(out.usages[0].input, 4);
}

}  // namespace
