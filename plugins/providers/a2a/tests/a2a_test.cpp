// Agents that answer by script: whole answers, streams, tasks in the background, and every way to end badly.
#include <gtest/gtest.h>

#include <aitb/testing/recording_exchange.hpp>
#include <aitb/testing/run.hpp>
#include <aitb/testing/scripted_server.hpp>
#include <boost/json/parse.hpp>

#include "a2a.hpp"
#include "card.hpp"

namespace a2a {
namespace {

using aitb::Channel;
using aitb::ErrorKind;
using aitb::testing::RecordingExchange;
using aitb::testing::Script;
using aitb::testing::ScriptedServer;

std::string http(const std::string& body, const std::string& type = "application/json", int status = 200) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: " + type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
std::string result(const std::string& inner) { return R"({"jsonrpc":"2.0","id":1,"result":)" + inner + "}"; }
std::string event(const std::string& inner) { return "data: " + result(inner) + "\n\n"; }

Script answers(std::vector<std::string> all) {
  Script script;
  for (std::string& one : all) script.receive_request().send(std::move(one));
  return script;
}

class Agents : public ::testing::Test {
 protected:
  Options at(const ScriptedServer& server) {
    Options options;
    options.base_url = server.url();
    options.poll_ms = aitb::Duration(1000);
    options.api_key = "canary-key";
    return options;
  }
  aitb::AgentReply say(ScriptedServer& server, bool stream = false, const std::string& agent = {}) {
    aitb::Context context(aitb::null_log(), lane.clock(), lane.net(), aitb::Random(3), {});
    A2a provider(at(server), context);
    aitb::AgentRequest request("hello");
    request.stream = stream;
    request.context_id = "c1";
    return lane.run(provider.agent(agent, {}).send(std::move(request), out));
  }
  aitb::Error failure(std::string answer, bool stream = false) {
    ScriptedServer server(answers({std::move(answer)}));
    try {
      say(server, stream);
    } catch (const aitb::Error& error) {
      return error;
    }
    return aitb::Error(ErrorKind::internal, "it did not fail");
  }
  static boost::json::object sent(const ScriptedServer& server) {
    const std::string all = server.received().front();
    return boost::json::parse(all.substr(all.find("\r\n\r\n") + 4)).as_object();
  }

