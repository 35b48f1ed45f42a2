// What a peer can do wrong, and the kind of error that the client makes of it.
#include <gtest/gtest.h>

#include <aitb/testing/scripted_server.hpp>

#include "support.hpp"

namespace aitb {
namespace {

using testing::Script;
using testing::ScriptedServer;

struct Fault {
  const char* name;
  Script script;
  std::optional<ErrorKind> kind;  // nullopt: a good response
  std::string says;               // in the error's sentence, or the whole body
};

Script after_request() { return Script().receive_request(); }

std::vector<Fault> faults() {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
  const std::string ten = ok + "Content-Length: 10\r\n\r\n";
  return {
      {"closes_before_any_byte", after_request().close(), ErrorKind::connect, "before a response began"},
      {"resets_before_any_byte", after_request().reset(), ErrorKind::connect, "reset by peer"},
      {"closes_inside_head", after_request().send("HTTP/1.1 200 OK\r\nContent-").close(), ErrorKind::protocol,
       "response's head"},
      {"resets_inside_head", after_request().send("HTTP/1.1 20").reset(), ErrorKind::protocol, "reset"},
      {"garbage", after_request().send("SSH-2.0-OpenSSH_9.2\r\n\r\n").close(), ErrorKind::protocol,
       "not HTTP/1.1"},
      {"http_2_preface", after_request().send(std::string("\0\0\x12\4\0\0\0\0\0", 9)).close(),
       ErrorKind::protocol, "not HTTP/1.1"},
      {"endless_head", after_request().send(ok + "X: " + std::string(200000, 'x')).close(),
       ErrorKind::protocol, "header"},
      {"two_lengths", after_request().send(ok + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd").close(),
       ErrorKind::protocol, "not HTTP/1.1"},
      {"negative_length", after_request().send(ok + "Content-Length: -3\r\n\r\nabc").close(),
       ErrorKind::protocol, "not HTTP/1.1"},
      {"length_too_long", after_request().send(ten + "12345").close(), ErrorKind::protocol, "after 5 bytes"},
      {"length_too_short", after_request().send(ten + "1234567890abc").close(), ErrorKind::protocol,
       "more bytes"},
      {"reset_inside_body", after_request().send(ten + "12345").reset(), ErrorKind::protocol, "reset"},
      {"cut_between_chunks", after_request().send(chunked + "5\r\nhello\r\n").close(), ErrorKind::protocol,
       "not at its end"},
      {"cut_inside_chunk", after_request().send(chunked + "5\r\nhe").close(), ErrorKind::protocol,
       "not at its end"},
      {"chunk_size_no_number", after_request().send(chunked + "xyz\r\n").close(), ErrorKind::protocol,
       "not HTTP/1.1"},
      {"chunk_without_its_end", after_request().send(chunked + "5\r\nhelloworld\r\n0\r\n\r\n").close(),
       ErrorKind::protocol, "not HTTP/1.1"},
      {"unasked_upgrade", after_request().send("HTTP/1.1 101 Switching Protocols\r\n\r\n").close(),
       ErrorKind::protocol, "switched protocols"},
      {"length", after_request().send(ten + "1234567890"), std::nullopt, "1234567890"},
      {"empty", after_request().send(ok + "Content-Length: 0\r\n\r\n"), std::nullopt, ""},
      {"no_content", after_request().send("HTTP/1.1 204 No Content\r\n\r\n"), std::nullopt, ""},
      {"until_close", after_request().send(ok + "\r\nall of it").close(), std::nullopt, "all of it"},
      {"http_1_0", after_request().send("HTTP/1.0 200 OK\r\n\r\nold").close(), std::nullopt, "old"},
      {"chunks", after_request().send(chunked + "5\r\nhello\r\n1;x=y\r\n!\r\n0\r\nTrailer: t\r\n\r\n"),
       std::nullopt, "hello!"},
      {"interim_heads",
       after_request().send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" + ten +
                            "1234567890"),
       std::nullopt, "1234567890"},
      {"in_single_bytes", after_request().send_split(chunked + "5\r\nhello\r\n0\r\n\r\n", 1), std::nullopt,
       "hello"},
      {"ten_megabytes_in_one_line",
       after_request().send(chunked + "a00000\r\n" + std::string(0xa00000, 'x') + "\r\n0\r\n\r\n"),
       std::nullopt, std::string(0xa00000, 'x')},
      {"answers_early_and_resets_uploads",
       Script().receive(100).send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n"
                                  "Connection: close\r\n\r\nno"),
       std::nullopt, "no"},
  };
}

class FaultTable : public ::testing::TestWithParam<Fault> {};

TEST_P(FaultTable, EndsAsItShould) {
  const Fault& fault = GetParam();
  ScriptedServer server(fault.script);
  testing::Lane lane;
  auto client = lane.net().http(HttpOptions());
  testing::RecordingExchange tap;
  HttpRequest request("POST", server.url() + "/v1/x", "{}", "application/json");
  const Outcome outcome = lane.run(attempt(*client, std::move(request), tap));
  EXPECT_EQ(outcome.kind, fault.kind) << outcome.text.substr(0, 300);
  if (fault.kind) {
    EXPECT_NE(outcome.text.find(fault.says), std::string::npos) << outcome.text;
    EXPECT_NE(outcome.text.find(server.url() + "/v1/x"), std::string::npos) << outcome.text;
  } else {
    EXPECT_EQ(outcome.text, fault.says);
    EXPECT_EQ(tap.response_ends, 1);
    EXPECT_EQ(tap.head_down + tap.body_down, tap.transports.at(0).received);
  }
  EXPECT_EQ(tap.transports.size(), 1u) << "every exchange reports its transport once";
}

INSTANTIATE_TEST_SUITE_P(All, FaultTable, ::testing::ValuesIn(faults()),
                         [](const auto& one) { return one.param.name; });

TEST(HttpClient, SaysThatTheConnectionWasRefused) {
  testing::Lane lane;
  auto client = lane.net().http(HttpOptions());
  testing::RecordingExchange tap;
  const std::string url = "http://127.0.0.1:" + std::to_string(testing::refused_port()) + "/";
  const Outcome outcome = lane.run(attempt(*client, HttpRequest("GET", url), tap));
  EXPECT_EQ(outcome.kind, ErrorKind::connect);
  EXPECT_NE(outcome.text.find("refused"), std::string::npos) << outcome.text;
  EXPECT_TRUE(tap.transports.empty()) << "nothing was sent";
  ASSERT_EQ(tap.connections.size(), 1u);
  EXPECT_FALSE(tap.connections[0].tcp_done.has_value());
}

TEST(HttpClient, CallsAResetOnAcceptAFailureToConnect) {
  ScriptedServer server(Script().reset());
  testing::Lane lane;
  auto client = lane.net().http(HttpOptions());
  // Connecting itself may fail, or the request: both are the same to a reader of the report.
  const Outcome outcome = lane.run(attempt(*client, HttpRequest("GET", server.url()), no_tap()));
  EXPECT_EQ(outcome.kind, ErrorKind::connect) << outcome.text;
}

TEST(HttpClient, SaysThatANameDoesNotResolve) {
  testing::Lane lane;
  auto client = lane.net().http(HttpOptions());
  const Outcome outcome =
      lane.run(attempt(*client, HttpRequest("GET", "http://no-such-host.invalid/"), no_tap()));
  EXPECT_EQ(outcome.kind, ErrorKind::connect);
  EXPECT_NE(outcome.text.find("resolving the name 'no-such-host.invalid'"), std::string::npos)
      << outcome.text;
}

TEST(HttpClient, RefusesUrlsThatLeadNowhere) {
  testing::Lane lane;
  auto client = lane.net().http(HttpOptions());
  for (const char* url : {"", "/v1", "ftp://host/", "http://", "http://u:p@host/", "http://host:0/",
                          "http://a b/", "http://host:99999/"}) {
    const Outcome outcome = lane.run(attempt(*client, HttpRequest("GET", url), no_tap()));
    EXPECT_EQ(outcome.kind, ErrorKind::config) << url << ": " << outcome.text;
  }
}

TEST(HttpClient, RefusesHeadersThatWouldBreakTheFraming) {
  testing::Lane lane;
  auto client = lane.net().http(HttpOptions());
  HttpRequest request("GET", "http://127.0.0.1:1/");
  request.headers.set("X-Key", "a\r\nEvil: yes");
  EXPECT_EQ(lane.run(attempt(*client, request, no_tap())).kind, ErrorKind::config);
}

TEST(HttpClient, SendsAgainOnAFreshConnectionWhenAKeptOneDiedUnseen) {
  const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  // The first connection answers once, takes the second request, and dies without a byte.
  ScriptedServer server({after_request().send(ok).receive_request().reset(), after_request().send(ok)});
  testing::Lane lane;
  auto client = lane.net().http(HttpOptions());
  testing::RecordingExchange first, second;
  EXPECT_EQ(lane.run(attempt(*client, HttpRequest("GET", server.url()), first)).text, "ok");
  EXPECT_EQ(lane.run(attempt(*client, HttpRequest("GET", server.url()), second)).text, "ok");
  ASSERT_EQ(second.connections.size(), 2u);
  EXPECT_TRUE(second.connections[0].reused);
  EXPECT_FALSE(second.connections[1].reused);
  ASSERT_EQ(second.transports.size(), 1u);
  EXPECT_EQ(second.transports[0].sent, second.head_up) << "both attempts' bytes went over the wire";
}

TEST(HttpClient, TakesNoKeptConnectionThatThePeerHasClosed) {
  const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  ScriptedServer server({after_request().send(ok).close(), after_request().send(ok)});
  testing::Lane lane;
  auto client = lane.net().http(HttpOptions());
  EXPECT_EQ(lane.run(attempt(*client, HttpRequest("GET", server.url()), no_tap())).text, "ok");
  EXPECT_EQ(lane.run(attempt(*client, HttpRequest("GET", server.url()), no_tap())).text, "ok");
}

TEST(HttpClient, NamesTheDeadlineThatPassed) {
  ScriptedServer silent(after_request().stall());
  ScriptedServer halting(after_request().send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").stall());
  testing::Lane lane;
  auto client = lane.net().http(HttpOptions());
  HttpRequest request("GET", silent.url() + "/x");
  request.deadlines.emplace();
  request.deadlines->first_byte = std::chrono::milliseconds(30);
  Outcome outcome = lane.run(attempt(*client, request, no_tap()));
  EXPECT_EQ(outcome.kind, ErrorKind::timeout);
  EXPECT_NE(outcome.text.find("first byte deadline of 0.03 s"), std::string::npos) << outcome.text;

  request.url = halting.url() + "/x";
  request.deadlines->first_byte = std::chrono::seconds(20);
  request.deadlines->between = std::chrono::milliseconds(30);
  outcome = lane.run(attempt(*client, request, no_tap()));
  EXPECT_EQ(outcome.kind, ErrorKind::timeout);
  EXPECT_NE(outcome.text.find("between bytes deadline"), std::string::npos) << outcome.text;

  request.deadlines->between = std::chrono::seconds(20);
  request.deadlines->total = std::chrono::milliseconds(60);
  outcome = lane.run(attempt(*client, request, no_tap()));
  EXPECT_EQ(outcome.kind, ErrorKind::timeout);
  EXPECT_NE(outcome.text.find("total deadline"), std::string::npos) << outcome.text;
}

TEST(HttpClient, WritesTheRequestThatWasAskedFor) {
  ScriptedServer server(after_request().send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  testing::Lane lane;
  auto client = lane.net().http(HttpOptions());
  HttpRequest request("POST", server.url() + "/v1/chat?x=%20y#z", "{}", "application/json");
  request.headers.set("Authorization", "Bearer k");
  request.headers.set("Connection", "close");
  request.headers.set("host", "elsewhere");
  EXPECT_EQ(lane.run(attempt(*client, request, no_tap())).status, 200);
  EXPECT_EQ(server.received().at(0), "POST /v1/chat?x=%20y HTTP/1.1\r\nHost: " + server.url().substr(7) +
                                         "\r\nContent-Type: application/json\r\nAuthorization: Bearer k\r\n"
                                         "User-Agent: aitb\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
                                         "Content-Length: 2\r\n\r\n{}");
}

TEST(HttpClient, SendsLargeBodiesWhole) {
  ScriptedServer server(after_request().send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  testing::Lane lane;
  auto client = lane.net().http(HttpOptions());
  testing::RecordingExchange tap;
  const std::string body(8 << 20, 'b');
  EXPECT_EQ(lane.run(attempt(*client, HttpRequest("PUT", server.url(), body), tap)).text, "ok");
  EXPECT_EQ(tap.body_up, body.size());
  EXPECT_EQ(tap.transports.at(0).sent, tap.head_up + tap.body_up);
  EXPECT_TRUE(server.received().at(0).ends_with(body));
}

TEST(HttpClient, AwaitsNoBodyAfterHead) {
  ScriptedServer server(after_request().send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n").stall());
  testing::Lane lane;
  auto client = lane.net().http(HttpOptions());
  EXPECT_EQ(lane.run(attempt(*client, HttpRequest("HEAD", server.url()), no_tap())).status, 200);
}

}  // namespace
}  // namespace aitb
