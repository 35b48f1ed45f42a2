// What a client sees of HttpServer, byte by byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/server/support.hpp"

namespace aitb::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Headers text_plain() {
  Headers headers;
  headers.add("Content-Type", "text/plain");
  return headers;
}

task<> echo(ServerRequest request, Responder& out) {
  std::string body = request.method + " " + request.path + "?" + request.query + " " + request.body;
  co_await out.reply(200, text_plain(), std::move(body));
}

// Sends `request` on a connection of its own and returns all that comes until the server closes.
std::string conversation(FunctionService::Function function, std::string request,
                         ListenOptions options = ListenOptions()) {
  Lane lane;
  FunctionService service(std::move(function));
  const auto server = lane.listen(service, std::move(options));
  std::string answer;
  auto story = [&]() -> task<> {
    RawClient client(lane, server->port());
    co_await client.connect();
    co_await client.send(request);
    answer = co_await client.rest();
    const Duration grace = std::chrono::seconds(1);
    co_await server->stop(grace);
  };
  lane.run(story());
  return answer;
}

TEST(HttpServer, AnswersWithExactBytes) {
  const std::string answer =
      conversation(echo, "GET /a%20b?x=1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answer,
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\nConnection: close\r\n\r\n"
            "GET /a b?x=1 ");
}

TEST(HttpServer, KeepsTheConnectionAndAnswersPipelinedRequestsInOrder) {
  const std::string answer =
      conversation(echo,
                   "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab"
                   "GET /2 HTTP/1.1\r\nHost: h\r\n\r\n"
                   "POST /3 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                   "3\r\nxyz\r\n2;ext=1\r\n!!\r\n0\r\nTrailer: t\r\n\r\n");
  const auto first = answer.find("POST /1? ab"), second = answer.find("GET /2? "),
             third = answer.find("POST /3? xyz!!");
  ASSERT_NE(third, std::string::npos) << answer;
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
}

TEST(HttpServer, KeepsWhatArrivesBehindARequestWhileTheServiceSleeps) {
  Lane lane;
  FunctionService service([&](ServerRequest request, Responder& out) -> task<> {
    if (request.path == "/slow") co_await lane.clock->sleep_for(std::chrono::milliseconds(20));
    co_await echo(std::move(request), out);
  });
  const auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    RawClient client(lane, server->port());
    co_await client.connect();
    for (int round = 0; round < 3; ++round) {
      co_await client.send("GET /slow HTTP/1.1\r\nHost: h\r\n\r\n");
      co_await client.send("GET /fast HTTP/1.1\r\nHo");
      const std::string slow = co_await client.until("GET /slow? ");
      EXPECT_THAT(slow, EndsWith("GET /slow? "));
      co_await client.send("st: h\r\n\r\n");
      const std::string fast = co_await client.until("GET /fast? ");
      EXPECT_THAT(fast, EndsWith("GET /fast? "));
    }
    EXPECT_EQ(server->connections(), 1u);
  };
  lane.run(story());
}