  aitb::testing::Lane lane;
  RecordingExchange out;
};

TEST_F(Agents, AnswerWithAMessage) {
  ScriptedServer server(answers({http(result(
      R"({"kind":"message","messageId":"m1","role":"agent","contextId":"c2","parts":[{"kind":"text","text":"Hi"},{"kind":"data","data":{"a":1}}]})"))}));
  const aitb::AgentReply reply = say(server);
  EXPECT_EQ(reply.text, "Hi{\"a\":1}");
  EXPECT_EQ(reply.context_id, "c2");
  EXPECT_EQ(reply.state, "");
  const boost::json::object body = sent(server);
  EXPECT_EQ(body.at("method"), "message/send");
  const auto& params = body.at("params").as_object();
  EXPECT_EQ(params.at("configuration").at("blocking"), true);
  const auto& message = params.at("message").as_object();
  EXPECT_EQ(message.at("contextId"), "c1");
  EXPECT_EQ(message.at("messageId").as_string().size(), 36u);
  EXPECT_EQ(message.at("parts").as_array().at(0).at("text"), "hello");
  EXPECT_NE(server.received().front().find("Authorization: Bearer canary-key"), std::string::npos);
}

TEST_F(Agents, AnswerWithATaskAndItsArtifacts) {
  ScriptedServer server(answers({http(result(
      R"({"kind":"task","id":"t1","contextId":"c2","status":{"state":"completed"},"artifacts":[{"artifactId":"a","parts":[{"kind":"text","text":"one "},{"kind":"text","text":"two"},
          {"kind":"file","file":{"name":"p.png","mimeType":"image/png","bytes":"UE5H"}}]}]})"))}));
  const aitb::AgentReply reply = say(server);
  EXPECT_EQ(reply.text, "one two");
  EXPECT_EQ(reply.task_id, "t1");
  EXPECT_EQ(reply.state, "completed");
  ASSERT_EQ(reply.parts.size(), 3u);
  EXPECT_EQ(reply.parts[2].bytes, "PNG");
  EXPECT_EQ(reply.result.at("id"), "t1");
}

TEST_F(Agents, AreAskedAgainWhileTheyWork) {
  ScriptedServer server(answers(
      {http(result(
           R"({"kind":"task","id":"t1","contextId":"c","status":{"state":"working"},"artifacts":[{"artifactId":"a","parts":[{"kind":"text","text":"half"}]}]})")),
       http(result(
           R"({"kind":"task","id":"t1","contextId":"c","status":{"state":"completed"},"artifacts":[{"artifactId":"a","parts":[{"kind":"text","text":"whole"}]}]})"))}));
  EXPECT_EQ(say(server).text, "whole") << "what comes again is not counted twice";
  EXPECT_NE(server.received().front().find(R"("method":"tasks/get","params":{"id":"t1"})"),
            std::string::npos);
}

TEST_F(Agents, StreamTheirAnswers) {
  const std::string stream =
      event(R"({"kind":"task","id":"t1","contextId":"c","status":{"state":"submitted"}})") + ": ping\n\n" +
      event(
          R"({"kind":"status-update","taskId":"t1","contextId":"c","status":{"state":"working","message":{"kind":"message","role":"agent","messageId":"m","parts":[{"kind":"text","text":"thinking"}]}},"final":false})") +
      event(
          R"({"kind":"artifact-update","taskId":"t1","contextId":"c","artifact":{"artifactId":"a","parts":[{"kind":"text","text":"He"}]},"append":false})") +
      event(
          R"({"kind":"artifact-update","taskId":"t1","contextId":"c","artifact":{"artifactId":"a","parts":[{"kind":"text","text":"llo"}]},"append":true,"lastChunk":true})") +
      event(
          R"({"kind":"status-update","taskId":"t1","contextId":"c","status":{"state":"completed"},"final":true})");
  ScriptedServer server(answers({http(stream, "text/event-stream")}));
  const aitb::AgentReply reply = say(server, true);
  EXPECT_EQ(reply.text, "Hello");
  EXPECT_EQ(out.text(Channel::reasoning), "thinking");
  EXPECT_EQ(out.text(Channel::answer), "Hello");
  EXPECT_EQ(out.count("keep_alive"), 1);
  EXPECT_EQ(sent(server).at("method"), "message/stream");
}

TEST_F(Agents, MayAskBack) {
  ScriptedServer server(answers({http(result(
      R"({"kind":"task","id":"t1","contextId":"c","status":{"state":"input-required","message":{"kind":"message","role":"agent","messageId":"m","parts":[{"kind":"text","text":"Which one?"}]}}})"))}));
  const aitb::AgentReply reply = say(server);
  EXPECT_EQ(reply.state, "input-required");
  EXPECT_EQ(reply.text, "Which one?");
}

TEST_F(Agents, EndBadlyInManyWays) {
  struct Bad {
    std::string answer;
    ErrorKind kind;
    const char* code;
    bool stream;
  };
  const std::string failed_task =
      R"({"kind":"task","id":"t","contextId":"c","status":{"state":"failed","message":{"kind":"message","role":"agent","messageId":"m","parts":[{"kind":"text","text":"no luck"}]}}})";
  const std::vector<Bad> all = {
      {http(result(failed_task)), ErrorKind::tool_failure, "failed", false},
      {http(result(R"({"kind":"task","id":"t","contextId":"c","status":{"state":"rejected"}})")),
       ErrorKind::client_error, "rejected", false},
      {http(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found"}})"),
       ErrorKind::unsupported, "-32601", false},
      {http(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Bad canary-key"}})"),
       ErrorKind::client_error, "-32602", false},
      {http(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Oops"}})"), ErrorKind::server_error,
       "-32603", false},
      {http(R"({"jsonrpc":"2.0","id":1})"), ErrorKind::protocol, "", false},
      {http("<html>"), ErrorKind::protocol, "", false},
      {http(result(R"({"kind":"poem"})")), ErrorKind::protocol, "", false},
      {http("busy", "text/plain", 503), ErrorKind::server_error, "", false},
      {http(R"({"error":{"code":-32000,"message":"slow down"}})", "application/json", 429),
       ErrorKind::rate_limited, "-32000", false},
      {http("", "text/plain", 401), ErrorKind::auth, "", false},
      {http(event(R"({"kind":"task","id":"t","contextId":"c","status":{"state":"working"}})"),
            "text/event-stream"),
       ErrorKind::protocol, "", true},
      {http(event(failed_task), "text/event-stream"), ErrorKind::tool_failure, "failed", true},
  };
  for (const Bad& one : all) {
    const aitb::Error error = failure(one.answer, one.stream);
    EXPECT_EQ(error.kind(), one.kind) << one.answer << error.what();
    EXPECT_EQ(error.code(), one.code) << one.answer;
    EXPECT_EQ(std::string(error.what()).find("canary-key"), std::string::npos);
  }
}

TEST_F(Agents, TellTheirCardAndWhereTheyTakeMessages) {
  Script script;
  ScriptedServer other(
      answers({http(result(R"({"kind":"message","messageId":"m","role":"agent","parts":[]})"))}));
  ScriptedServer server(
      answers({http(R"({"name":"Echo","protocolVersion":"0.3.0","url":")" + other.url() + R"(/rpc"})")}));
  aitb::Context context(aitb::null_log(), lane.clock(), lane.net(), aitb::Random(3), {});
  A2a provider(at(server), context);
  const boost::json::value card = lane.run(provider.agent("sub", "/card.json").card(out));
  EXPECT_EQ(card.at("name"), "Echo");
  EXPECT_TRUE(server.received().front().starts_with("GET /sub/card.json HTTP/1.1"));
  lane.run(provider.agent("sub", "/card.json").send(aitb::AgentRequest("x"), out));
  EXPECT_TRUE(other.received().front().starts_with("POST /rpc HTTP/1.1"));
}

TEST(Card, ChoosesJsonRpc) {
  const auto url = [](const char* text) { return rpc_url(boost::json::parse(text), "s"); };
  EXPECT_EQ(url(R"({"url":"http://a/"})"), "http://a/");
  EXPECT_EQ(url(R"({"url":"http://a/","preferredTransport":"JSONRPC"})"), "http://a/");
  EXPECT_EQ(
      url(R"({"url":"http://g/","preferredTransport":"GRPC","additionalInterfaces":[{"transport":"JSONRPC","url":"http://b/"}]})"),
      "http://b/");
  EXPECT_THROW(url(R"({"url":"http://g/","preferredTransport":"GRPC"})"), aitb::Error);
  EXPECT_THROW(url("[]"), aitb::Error);
}

}  // namespace
}  // namespace a2a
