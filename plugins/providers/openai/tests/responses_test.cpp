// The Responses API over a real socket: chats, tools, failures, and steps of computer use.
#include "computer_step.hpp"
#include "openai.hpp"
#include "responses_body.hpp"
#include "service/test_bench.hpp"

namespace {

using namespace service_test;
namespace json = boost::json;
using aitb::Channel;
using aitb::ErrorKind;
using aitb::Message;
using aitb::Role;
using Bench = service_test::Bench<openai::OpenAi>;

openai::Options options(const Server& server) {
  openai::Options made;
  made.account.base_url = server.url() + "/v1";
  made.account.api_key = "sk-canary";
  made.api = "responses";
  return made;
}

std::string event(const std::string& type, const std::string& rest) {
  return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + rest + "}\n\n";
}

const std::string kStream =
    event("response.created", R"("response":{"id":"resp_1","model":"gpt-5","status":"in_progress"})") +
    event("response.output_item.added",
          R"("output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]})") +
    event("response.reasoning_summary_text.delta", R"("delta":"Hm")") +
    event(
        "response.output_item.done",
        R"("output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}],"encrypted_content":"xx"})") +
    event("response.output_text.delta", R"("delta":"Grü")") +
    event("response.output_text.delta", R"("delta":"ße")") +
    event(
        "response.output_item.added",
        R"("output_index":2,"item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"f","arguments":""})") +
    event("response.function_call_arguments.delta", R"("delta":"{\"x\"")") +
    event("response.function_call_arguments.delta", R"("delta":":1}")") +
    event(
        "response.output_item.done",
        R"("output_index":2,"item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"f","arguments":"{\"x\":1}"})") +
    event(
        "response.completed",
        R"("response":{"id":"resp_1","model":"gpt-5","status":"completed","output":[],"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},)"
        R"("output_tokens":7,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":16}})");

TEST(Responses, CountEveryPieceWhereverTheBytesAreSplit) {
  for (std::size_t split : {std::size_t(0), std::size_t(1), std::size_t(17)}) {
    Server server({sse_answer(kStream)}, split);
    Bench bench(options(server));
    const RecordingExchange got = bench.chat(hello(true));
    EXPECT_TRUE(server.head().starts_with("POST /v1/responses HTTP/1.1")) << server.head();
    EXPECT_EQ(got.text(Channel::answer), "Grüße");
    EXPECT_EQ(got.text(Channel::reasoning), "Hm");
    EXPECT_EQ(got.text(Channel::tool_call), "f{\"x\":1}");
    ASSERT_EQ(got.tool_calls.size(), 1u);
    EXPECT_EQ(got.tool_calls[0].id, "call_1");
    EXPECT_NE(got.tool_calls[0].carry.find("encrypted_content"), std::string::npos);
    ASSERT_EQ(got.usages.size(), 1u);
    EXPECT_EQ(got.usages[0].cached_input, 4);
    EXPECT_EQ(got.usages[0].reasoning, 3);
    EXPECT_EQ(got.count("done"), 1);
  }
}

TEST(Responses, SendFlatToolsAndWhatCameBefore) {
  aitb::ChatRequest request = hello();
  request.tools.emplace_back("f", "does f", json::parse(R"({"type":"object"})"));
  request.tool_choice = "f";
  request.max_tokens = 9;
  Message called(Role::assistant, "");
  called.tool_calls.emplace_back("call_1", "f", "{}");
  called.tool_calls.back().carry = R"([{"type":"reasoning","id":"rs_1","summary":[]}])";
  Message result(Role::tool, "42");
  result.tool_call_id = "call_1";
  request.messages.push_back(called);
  request.messages.push_back(result);
  const json::object body = json::parse(openai::responses_body(request, openai::Options())).as_object();
  EXPECT_EQ(json::serialize(body.at("input")),
            R"([{"role":"user","content":"Hello"},{"type":"reasoning","id":"rs_1","summary":[]},)"
            R"({"type":"function_call","call_id":"call_1","name":"f","arguments":"{}"},)"
            R"({"type":"function_call_output","call_id":"call_1","output":"42"}])");
  EXPECT_EQ(
      json::serialize(body.at("tools")),
      R"([{"type":"function","name":"f","description":"does f","parameters":{"type":"object"},"strict":false}])");
  EXPECT_EQ(json::serialize(body.at("tool_choice")), R"({"type":"function","name":"f"})");
  EXPECT_EQ(body.at("max_output_tokens"), 9);
  EXPECT_EQ(body.at("store"), false);
}

