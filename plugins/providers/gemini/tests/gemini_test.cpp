// The Gemini API over a real socket: what is sent, what streams leave behind, how refusals are told.
#include "gemini.hpp"

#include "errors.hpp"
#include "request_body.hpp"
#include "service/test_bench.hpp"

namespace {

using namespace service_test;
namespace json = boost::json;
using aitb::Channel;
using aitb::ErrorKind;
using aitb::MediaKind;
using aitb::Message;
using aitb::Role;
using Bench = service_test::Bench<gemini::Gemini>;

const std::string kWhole =
    R"({"candidates":[{"content":{"role":"model","parts":[{"text":"Hi"}]},"finishReason":"STOP"}],"responseId":"r"})";

gemini::Options options(const Server& server) {
  gemini::Options made;
  made.base_url = server.url();
  made.api_key = "AIza-canary";
  return made;
}

json::object sent(const aitb::ChatRequest& request, const gemini::Options& made = {}) {
  return json::parse(gemini::request_body(request, made, true)).as_object();
}

std::string error_body(const std::string& code, const std::string& status, const std::string& details) {
  return R"({"error":{"code":)" + code + R"(,"message":"It says AIza-canary","status":")" + status +
         R"(","details":[)" + details + "]}}";
}

TEST(Gemini, SaysWhoItIs) {
  Server server({json_answer(kWhole)});
  Bench bench(options(server));
  EXPECT_EQ(bench.chat(hello(false, "models/gemini-x")).text(Channel::answer), "Hi");
  EXPECT_TRUE(server.head().starts_with("POST /v1beta/models/gemini-x:generateContent HTTP/1.1"))
      << server.head();
  EXPECT_NE(server.head().find("x-goog-api-key: AIza-canary"), std::string::npos);
  EXPECT_EQ(json::serialize(server.body()), R"({"contents":[{"role":"user","parts":[{"text":"Hello"}]}]})");
}

TEST(Gemini, CountsEveryPieceWhereverTheBytesAreSplit) {
  const std::string stream =
      R"(data: {"candidates":[{"content":{"parts":[{"text":"Hm 思","thought":true}],"role":"model"}}],"usageMetadata":{"promptTokenCount":12},"modelVersion":"m","responseId":"r1"})"
      "\r\n\r\n"
      R"(data: {"candidates":[{"content":{"parts":[{"text":"Grüß"}],"role":"model"}}],"modelVersion":"m","responseId":"r1"})"
      "\r\n\r\n"
      R"(data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"x":1}},"thoughtSignature":"c2ln"},{"functionCall":{"id":"c2","name":"g"}}],"role":"model"},"finishReason":"STOP"}],)"
      R"("usageMetadata":{"promptTokenCount":12,"cachedContentTokenCount":4,"toolUsePromptTokenCount":3,"candidatesTokenCount":9,"thoughtsTokenCount":5,"totalTokenCount":29},"responseId":"r1"})"
      "\r\n\r\n";
  for (std::size_t split : {std::size_t(0), std::size_t(1), std::size_t(11)}) {
    Server server({sse_answer(stream)}, split);
    Bench bench(options(server));
    const RecordingExchange got = bench.chat(hello(true));
    EXPECT_TRUE(server.head().starts_with("POST /v1beta/models/a-model:streamGenerateContent?alt=sse "));
    EXPECT_EQ(got.text(Channel::reasoning), "Hm 思");
    EXPECT_EQ(got.text(Channel::answer), "Grüß");
    EXPECT_EQ(got.count("delta tool_call"), 2);
    ASSERT_EQ(got.tool_calls.size(), 2u);
    EXPECT_EQ(got.tool_calls[0].carry, "c2ln");
    EXPECT_EQ(got.tool_calls[0].arguments, "{\"x\":1}");
    EXPECT_EQ(got.tool_calls[1].id, "c2");
    EXPECT_EQ(got.tool_calls[1].arguments, "{}");
    ASSERT_EQ(got.usages.size(), 1u);
    EXPECT_EQ(got.usages[0].input, 15);
    EXPECT_EQ(got.usages[0].cached_input, 4);
    EXPECT_EQ(got.usages[0].output, 14);
    EXPECT_EQ(got.usages[0].reasoning, 5);
    EXPECT_EQ(got.usages[0].total, 29);
  }
}

