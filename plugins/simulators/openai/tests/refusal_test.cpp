// Every refusal has the status, type, code and param of the real service.
#include <gtest/gtest.h>

#include "limits.hpp"
#include "stand_ins.hpp"

namespace {

namespace json = boost::json;
using namespace simulator_test;
using openai_simulator::Options;

struct Case {
  const char* name;
  const char* body;
  int status;
  const char* code;   ///< "" null
  const char* param;  ///< "" null
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

#define MESSAGES R"("messages": [{"role": "user", "content": "Hi"}])"
#define HI R"({"model": "gpt-4o", )" MESSAGES ", "
const Case kCases[] = {
    {"NotJson", "{\"model\": ", 400, "", ""},
    {"NoModel", "{" MESSAGES "}", 400, "", ""},
    {"NoMessages", R"({"model": "gpt-4o"})", 400, "missing_required_parameter", "messages"},
    {"EmptyMessages", R"({"model": "gpt-4o", "messages": []})", 400, "empty_array", "messages"},
    {"MessagesOfWrongType", R"({"model": "gpt-4o", "messages": "Hi"})", 400, "invalid_type", "messages"},
    {"MessageOfWrongType", R"({"model": "gpt-4o", "messages": ["Hi"]})", 400, "invalid_type", "messages[0]"},
    {"NoRole", R"({"model": "gpt-4o", "messages": [{"content": "Hi"}]})", 400, "missing_required_parameter",
     "messages[0].role"},
    {"BadRole", R"({"model": "gpt-4o", "messages": [{"role": "robot", "content": "Hi"}]})", 400,
     "invalid_value", "messages[0].role"},
    {"NoContent", R"({"model": "gpt-4o", "messages": [{"role": "user"}]})", 400, "missing_required_parameter",
     "messages[0].content"},
    {"ContentOfWrongType", R"({"model": "gpt-4o", "messages": [{"role": "user", "content": 5}]})", 400,
     "invalid_type", "messages[0].content"},
    {"BadPart", R"({"model": "gpt-4o", "messages": [{"role": "user", "content": [{"type": "smell"}]}]})", 400,
     "invalid_value", "messages[0].content[0].type"},
    {"ImageWithoutUrl",
     R"({"model": "gpt-4o", "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]})",
     400, "missing_required_parameter", "messages[0].content[0].image_url.url"},
    {"StrayToolMessage",
     R"({"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}, {"role": "tool", "tool_call_id": "c", "content": "x"}]})",
     400, "", "messages.[1].role"},
    {"UnansweredCall",
     R"({"model": "gpt-4o", "messages": [{"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}, {"role": "user", "content": "Hi"}]})",
     400, "", "messages"},
    {"HotTemperature", HI R"("temperature": 3})", 400, "decimal_above_max_value", "temperature"},
    {"WordAsTemperature", HI R"("temperature": "hot"})", 400, "invalid_type", "temperature"},
    {"NoTokens", HI R"("max_tokens": 0})", 400, "integer_below_min_value", "max_tokens"},
    {"HalfAToken", HI R"("max_tokens": 1.5})", 400, "invalid_type", "max_tokens"},
    {"TooManyChoices", HI R"("n": 129})", 400, "integer_above_max_value", "n"},
    {"TooManyStops", HI R"("stop": ["a", "b", "c", "d", "e"]})", 400, "array_above_max_length", "stop"},
    {"StreamAsWord", HI R"("stream": "yes"})", 400, "invalid_type", "stream"},
    {"OptionsWithoutStream", HI R"("stream_options": {"include_usage": true}})", 400, "", "stream_options"},
    {"ToolChoiceAlone", HI R"("tool_choice": "auto"})", 400, "", "tool_choice"},
    {"ToolWithoutName", HI R"("tools": [{"type": "function", "function": {}}]})", 400,
     "missing_required_parameter", "tools[0].function.name"},
    {"ToolWithBadName", HI R"("tools": [{"type": "function", "function": {"name": "a b"}}]})", 400,
     "invalid_value", "tools[0].function.name"},
    {"UnknownToolChosen",
     HI
     R"("tools": [{"type": "function", "function": {"name": "a"}}], "tool_choice": {"type": "function", "function": {"name": "b"}}})",
     400, "", "tool_choice"},
    {"JsonUnsaid", HI R"("response_format": {"type": "json_object"}})", 400, "", "messages"},
    {"BadFormat", HI R"("response_format": {"type": "xml"}})", 400, "invalid_value", "response_format.type"},
    {"Logprobs", HI R"("logprobs": true})", 400, "unsupported_parameter", "logprobs"},
    {"AudioOutput", HI R"("modalities": ["text", "audio"]})", 400, "unsupported_value", "modalities"},
    {"UnknownModel", R"({"model": "gpt-9", )" MESSAGES "}", 404, "model_not_found", ""},
};