TEST(Responses, MayComeWholeAndCutShort) {
  Server server({json_answer(
      R"({"id":"r","model":"m","status":"incomplete","error":null,"incomplete_details":{"reason":"max_output_tokens"},)"
      R"("output":[{"type":"message","content":[{"type":"output_text","text":"Hi"},{"type":"refusal","refusal":"No."}]}],)"
      R"("usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}})")});
  Bench bench(options(server));
  const RecordingExchange got = bench.chat(hello());
  EXPECT_EQ(got.text(Channel::answer), "Hi");
  EXPECT_EQ(got.text(Channel::refusal), "No.");
  EXPECT_EQ(got.count("done"), 0);
}

TEST(Responses, EndByTheirErrors) {
  Server failed({sse_answer(event(
      "response.failed",
      R"("response":{"id":"r","status":"failed","error":{"code":"rate_limit_exceeded","message":"slow down sk-canary"}})"))});
  const aitb::Error one = Bench(options(failed)).failure(hello(true));
  EXPECT_EQ(one.kind(), ErrorKind::rate_limited) << one.what();
  EXPECT_EQ(std::string(one.what()).find("sk-canary"), std::string::npos);
  Server flat({sse_answer(
      event("error", R"("code":"server_error","message":"oops","param":null,"sequence_number":3)"))});
  EXPECT_EQ(Bench(options(flat)).failure(hello(true)).kind(), ErrorKind::server_error);
  Server cut({sse_answer(event("response.output_text.delta", R"("delta":"Hi")"))});
  EXPECT_EQ(Bench(options(cut)).failure(hello(true)).kind(), ErrorKind::protocol);
}

aitb::ComputerRequest first_step(const std::string& model) {
  aitb::ComputerRequest request;
  request.model = model;
  request.display_width = 1280;
  request.display_height = 720;
  request.instructions = "Open the page";
  return request;
}

TEST(ComputerUse, AsksWithTheToolThatTheModelKnows) {
  EXPECT_EQ(
      openai::computer_body(first_step("computer-use-preview"), "computer_use_preview"),
      R"({"model":"computer-use-preview","tools":[{"type":"computer_use_preview","display_width":1280,"display_height":720,"environment":"browser"}],)"
      R"("truncation":"auto","input":[{"role":"user","content":"Open the page"}]})");
  aitb::ComputerRequest next = first_step("gpt-5.4");
  next.instructions.clear();
  next.previous_response_id = "resp_1";
  next.outputs.emplace_back("call_1", "abc");
  next.outputs.back().acknowledged_safety_checks.push_back(json::parse(R"({"id":"sc_1"})"));
  EXPECT_EQ(
      openai::computer_body(next, "computer"),
      R"({"model":"gpt-5.4","tools":[{"type":"computer"}],"truncation":"auto","previous_response_id":"resp_1",)"
      R"("input":[{"type":"computer_call_output","call_id":"call_1","output":{"type":"computer_screenshot","image_url":"data:image/png;base64,YWJj"},)"
      R"("acknowledged_safety_checks":[{"id":"sc_1"}]}]})");
}

TEST(ComputerUse, GivesActionsSafetyChecksAndTheAnswer) {
  Server server({json_answer(R"({"id":"resp_1","model":"computer-use-preview","status":"completed","output":[
    {"type":"reasoning","id":"rs","summary":[{"type":"summary_text","text":"I click."}]},
    {"type":"computer_call","id":"cu","call_id":"call_1","action":{"type":"click","x":3,"y":4,"button":"left"},
     "pending_safety_checks":[{"id":"sc_1","code":"malicious_instructions","message":"Careful"}],"status":"completed"},
    {"type":"computer_call","id":"cu2","call_id":"call_2","actions":[{"type":"type","text":"hi"},{"type":"wait"}],"pending_safety_checks":[]}],
    "usage":{"input_tokens":5,"output_tokens":6,"total_tokens":11}})")});
  Bench bench(options(server));
  RecordingExchange out;
  const aitb::ComputerReply reply =
      bench.lane.run(bench.provider.step(first_step("computer-use-preview"), out));
  EXPECT_EQ(server.body().at("tools").at(0).at("type"), "computer_use_preview");
  EXPECT_EQ(reply.response_id, "resp_1");
  EXPECT_EQ(reply.reasoning, "I click.");
  ASSERT_EQ(reply.calls.size(), 2u);
  EXPECT_EQ(reply.calls[0].actions.at(0).at("type"), "click");
  EXPECT_EQ(reply.calls[0].pending_safety_checks.at(0).at("id"), "sc_1");
  EXPECT_EQ(reply.calls[1].actions.size(), 2u);
  EXPECT_EQ(out.tool_calls.size(), 2u);
  EXPECT_EQ(out.usages.at(0).output, 6);
}

}  // namespace
