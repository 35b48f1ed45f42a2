// Chunks, calls and refusals of the simulated Gemini API.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sim_kit/testing.hpp>

#include "fields.hpp"
#include "simulator.hpp"

namespace {

namespace json = boost::json;
using gemini_simulator::GeminiSimulator;
using gemini_simulator::Options;
using sim_kit::testing::Peer;

class Bench : public sim_kit::testing::Bench<GeminiSimulator> {
 public:
  using sim_kit::testing::Bench<GeminiSimulator>::Bench;
  Peer& post(std::string method, json::object more, std::string model = "gemini-2.0-flash") {
    json::object body;
    body["contents"] = json::parse(R"([{"role": "user", "parts": [{"text": "Hi"}]}])");
    for (const auto& member : more) body[member.key()] = member.value();
    auto made = request("POST", "/v1beta/models/" + model + ":" + method, json::serialize(body));
    made.headers.set("x-goog-api-key", "key");
    made.query = "alt=sse";
    return put(std::move(made));
  }
};

std::vector<json::object> chunks(const Peer& peer) {
  std::string all;
  for (const auto& write : peer.writes) all += write.bytes;
  std::vector<json::object> found;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = all.find("\r\n\r\n", at);
    if (all.compare(at, 6, "data: ") != 0 || end == std::string::npos) {
      ADD_FAILURE() << "no event: " << all.substr(at, 80);
      break;
    }
    found.push_back(json::parse(all.substr(at + 6, end - at - 6)).as_object());
    at = end + 4;
  }
  return found;
}

const json::value kTools = json::parse(
    R"([{"functionDeclarations": [{"name": "look", "parameters": {"type": "OBJECT", "properties": {"at": {"type": "STRING"}}, "required": ["at"]}}]}])");

TEST(Generate, UsageGrowsWithTheChunks) {
  Options options;
  options.tokens_per_chunk = aitb::Distribution(4);
  options.reply_tokens = aitb::Distribution(12);
  Bench bench(options);
  const auto all = chunks(bench.post("streamGenerateContent", {}));
  ASSERT_EQ(all.size(), 4u);
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(all[i].at("usageMetadata").at("candidatesTokenCount"), static_cast<std::int64_t>(4 * (i + 1)));
  EXPECT_EQ(all.back().at("candidates").at(0).at("finishReason"), "STOP");
}

TEST(Generate, ACallComesWholeWhenItsLastTokenWould) {
  Options options;
  options.ttft_ms = aitb::Distribution(100);
  options.itl_ms = aitb::Distribution(10);
  options.agent.min_calls = options.agent.max_calls = 1;
  Bench bench(options);
  const aitb::Instant begin = bench.clock.now();
  const Peer& peer = bench.post("streamGenerateContent", {{"tools", kTools}}, "gemini-3-flash-preview");
  const auto all = chunks(peer);
  const json::object& part = all.front().at("candidates").at(0).at("content").at("parts").at(0).as_object();
  EXPECT_EQ(part.at("functionCall").at("name"), "look");
  EXPECT_TRUE(part.at("functionCall").at("args").at("at").is_string());
  EXPECT_FALSE(part.at("thoughtSignature").as_string().empty());
  EXPECT_FALSE(part.at("functionCall").at("id").as_string().empty());
  EXPECT_GT(peer.writes.front().at - begin, std::chrono::milliseconds(100));
}

TEST(Generate, FieldsAreReadInBothSpellings) {
  Bench bench;
  const json::object config = {{"max_output_tokens", "5"}};
  const json::value answer = json::parse(bench.post("generateContent", {{"generation_config", config}}).body);
  EXPECT_EQ(answer.at("candidates").at(0).at("finishReason"), "MAX_TOKENS");
  const Peer& unknown = bench.post("generateContent", {{"generationConfig", {{"maxTokens", 5}}}});
  EXPECT_EQ(unknown.status, 400);
  EXPECT_NE(unknown.body.find("maxTokens"), std::string::npos);
}

TEST(Generate, RefusesOverTheLimitWithTheTimeToWait) {
  Options options;
  options.rate_limit = 1;
  Bench bench(options);
  EXPECT_EQ(bench.post("generateContent", {}).status, 200);
  const Peer& refused = bench.post("generateContent", {});
  EXPECT_EQ(refused.status, 429);
  EXPECT_FALSE(refused.headers.has("retry-after")) << "the service tells it in the body";
  const json::value error = json::parse(refused.body).at("error");
  EXPECT_EQ(error.at("status"), "RESOURCE_EXHAUSTED");
  EXPECT_EQ(error.at("details").at(1).at("retryDelay"), "60s");
}

TEST(Generate, SchemasOfTheOldFormBecomeJsonSchema) {
  const json::value schema = gemini_simulator::plain_schema(
      json::parse(R"({"type": "ARRAY", "minItems": "2", "items": {"type": "STRING", "enum": ["A"]}})"));
  EXPECT_EQ(schema,
            json::parse(R"({"type": "array", "minItems": 2, "items": {"type": "string", "enum": ["A"]}})"));
}

}  // namespace