std::string text_or_null(const json::value& value) {
  return value.is_null() ? "" : std::string(value.as_string());
}

/// The four members, always.
json::object error(const Peer& peer) {
  const json::object found = json::parse(peer.body).at("error").as_object();
  EXPECT_EQ(found.size(), 4u) << peer.body;
  return found;
}

class Refusal : public testing::TestWithParam<Case> {};

TEST_P(Refusal, HasTheShapeOfTheRealService) {
  Bench bench;
  const Peer& peer = bench.put(bench.request("POST", "/v1/chat/completions", GetParam().body));
  EXPECT_EQ(peer.status, GetParam().status);
  const json::object found = error(peer);
  EXPECT_EQ(found.at("type"), "invalid_request_error");
  EXPECT_EQ(text_or_null(found.at("code")), GetParam().code) << peer.body;
  EXPECT_EQ(text_or_null(found.at("param")), GetParam().param) << peer.body;
  EXPECT_FALSE(text_or_null(found.at("message")).empty());
}

std::string case_name(const testing::TestParamInfo<Case>& one) { return one.param.name; }
INSTANTIATE_TEST_SUITE_P(Requests, Refusal, testing::ValuesIn(kCases), case_name);

TEST(Routes, UnknownPathAndMethodAreRefused) {
  Bench bench;
  const Peer& path = bench.put(bench.request("POST", "/v1/nonsense"));
  EXPECT_EQ(path.status, 404);
  EXPECT_EQ(error(path).at("message"), "Invalid URL (POST /v1/nonsense)");
  EXPECT_TRUE(error(path).at("code").is_null());
  const Peer& method = bench.put(bench.request("DELETE", "/v1/chat/completions"));
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(error(method).at("code"), "method_not_supported");
  const Peer& model = bench.put(bench.request("GET", "/v1/models/gpt-9"));
  EXPECT_EQ(model.status, 404);
  EXPECT_EQ(error(model).at("param"), "model");
}

TEST(Keys, AreAskedForAndNeverShown) {
  Options options;
  options.keys = {"sk-good-0123456789"};
  Bench bench(options);
  aitb::ServerRequest request = bench.request("GET", "/v1/models");
  request.headers.set("Authorization", "Bearer sk-wrong-0123456789");
  const Peer& wrong = bench.put(request);
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(error(wrong).at("code"), "invalid_api_key");
  EXPECT_EQ(wrong.body.find("sk-wrong-0123456789"), std::string::npos);
  request.headers = aitb::Headers();
  const Peer& none = bench.put(request);
  EXPECT_EQ(none.status, 401);
  EXPECT_TRUE(error(none).at("code").is_null());
  request.headers.set("authorization", "Bearer sk-good-0123456789");
  EXPECT_EQ(bench.put(request).status, 200);
  EXPECT_EQ(bench.simulator->key(), "sk-good-0123456789");
}

TEST(Limits, WriteDurationsAsTheServiceDoes) {
  using openai_simulator::reset_text;
  EXPECT_EQ(reset_text(0), "0ms");
  EXPECT_EQ(reset_text(0.006), "6ms");
  EXPECT_EQ(reset_text(8.64), "8.64s");
  EXPECT_EQ(reset_text(20), "20s");
  EXPECT_EQ(reset_text(360), "6m0s");
  EXPECT_EQ(reset_text(3723), "1h2m3s");
}