TEST(HttpServer, StreamsChunks) {
  const std::string answer = conversation(
      [](ServerRequest, Responder& out) -> task<> {
        co_await out.start(200, text_plain());
        EXPECT_TRUE(out.try_write("data: 1\n\n"));
        EXPECT_TRUE(out.try_write(""));  // nothing: an empty chunk would end the answer
        std::string two = "data: two\n\n";
        co_await out.write(two);
        co_await out.finish();
      },
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(
      answer,
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
      "9\r\ndata: 1\n\n\r\nb\r\ndata: two\n\n\r\n0\r\n\r\n");
}

TEST(HttpServer, StreamsChunksOfEverySize) {
  for (const std::size_t size : {1u, 2047u, 2048u, 2049u, 65535u, 65536u, 65537u, 3000000u}) {
    const std::string chunk(size, 'c');
    const std::string answer = conversation(
        [&](ServerRequest, Responder& out) -> task<> {
          co_await out.start(200, Headers());
          if (!out.try_write(chunk)) co_await out.write(chunk);
          co_await out.write(chunk);
          co_await out.finish();
        },
        "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    char head[32];
    std::snprintf(head, sizeof head, "%zx\r\n", size);
    const std::string body = head + chunk + "\r\n" + head + chunk + "\r\n0\r\n\r\n";
    EXPECT_TRUE(answer.ends_with("\r\n\r\n" + body))
        << "chunk of " << size << ": got " << answer.size() << " bytes";
  }
}

TEST(HttpServer, SendsALargeReplyWhole) {
  const std::string body(5000000, 'b');
  const std::string answer =
      conversation([&](ServerRequest, Responder& out) -> task<> { co_await out.reply(200, Headers(), body); },
                   "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer.substr(0, 100), HasSubstr("Content-Length: 5000000\r\n"));
  EXPECT_TRUE(answer.ends_with(body));
}

TEST(HttpServer, GivesNoBodyToHead) {
  const std::string answer = conversation(echo, "HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST(HttpServer, EndsAnHttp10StreamByClosing) {
  const std::string answer = conversation(
      [](ServerRequest, Responder& out) -> task<> {
        co_await out.start(200, Headers());
        co_await out.write("plain");
        co_await out.finish();
      },
      "GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(answer, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nplain");
}

TEST(HttpServer, LetsTheClientContinue) {
  Lane lane;
  FunctionService service(echo);
  const auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    RawClient client(lane, server->port());
    co_await client.connect();
    co_await client.send(
        "POST /big HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
    const std::string interim = co_await client.until("\r\n\r\n");
    EXPECT_EQ(interim, "HTTP/1.1 100 Continue\r\n\r\n");
    co_await client.send("abc");
    const std::string answer = co_await client.until("abc");
    EXPECT_THAT(answer, EndsWith("POST /big? abc"));
  };
  lane.run(story());
}

TEST(HttpServer, RefusesWhatItCannotServe) {
  struct Case {
    const char* name;
    std::string request;
    const char* status;
  };
  const std::string host = "Host: h\r\n";
  const std::vector<Case> cases = {
      {"garbage", "\x16\x03\x01 hello\r\n\r\n", "400 Bad Request"},
      {"no host", "GET / HTTP/1.1\r\n\r\n", "400 Bad Request"},
      {"bad target", "GET index.html HTTP/1.1\r\n" + host + "\r\n", "400 Bad Request"},
      {"bad field", "GET / HTTP/1.1\r\nno colon here\r\n\r\n", "400 Bad Request"},
      {"bad version", "GET / HTTP/3.7\r\n" + host + "\r\n", "505 HTTP Version Not Supported"},
      {"bad length", "POST / HTTP/1.1\r\n" + host + "Content-Length: ten\r\n\r\n", "400 Bad Request"},
      {"two lengths", "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
       "400 Bad Request"},
      {"bad chunk", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
       "400 Bad Request"},
      {"large head", "GET / HTTP/1.1\r\n" + host + "X: " + std::string(70000, 'x') + "\r\n\r\n",
       "431 Request Header Fields Too Large"},
      {"endless line", "GET /" + std::string(70000, 'x'), "431 Request Header Fields Too Large"},
      {"large body", "POST / HTTP/1.1\r\n" + host + "Content-Length: 1001\r\n\r\n" + std::string(1001, 'b'),
       "413 Payload Too Large"},
      {"large chunks",
       "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n3e8\r\n" + std::string(1000, 'b') +
           "\r\n1\r\nb\r\n0\r\n\r\n",
       "413 Payload Too Large"},
  };
  for (const Case& each : cases) {
    Lane lane;
    FunctionService service([&](ServerRequest, Responder& out) -> task<> {
      ADD_FAILURE() << each.name << " reached the service";
      co_await out.reply(200, Headers(), std::string());
    });
    ListenOptions options;
    options.max_body = 1000;
    const auto server = lane.listen(service, std::move(options));
    auto story = [&]() -> task<> {
      RawClient client(lane, server->port());
      co_await client.connect();
      co_await client.send(each.request);
      const std::string answer = co_await client.rest();
      EXPECT_THAT(answer, StartsWith(std::string("HTTP/1.1 ") + each.status + "\r\n")) << each.name;
      EXPECT_THAT(answer, HasSubstr("Connection: close\r\n")) << each.name;
      EXPECT_EQ(client.error, asio::error::eof)
          << each.name << ": the answer must not be overtaken by a reset";
    };
    lane.run(story());
  }
}

TEST(HttpServer, AcceptsARequestThatComesByteByByte) {
  const std::string request =
      "POST /x?y=%41 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
  Lane lane;
  FunctionService service(echo);
  const auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    RawClient client(lane, server->port());
    co_await client.connect();
    for (const char byte : request) {
      std::string one(1, byte);
      co_await client.send(std::move(one));
      co_await asio::post(lane.loop.get_executor(), use_task);
    }
    const std::string answer = co_await client.until("hi");
    EXPECT_THAT(answer, EndsWith("POST /x?y=%41 hi"));
  };
  lane.run(story());
}

TEST(HttpServer, DoesNotLetAServiceForgeHeaders) {
  const std::string answer = conversation(
      [](ServerRequest, Responder& out) -> task<> {
        Headers headers;
        headers.add("X-Echo", "a\r\nSet-Cookie: stolen");
        headers.add("Content-Length", "999");
        co_await out.reply(200, std::move(headers), std::string("ok"));
      },
      "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("X-Echo: a  Set-Cookie: stolen\r\n"));
  EXPECT_THAT(answer, Not(HasSubstr("999")));
}

TEST(HttpServer, CutsAnAnswerThatTheServiceDoesNotFinish) {
  const std::string answer = conversation(
      [](ServerRequest, Responder& out) -> task<> {
        co_await out.start(200, Headers());
        co_await out.write("half");
      },
      "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(answer, EndsWith("4\r\nhalf\r\n"));
}

TEST(HttpServer, SendsRawBytesAsTheyAre) {
  const std::string answer = conversation(
      [](ServerRequest, Responder& out) -> task<> {
        co_await out.raw(std::string("HTTP/1.1 200 OK\r\nContent-Le"));
      },
      "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(answer, "HTTP/1.1 200 OK\r\nContent-Le");
}

TEST(HttpServer, AnswersForAServiceThatFails) {
  Lane lane;
  FunctionService service([&](ServerRequest request, Responder&) -> task<> {
    if (request.path == "/throws") throw Error(ErrorKind::internal, "the oven is cold");
    co_return;
  });
  const auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    for (const std::string path : {"/throws", "/silent"}) {
      RawClient client(lane, server->port());
      co_await client.connect();
      std::string request = "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
      co_await client.send(std::move(request));
      const std::string answer = co_await client.rest();
      EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 Internal Server Error\r\n"));
    }
  };
  lane.run(story());
  EXPECT_TRUE(lane.log.has("the oven is cold"));
  EXPECT_TRUE(lane.log.has("GET /silent"));
}

}  // namespace
}  // namespace aitb::test