TEST(Gemini, SendsSignaturesAndResultsBack) {
  aitb::ChatRequest request = hello();
  request.messages.insert(request.messages.begin(), Message(Role::system, "Be brief"));
  Message called(Role::assistant, "");
  called.tool_calls.emplace_back("aitb-call-1", "f", "{\"x\":1}");
  called.tool_calls.back().carry = "c2ln";
  called.tool_calls.emplace_back("c2", "g", "{}");
  request.messages.push_back(called);
  Message first(Role::tool, "42"), second(Role::tool, "{\"ok\":true}");
  first.tool_call_id = "aitb-call-1";
  second.tool_call_id = "c2";
  request.messages.push_back(first);
  request.messages.push_back(second);
  const json::object body = sent(request);
  EXPECT_EQ(json::serialize(body.at("systemInstruction")), R"({"parts":[{"text":"Be brief"}]})");
  EXPECT_EQ(
      json::serialize(body.at("contents")),
      R"([{"role":"user","parts":[{"text":"Hello"}]},)"
      R"({"role":"model","parts":[{"functionCall":{"name":"f","args":{"x":1}},"thoughtSignature":"c2ln"},{"functionCall":{"id":"c2","name":"g","args":{}}}]},)"
      R"({"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"42"}}},{"functionResponse":{"id":"c2","name":"g","response":{"ok":true}}}]}])");
}

TEST(Gemini, CarriesMediaAndSettings) {
  aitb::ChatRequest request = hello();
  std::vector<aitb::Part>& parts = request.messages[0].parts;
  parts.emplace_back(MediaKind::image, "image/png", "abc");
  parts.push_back(aitb::Part::from_url(MediaKind::video, "video/mp4", "https://example.com/a.mp4"));
  request.max_tokens = 9;
  request.seed = 4;
  request.stop = {"A"};
  request.tools.emplace_back("f", "does f", json::parse(R"({"type":"object"})"));
  request.tool_choice = "f";
  const json::object body = sent(request);
  EXPECT_EQ(json::serialize(body.at("contents").at(0).at("parts").at(1)),
            R"({"inlineData":{"mimeType":"image/png","data":"YWJj"}})");
  EXPECT_EQ(json::serialize(body.at("contents").at(0).at("parts").at(2)),
            R"({"fileData":{"mimeType":"video/mp4","fileUri":"https://example.com/a.mp4"}})");
  EXPECT_EQ(json::serialize(body.at("generationConfig")),
            R"({"maxOutputTokens":9,"seed":4,"stopSequences":["A"]})");
  EXPECT_EQ(json::serialize(body.at("toolConfig")),
            R"({"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}})");
}

TEST(Gemini, FallsBackToTheConvertedSchemaOnceAndForAll) {
  Server server(
      {http(
           "400 Bad Request", "application/json",
           R"({"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"parametersJsonSchema\"","status":"INVALID_ARGUMENT"}})"),
       json_answer(kWhole), json_answer(kWhole)});
  Bench bench(options(server));
  for (int i = 0; i < 2; ++i) {
    aitb::ChatRequest request = hello();
    request.tools.emplace_back("f", "does f",
                               json::parse(R"({"type":"object","properties":{"x":{"type":"string"}}})"));
    EXPECT_EQ(bench.chat(std::move(request)).text(Channel::answer), "Hi");
  }
  const auto declaration = [&](std::size_t i) {
    return json::serialize(server.body(i).at("tools").at(0).at("functionDeclarations").at(0));
  };
  EXPECT_NE(declaration(0).find("parametersJsonSchema"), std::string::npos);
  EXPECT_NE(declaration(1).find(R"("parameters":{"type":"OBJECT")"), std::string::npos) << declaration(1);
  EXPECT_EQ(declaration(2), declaration(1));
}