TEST(Limits, RefuseTheRequestOverTheRateWithAWait) {
  Options options;
  options.rate_limit = 2;
  Bench bench(options);
  aitb::ServerRequest request = bench.request("POST", "/v1/chat/completions", json::serialize(ask("Hi")));
  EXPECT_EQ(bench.put(request).status, 200);
  EXPECT_EQ(bench.put(request).headers.get("x-ratelimit-remaining-requests"), "0");
  const Peer& refused = bench.put(request);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(error(refused).at("type"), "requests");
  EXPECT_EQ(error(refused).at("code"), "rate_limit_exceeded");
  EXPECT_EQ(refused.headers.get("retry-after"), "30");
  EXPECT_EQ(refused.headers.get("x-ratelimit-limit-requests"), "2");
  EXPECT_EQ(refused.headers.get("x-ratelimit-reset-requests"), "1m0s");
  request.headers.set("Authorization", "Bearer another-key");
  EXPECT_EQ(bench.put(request).status, 200) << "each key has its own";
  request.headers.set("Authorization", "Bearer sk-test");
  request.received += std::chrono::seconds(31);
  EXPECT_EQ(bench.put(request).status, 200) << "half a minute later";
}

TEST(Faults, ComeWhenAClientAsksForThem) {
  Options options;
  options.allow_error_header = true;
  Bench bench(options);
  for (int status : {400, 401, 403, 404, 429, 500, 503}) {
    aitb::ServerRequest request = bench.request("POST", "/v1/chat/completions", json::serialize(ask("Hi")));
    request.headers.set("x-aitb-error", std::to_string(status));
    const Peer& peer = bench.put(request);
    EXPECT_EQ(peer.status, status);
    EXPECT_EQ(peer.headers.has("retry-after"), status == 429 || status == 503);
    error(peer);
  }
  aitb::ServerRequest request = bench.request("POST", "/v1/chat/completions", json::serialize(ask("Hi")));
  request.headers.set("x-aitb-error", "429:insufficient_quota");
  const Peer& quota = bench.put(request);
  EXPECT_EQ(error(quota).at("type"), "insufficient_quota");
  EXPECT_FALSE(quota.headers.has("retry-after"));
  Bench closed;
  EXPECT_EQ(closed.put(request).status, 200) << "the header does nothing unless it is allowed";
}

TEST(Faults, ComeByRule) {
  sim_kit::ErrorRule third;
  third.status = 503;
  third.every = 3;
  third.retry_after_sec = 2;
  sim_kit::ErrorRule marked;
  marked.status = 429;
  marked.header = "x-user";
  marked.value = "bad";
  Options options;
  options.errors = {marked, third};
  Bench bench(options);
  aitb::ServerRequest request = bench.request("GET", "/v1/models");
  std::vector<int> statuses;
  for (int i = 0; i < 6; ++i) statuses.push_back(bench.put(request).status);
  EXPECT_EQ(statuses, (std::vector<int>{200, 200, 503, 200, 200, 503}));
  request.headers.set("X-User", "bad");
  EXPECT_EQ(bench.put(request).status, 429);
}

TEST(Strictness, RefusesWhatTheModelDoesNotTake) {
  Options options;
  options.strict = true;
  Bench bench(options);
  const auto code = [&](json::object more) {
    return text_or_null(error(bench.post(ask("Hi", more))).at("code"));
  };
  EXPECT_EQ(code({{"tempature", 1}}), "unknown_parameter");
  EXPECT_EQ(code({{"model", "gpt-5"}, {"max_tokens", 9}}), "unsupported_parameter");
  EXPECT_EQ(code({{"model", "gpt-5"}, {"temperature", 0.5}}), "unsupported_value");
  EXPECT_EQ(Bench().post(ask("Hi", {{"tempature", 1}})).status, 200)
      << "otherwise unknown members are ignored";
}

}  // namespace
