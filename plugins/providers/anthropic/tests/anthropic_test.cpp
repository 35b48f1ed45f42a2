// The Messages API over a real socket: what is sent, what streams leave behind, how refusals are told.
#include "anthropic.hpp"

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
using Bench = service_test::Bench<anthropic::Anthropic>;

anthropic::Options options(const Server& server) {
  anthropic::Options made;
  made.base_url = server.url();
  made.api_key = "sk-ant-canary";
  return made;
}

json::object sent(const aitb::ChatRequest& request, const anthropic::Options& made = {}) {
  return json::parse(anthropic::request_body(request, made)).as_object();
}

std::string event(const std::string& type, const std::string& rest) {
  return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (rest.empty() ? "" : "," + rest) + "}\n\n";
}

std::string start() {
  return event(
      "message_start",
      R"("message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],)"
      R"("usage":{"input_tokens":10,"cache_creation_input_tokens":5,"cache_read_input_tokens":4,"output_tokens":1}})");
}
std::string delta(int index, const std::string& body) {
  return event("content_block_delta", "\"index\":" + std::to_string(index) + ",\"delta\":" + body);
}

const std::string kToolStream =
    start() + event("ping", "") +
    event("content_block_start",
          R"("index":0,"content_block":{"type":"thinking","thinking":"","signature":""})") +
    delta(0, R"({"type":"thinking_delta","thinking":"Hm 思"})") +
    delta(0, R"({"type":"signature_delta","signature":"c2ln"})") +
    event("content_block_stop", "\"index\":0") +
    event("content_block_start", R"("index":1,"content_block":{"type":"text","text":""})") +
    delta(1, R"({"type":"text_delta","text":"Let me look."})") + event("content_block_stop", "\"index\":1") +
    event("content_block_start",
          R"("index":2,"content_block":{"type":"tool_use","id":"t1","name":"f","input":{}})") +
    delta(2, R"({"type":"input_json_delta","partial_json":""})") +
    delta(2, R"({"type":"input_json_delta","partial_json":"{\"x\""})") +
    delta(2, R"({"type":"input_json_delta","partial_json":":1}"})") +
    event("content_block_stop", "\"index\":2") +
    event("content_block_start",
          R"("index":3,"content_block":{"type":"tool_use","id":"t2","name":"g","input":{}})") +
    event("content_block_stop", "\"index\":3") +
    event(
        "message_delta",
        R"("delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":25,"output_tokens_details":{"thinking_tokens":7}})") +
    event("message_stop", "");

TEST(Anthropic, SaysWhoItIs) {
  Server server(
      {json_answer(R"({"id":"m","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn"})")});
  anthropic::Options o = options(server);
  o.beta = {"a-1", "b-2"};
  Bench bench(o);
  const RecordingExchange got = bench.chat(hello());
  EXPECT_EQ(got.text(Channel::answer), "Hi");
  EXPECT_EQ(got.count("done"), 0);
  EXPECT_TRUE(server.head().starts_with("POST /v1/messages HTTP/1.1")) << server.head();
  EXPECT_NE(server.head().find("x-api-key: sk-ant-canary"), std::string::npos);
  EXPECT_NE(server.head().find("anthropic-version: 2023-06-01"), std::string::npos);
  EXPECT_NE(server.head().find("anthropic-beta: a-1,b-2"), std::string::npos);
  EXPECT_EQ(
      json::serialize(server.body()),
      R"({"model":"a-model","max_tokens":4096,"messages":[{"role":"user","content":[{"type":"text","text":"Hello"}]}]})");
}

TEST(Anthropic, CountsEveryPieceWhereverTheBytesAreSplit) {
  for (std::size_t split : {std::size_t(0), std::size_t(1), std::size_t(13)}) {
    Server server({sse_answer(kToolStream)}, split);
    Bench bench(options(server));
    const RecordingExchange got = bench.chat(hello(true));
    EXPECT_EQ(got.text(Channel::answer), "Let me look.");
    EXPECT_EQ(got.text(Channel::reasoning), "Hm 思");
    EXPECT_EQ(got.text(Channel::tool_call), "f{\"x\":1}g");
    ASSERT_EQ(got.tool_calls.size(), 2u);
    EXPECT_EQ(got.tool_calls[0].id, "t1");
    EXPECT_EQ(got.tool_calls[0].arguments, "{\"x\":1}");
    EXPECT_EQ(got.tool_calls[1].arguments, "{}");
    EXPECT_EQ(got.tool_calls[0].carry, R"([{"type":"thinking","thinking":"Hm 思","signature":"c2ln"}])");
    ASSERT_EQ(got.usages.size(), 1u);
    EXPECT_EQ(got.usages[0].input, 19);
    EXPECT_EQ(got.usages[0].cached_input, 4);
    EXPECT_EQ(got.usages[0].output, 25);
    EXPECT_EQ(got.usages[0].reasoning, 7);
    EXPECT_EQ(got.count("done"), 1);
  }
}