TEST(Gemini, TellsThatThePromptWasBlocked) {
  Server server(
      {json_answer(R"({"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":3}})")});
  const aitb::Error error = Bench(options(server)).failure(hello());
  EXPECT_EQ(error.kind(), ErrorKind::client_error);
  EXPECT_EQ(error.code(), "SAFETY");
}

TEST(Gemini, MissesTheEndOfACutStream) {
  Server server(
      {sse_answer("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"H\"}]}}]}\r\n\r\n")});
  EXPECT_EQ(Bench(options(server)).failure(hello(true)).kind(), ErrorKind::protocol);
  Server broken({sse_answer("data: {oops\r\n\r\n")});
  EXPECT_EQ(Bench(options(broken)).failure(hello(true)).kind(), ErrorKind::protocol);
  Server mid({sse_answer("data: {\"candidates\":[]}\r\n\r\ndata: " + error_body("503", "UNAVAILABLE", "") +
                         "\r\n\r\n")});
  const aitb::Error error = Bench(options(mid)).failure(hello(true));
  EXPECT_EQ(error.kind(), ErrorKind::server_error);
  EXPECT_EQ(error.code(), "UNAVAILABLE");
  EXPECT_EQ(error.http_status(), 200);
}

TEST(Gemini, MapsItsErrors) {
  struct Row {
    const char *line, *code, *status, *details;
    ErrorKind kind;
    const char* name;
  };
  const Row table[] = {
      {"400 Bad Request", "400", "INVALID_ARGUMENT", "", ErrorKind::client_error, "INVALID_ARGUMENT"},
      {"400 Bad Request", "400", "INVALID_ARGUMENT",
       R"({"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"})", ErrorKind::auth,
       "API_KEY_INVALID"},
      {"403 Forbidden", "403", "PERMISSION_DENIED", "", ErrorKind::auth, "PERMISSION_DENIED"},
      {"404 Not Found", "404", "NOT_FOUND", "", ErrorKind::client_error, "NOT_FOUND"},
      {"429 Too Many", "429", "RESOURCE_EXHAUSTED",
       R"({"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"27s"})", ErrorKind::rate_limited,
       "RESOURCE_EXHAUSTED"},
      {"500 Error", "500", "INTERNAL", "", ErrorKind::server_error, "INTERNAL"},
      {"503 Unavailable", "503", "UNAVAILABLE", "", ErrorKind::server_error, "UNAVAILABLE"}};
  for (const Row& row : table) {
    for (bool listed : {false, true}) {  // streams without alt=sse wrap the error in an array
      const std::string body = error_body(row.code, row.status, row.details);
      Server server({http(row.line, "application/json", listed ? "[" + body + "]" : body)});
      const aitb::Error error = Bench(options(server)).failure(hello());
      EXPECT_EQ(error.kind(), row.kind) << row.name;
      EXPECT_EQ(error.code(), row.name);
      EXPECT_EQ(std::string(error.what()).find("AIza-canary"), std::string::npos);
      if (row.kind != ErrorKind::rate_limited) continue;
      EXPECT_EQ(error.retry_after(), std::chrono::seconds(27));
    }
  }
}

TEST(Gemini, ReadsDurations) {
  EXPECT_EQ(gemini::parse_duration("1.5s"), std::chrono::milliseconds(1500));
  EXPECT_FALSE(gemini::parse_duration("1.5"));
  EXPECT_FALSE(gemini::parse_duration("xs"));
  EXPECT_EQ(gemini::parse_duration("-3s"), aitb::Duration::zero());
}

}  // namespace
