// Azure's URLs, key header and content filter.
#include "azure.hpp"

#include "place.hpp"
#include "service/test_bench.hpp"

namespace {

using namespace service_test;
using aitb::Channel;
using aitb::ErrorKind;

const std::string kWhole =
    R"({"id":"1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]})";

std::string url(const std::string& endpoint, const std::string& form = "auto",
                const std::string& fallback = "deployments", const std::string& deployment = "") {
  const azure::Place place = azure::place_of(endpoint, form, fallback, deployment, "");
  const auto version = place.query.find("api-version");
  return place.base_url + (version == place.query.end() ? "" : "?" + version->second);
}

TEST(Azure, KnowsThreeFormsOfUrl) {
  const std::string bare = "https://x.openai.azure.com/";
  EXPECT_EQ(url(bare), "https://x.openai.azure.com/openai/deployments/{model}?2024-10-21");
  EXPECT_EQ(url(bare, "auto", "deployments", "mine"),
            "https://x.openai.azure.com/openai/deployments/mine?2024-10-21");
  EXPECT_EQ(url(bare, "v1"), "https://x.openai.azure.com/openai/v1");
  EXPECT_EQ(url("https://x.openai.azure.com/openai/v1/"), "https://x.openai.azure.com/openai/v1");
  EXPECT_EQ(url("https://x.openai.azure.com/openai/deployments/d?api-version=1"),
            "https://x.openai.azure.com/openai/deployments/d?2024-10-21");
  EXPECT_EQ(url("https://x.services.ai.azure.com", "auto", "models"),
            "https://x.services.ai.azure.com/models?2024-05-01-preview");
  EXPECT_EQ(url("https://x.services.ai.azure.com/models", "auto", "models"),
            "https://x.services.ai.azure.com/models?2024-05-01-preview");
  EXPECT_EQ(url("https://127.0.0.1:4000/v1", "auto", "models"), "https://127.0.0.1:4000/v1");
}

TEST(Azure, SaysThatTheEndpointIsMissing) {
  azure::Options options;
  options.api_key = "azure-canary";
  const aitb::Error error = service_test::Bench<azure::AzureOpenAi>(options).failure(hello());
  EXPECT_EQ(error.kind(), ErrorKind::config);
  EXPECT_NE(std::string(error.what()).find("AZURE_OPENAI_ENDPOINT"), std::string::npos);
}

TEST(Azure, AsksTheModelsDeploymentWithTheKeyInItsOwnHeader) {
  Server server({json_answer(kWhole), json_answer(kWhole), json_answer(kWhole)});
  azure::Options options;
  options.base_url = server.url();
  options.api_key = "azure-canary";
  service_test::Bench<azure::AzureOpenAi> bench(options);
  EXPECT_EQ(bench.chat(hello(false, "gpt 4o")).text(Channel::answer), "Hi");
  bench.chat(hello(false, "gpt 4o"));
  bench.chat(hello(false, "other"));
  EXPECT_EQ(server.head(1).substr(0, server.head(1).find('\r')),
            server.head().substr(0, server.head().find('\r')));
  EXPECT_TRUE(server.head(2).starts_with("POST /openai/deployments/other/chat/completions?"))
      << server.head(2);
  EXPECT_TRUE(server.head().starts_with(
      "POST /openai/deployments/gpt%204o/chat/completions?api-version=2024-10-21 HTTP/1.1"))
      << server.head();
  EXPECT_NE(server.head().find("api-key: azure-canary"), std::string::npos);
  EXPECT_EQ(server.head().find("Authorization"), std::string::npos);
}

TEST(Azure, InferenceNamesTheModelInTheBody) {
  Server server({json_answer(kWhole)});
  azure::AzureInference::Options options;
  options.base_url = server.url();
  options.api_key = "azure-canary";
  service_test::Bench<azure::AzureInference> bench(options);
  aitb::ChatRequest request = hello(false, "Phi-4-mini-instruct");
  request.max_tokens = 5;
  bench.chat(std::move(request));
  EXPECT_TRUE(server.head().starts_with("POST /models/chat/completions?api-version=2024-05-01-preview "))
      << server.head();
  EXPECT_EQ(server.body().at("model"), "Phi-4-mini-instruct");
  EXPECT_EQ(server.body().at("max_tokens"), 5);
}

TEST(Azure, TellsWhatTheContentFilterFound) {
  Server server({http(
      "400 Bad Request", "application/json",
      R"({"error":{"message":"The response was filtered","type":null,"param":"prompt","code":"content_filter",)"
      R"("status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":)"
      R"({"hate":{"filtered":true,"severity":"high"},"violence":{"filtered":false,"severity":"safe"}}}}})")});
  azure::Options options;
  options.base_url = server.url();
  options.api_key = "azure-canary";
  const aitb::Error error = service_test::Bench<azure::AzureOpenAi>(options).failure(hello());
  EXPECT_EQ(error.kind(), ErrorKind::client_error);
  EXPECT_EQ(error.code(), "content_filter");
  EXPECT_NE(std::string(error.what()).find("[filtered: hate]"), std::string::npos) << error.what();
}

}  // namespace
