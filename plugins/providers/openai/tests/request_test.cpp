// What goes over the wire.
#include <gtest/gtest.h>

#include <aitb/error.hpp>
#include <boost/json.hpp>

#include "openai_dialect/request_body.hpp"
#include "service/prompt.hpp"
#include "service/url.hpp"

namespace {

namespace json = boost::json;
using aitb::ChatRequest;
using aitb::MediaKind;
using aitb::Message;
using aitb::Part;
using aitb::Role;

ChatRequest hello() {
  std::vector<Message> messages;
  messages.emplace_back(Role::user, "Hello");
  return ChatRequest("gpt-4o", std::move(messages));
}

json::object sent(const ChatRequest& request, const openai_dialect::Rules& options = {}) {
  return json::parse(openai_dialect::request_body(request, options)).as_object();
}

TEST(Request, IsMinimal) {
  EXPECT_EQ(openai_dialect::request_body(hello(), {}),
            R"({"model":"gpt-4o","messages":[{"role":"user","content":"Hello"}]})");
}

TEST(Request, AsksStreamsForUsageUnlessTold) {
  ChatRequest request = hello();
  request.stream = true;
  EXPECT_EQ(sent(request).at("stream"), true);
  EXPECT_EQ(sent(request).at("stream_options").at("include_usage"), true);
  openai_dialect::Rules without;
  without.stream_usage = false;
  EXPECT_FALSE(sent(request, without).contains("stream_options"));
}

TEST(Request, NamesTheTokenLimitAsTheServiceWants) {
  ChatRequest request = hello();
  request.max_tokens = 50;
  EXPECT_EQ(sent(request).at("max_completion_tokens"), 50);
  openai_dialect::Rules old;
  old.max_tokens_field = "max_tokens";
  EXPECT_EQ(sent(request, old).at("max_tokens"), 50);
  EXPECT_FALSE(sent(request, old).contains("max_completion_tokens"));
}

TEST(Request, CarriesEveryParameter) {
  ChatRequest request = hello();
  request.temperature = 0.25;
  request.top_p = 0.5;
  request.seed = -3;
  request.stop = {"A", "B"};
  request.reasoning_effort = "low";
  request.response_format = json::parse(R"({"type": "json_object"})");
  request.extra["user"] = "me";
  request.extra["model"] = "override";
  const json::object body = sent(request);
  EXPECT_EQ(body.at("temperature"), 0.25);
  EXPECT_EQ(body.at("top_p"), 0.5);
  EXPECT_EQ(body.at("seed"), -3);
  EXPECT_EQ(json::serialize(body.at("stop")), R"(["A","B"])");
  EXPECT_EQ(body.at("reasoning_effort"), "low");
  EXPECT_EQ(body.at("response_format").at("type"), "json_object");
  EXPECT_EQ(body.at("user"), "me");
  EXPECT_EQ(body.at("model"), "override") << "extra has the last word";
}

TEST(Request, DescribesTools) {
  ChatRequest request = hello();
  request.tools.emplace_back("f", "does f", json::parse(R"({"type": "object"})"));
  request.parallel_tool_calls = false;
  EXPECT_EQ(
      json::serialize(sent(request).at("tools")),
      R"([{"type":"function","function":{"name":"f","description":"does f","parameters":{"type":"object"}}}])");
  EXPECT_EQ(sent(request).at("parallel_tool_calls"), false);
  EXPECT_FALSE(sent(request).contains("tool_choice"));
  request.tool_choice = "required";
  EXPECT_EQ(sent(request).at("tool_choice"), "required");
  request.tool_choice = "f";
  EXPECT_EQ(json::serialize(sent(request).at("tool_choice")),
            R"({"type":"function","function":{"name":"f"}})");
}

TEST(Request, SendsToolCallsAndResultsBack) {
  ChatRequest request = hello();
  Message assistant(Role::assistant, "");
  assistant.tool_calls.emplace_back("call_1", "f", "{\"x\":1}");
  assistant.reasoning = "I think";
  Message result(Role::tool, "42");
  result.tool_call_id = "call_1";
  request.messages.push_back(assistant);
  request.messages.push_back(result);
  const json::array messages = sent(request).at("messages").as_array();
  EXPECT_EQ(
      json::serialize(messages[1]),
      R"({"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}]})");
  EXPECT_EQ(json::serialize(messages[2]), R"({"role":"tool","content":"42","tool_call_id":"call_1"})");
  openai_dialect::Rules deepseek;
  deepseek.send_reasoning = "tools";
  EXPECT_EQ(sent(request, deepseek).at("messages").at(1).at("reasoning_content"), "I think");
}

TEST(Request, CarriesMediaAsParts) {
  ChatRequest request = hello();
  Message& message = request.messages.front();
  message.parts.emplace_back(MediaKind::image, "image/png", std::string("\x89PNG", 4));
  message.parts.push_back(Part::from_url(MediaKind::image, "image/jpeg", "https://example.com/a.jpg"));
  message.parts.emplace_back(MediaKind::audio, "audio/mpeg", "abc");
  message.parts.emplace_back(MediaKind::document, "application/pdf", "%PDF");
  message.parts.back().name = "a.pdf";
  const json::array parts = sent(request).at("messages").at(0).at("content").as_array();
  EXPECT_EQ(json::serialize(parts[0]), R"({"type":"text","text":"Hello"})");
  EXPECT_EQ(json::serialize(parts[1]),
            R"({"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw=="}})");
  EXPECT_EQ(parts[2].at("image_url").at("url"), "https://example.com/a.jpg");
  EXPECT_EQ(json::serialize(parts[3]),
            R"({"type":"input_audio","input_audio":{"data":"YWJj","format":"mp3"}})");
  EXPECT_EQ(
      json::serialize(parts[4]),
      R"({"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERg=="}})");
  EXPECT_EQ(service::content_bytes(request), 5 + 4 + 25 + 3 + 4u);
}

TEST(Request, RefusesWhatTheProtocolCannotCarry) {
  ChatRequest request = hello();
  request.messages.front().parts.push_back(
      Part::from_url(MediaKind::document, "application/pdf", "https://example.com/a.pdf"));
  try {
    openai_dialect::request_body(request, {});
    FAIL() << "a document by URL was accepted";
  } catch (const aitb::Error& error) {
    EXPECT_EQ(error.kind(), aitb::ErrorKind::unsupported);
  }
}

TEST(Url, IsMadeFromTheBase) {
  EXPECT_EQ(service::endpoint_url("https://api.openai.com/v1", "/chat/completions", {}),
            "https://api.openai.com/v1/chat/completions");
  EXPECT_EQ(service::endpoint_url("http://127.0.0.1:8000/v1/", "/chat/completions", {}),
            "http://127.0.0.1:8000/v1/chat/completions");
  EXPECT_EQ(service::endpoint_url("https://x.example", "/chat/completions", {{"api-version", "2024 10"}}),
            "https://x.example/chat/completions?api-version=2024%2010");
  EXPECT_EQ(service::service_name("http://127.0.0.1:8000/v1/"), "127.0.0.1:8000");
  EXPECT_THROW(service::endpoint_url("no url", "/x", {}), aitb::ConfigError);
}

}  // namespace