TEST(Anthropic, SendsThinkingBackAndJoinsParallelResults) {
  aitb::ChatRequest request = hello();
  request.messages.insert(request.messages.begin(), Message(Role::system, "Be brief"));
  Message called(Role::assistant, "Let me look.");
  called.tool_calls.emplace_back("t1", "f", "{\"x\":1}");
  called.tool_calls.back().carry = R"([{"type":"thinking","thinking":"Hm","signature":"c2ln"}])";
  called.tool_calls.emplace_back("t2", "g", "broken");
  request.messages.push_back(called);
  for (const char* id : {"t1", "t2"}) {
    Message result(Role::tool, std::string("result of ") + id);
    result.tool_call_id = id;
    request.messages.push_back(result);
  }
  const json::object body = sent(request);
  EXPECT_EQ(body.at("system"), "Be brief");
  EXPECT_EQ(
      json::serialize(body.at("messages")),
      R"([{"role":"user","content":[{"type":"text","text":"Hello"}]},)"
      R"({"role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":"c2ln"},{"type":"text","text":"Let me look."},)"
      R"({"type":"tool_use","id":"t1","name":"f","input":{"x":1}},{"type":"tool_use","id":"t2","name":"g","input":{"arguments":"broken"}}]},)"
      R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"result of t1"}]},)"
      R"({"type":"tool_result","tool_use_id":"t2","content":[{"type":"text","text":"result of t2"}]}]}])");
}

TEST(Anthropic, CarriesPicturesAndDocumentsButNoSound) {
  aitb::ChatRequest request = hello();
  std::vector<aitb::Part>& parts = request.messages[0].parts;
  parts.emplace_back(MediaKind::image, "image/png", "abc");
  parts.emplace_back(MediaKind::document, "application/pdf", "%PDF");
  parts.back().name = "a.pdf";
  parts.push_back(aitb::Part::from_url(MediaKind::image, "", "https://example.com/a.png"));
  const json::array content = sent(request).at("messages").at(0).at("content").as_array();
  EXPECT_EQ(json::serialize(content[1]),
            R"({"type":"image","source":{"type":"base64","media_type":"image/png","data":"YWJj"}})");
  EXPECT_EQ(
      json::serialize(content[2]),
      R"({"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERg=="},"title":"a.pdf"})");
  EXPECT_EQ(json::serialize(content[3]),
            R"({"type":"image","source":{"type":"url","url":"https://example.com/a.png"}})");
  parts.emplace_back(MediaKind::audio, "audio/wav", "abc");
  EXPECT_THROW(sent(request), aitb::Error);
}

TEST(Anthropic, TranslatesChoicesOfTools) {
  aitb::ChatRequest request = hello();
  request.tools.emplace_back("f", "does f", json::value(nullptr));
  EXPECT_EQ(json::serialize(sent(request).at("tools")),
            R"([{"name":"f","description":"does f","input_schema":{"type":"object"}}])");
  EXPECT_FALSE(sent(request).contains("tool_choice"));
  request.parallel_tool_calls = false;
  EXPECT_EQ(json::serialize(sent(request).at("tool_choice")),
            R"({"type":"auto","disable_parallel_tool_use":true})");
  request.tool_choice = "required";
  EXPECT_EQ(sent(request).at("tool_choice").at("type"), "any");
  request.tool_choice = "f";
  EXPECT_EQ(sent(request).at("tool_choice").at("name"), "f");
}

TEST(Anthropic, EndsByAnErrorInMidStream) {
  Server server({sse_answer(
      start() +
      event("error", R"("error":{"type":"overloaded_error","message":"Overloaded sk-ant-canary"})"))});
  const aitb::Error error = Bench(options(server)).failure(hello(true));
  EXPECT_EQ(error.kind(), ErrorKind::server_error);
  EXPECT_EQ(error.code(), "overloaded_error");
  EXPECT_EQ(std::string(error.what()).find("sk-ant-canary"), std::string::npos);
}

TEST(Anthropic, MissesTheEndOfACutStream) {
  Server server({sse_answer(start() + delta(0, R"({"type":"text_delta","text":"H"})"))});
  EXPECT_EQ(Bench(options(server)).failure(hello(true)).kind(), ErrorKind::protocol);
  Server broken({sse_answer(start() + "data: {oops\n\n")});
  EXPECT_EQ(Bench(options(broken)).failure(hello(true)).kind(), ErrorKind::protocol);
}

TEST(Anthropic, MapsItsErrors) {
  struct Row {
    const char* status;
    const char* type;
    ErrorKind kind;
  };
  const Row table[] = {{"400 Bad Request", "invalid_request_error", ErrorKind::client_error},
                       {"401 Unauthorized", "authentication_error", ErrorKind::auth},
                       {"402 Payment Required", "billing_error", ErrorKind::client_error},
                       {"403 Forbidden", "permission_error", ErrorKind::auth},
                       {"404 Not Found", "not_found_error", ErrorKind::client_error},
                       {"413 Too Large", "request_too_large", ErrorKind::client_error},
                       {"429 Too Many", "rate_limit_error", ErrorKind::rate_limited},
                       {"500 Error", "api_error", ErrorKind::server_error},
                       {"529 Overloaded", "overloaded_error", ErrorKind::server_error}};
  for (const Row& row : table) {
    Server server({http(row.status, "application/json",
                        std::string(R"({"type":"error","error":{"type":")") + row.type +
                            R"(","message":"it says so"},"request_id":"req_1"})",
                        "retry-after: 7\r\n")});
    const aitb::Error error = Bench(options(server)).failure(hello());
    EXPECT_EQ(error.kind(), row.kind) << row.status;
    EXPECT_EQ(error.code(), row.type);
    EXPECT_EQ(error.retry_after(), std::chrono::seconds(7));
    EXPECT_NE(std::string(error.what()).find("it says so"), std::string::npos);
  }
}

}  // namespace
