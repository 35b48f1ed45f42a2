// WebSockets that are refused, broken, closed, dropped or cancelled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/server/websocket_peers.hpp"

namespace aitb::test {
namespace {

using testing::HasSubstr;

/// How `story` fails, as it must.
Error failure_of(Lane& lane, task<> story) {
  try {
    lane.run(std::move(story));
  } catch (const Error& error) {
    return error;
  }
  throw std::logic_error("the story has ended well");
}

TEST(WebSocket, SaysWhenThePeerSpeaksNoWebSocket) {
  Lane lane;
  FunctionService service([](ServerRequest, Responder& out) -> task<> {
    co_await out.raw(std::string("SSH-2.0-OpenSSH\r\n\r\n"));
  });
  const auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    WsConnectRequest request;
    request.url = "ws" + server->url().substr(4);
    co_await lane.net->websocket(std::move(request), no_tap());
  };
  const Error error = failure_of(lane, story());
  EXPECT_EQ(error.kind(), ErrorKind::protocol) << error.what();
}

TEST(WebSocket, LimitsTheHandshakeInTime) {
  Lane lane;
  FunctionService service(
      [&](ServerRequest, Responder&) -> task<> { co_await lane.clock->sleep_for(std::chrono::hours(1)); });
  const auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    WsConnectRequest request;
    request.url = "ws" + server->url().substr(4);
    Deadlines deadlines;
    deadlines.first_byte = std::chrono::milliseconds(50);
    request.http.deadlines = deadlines;
    co_await lane.net->websocket(std::move(request), no_tap());
  };
  const Error error = failure_of(lane, story());
  EXPECT_EQ(error.kind(), ErrorKind::timeout) << error.what();
  EXPECT_THAT(error.what(), HasSubstr("first_byte"));
}

TEST(WebSocket, SeesTheServersClose) {
  Lane lane;
  EchoServer peer(lane);
  auto story = [&]() -> task<> {
    const std::unique_ptr<WebSocket> socket = co_await peer.connect();
    co_await socket->send("close me");
    const std::optional<WsMessage> end = co_await socket->receive();
    EXPECT_FALSE(end.has_value());
    EXPECT_EQ(socket->close_code(), 4001);
  };
  lane.run(story());
}

TEST(WebSocket, SeesADroppedConnection) {
  Lane lane;
  EchoServer peer(lane);
  int code = 0;
  auto story = [&]() -> task<> {
    const std::unique_ptr<WebSocket> socket = co_await peer.connect();
    co_await socket->send("drop me");
    try {
      co_await socket->receive();
    } catch (...) {
      code = socket->close_code();
      throw;
    }
  };
  const Error error = failure_of(lane, story());
  EXPECT_EQ(error.kind(), ErrorKind::protocol);
  EXPECT_THAT(error.what(), HasSubstr("without a close frame"));
  EXPECT_EQ(code, 1006);
}

TEST(WebSocket, TellsTheServerThatTheClientHasGone) {
  Lane lane;
  EchoServer peer(lane);
  auto story = [&]() -> task<> {
    { const std::unique_ptr<WebSocket> socket = co_await peer.connect(); }
    co_await lane.until([&] { return peer.server->connections() == 0; });
  };
  lane.run(story());
}

TEST(WebSocket, RefusesAMessageThatIsTooLarge) {
  Lane lane;
  EchoServer peer(lane);
  auto story = [&]() -> task<> {
    WsConnectRequest request;
    request.url = peer.url();
    request.max_message = 1000;
    const std::unique_ptr<WebSocket> socket = co_await lane.net->websocket(std::move(request), no_tap());
    std::string large(1001, 'x');
    co_await socket->send(std::move(large));
    co_await socket->receive();
  };
  const Error error = failure_of(lane, story());
  EXPECT_EQ(error.kind(), ErrorKind::protocol) << error.what();
}

TEST(WebSocket, EndsWhenItIsCancelled) {
  Lane lane;
  EchoServer peer(lane);
  bool aborted = false;
  auto wait_for_ever = [&]() -> task<> {
    const std::unique_ptr<WebSocket> socket = co_await peer.connect();
    try {
      co_await socket->receive();
    } catch (const boost::system::system_error& error) {
      aborted = error.code() == asio::error::operation_aborted;
    }
  };
  auto story = [&]() -> task<> {
    Running running(lane.loop.get_executor(), wait_for_ever());
    co_await lane.until([&] { return peer.seen.upgrade; });
    co_await lane.clock->sleep_for(std::chrono::milliseconds(5));
    running.cancel();
    co_await lane.until([&] { return running.ended(); });
  };
  lane.run(story());
  EXPECT_TRUE(aborted);
}

TEST(WebSocket, MayBeDestroyedUnderItsReader) {
  Lane lane;
  EchoServer peer(lane);
  std::unique_ptr<WebSocket> socket;
  bool ended = false;
  auto read = [&]() -> task<> {
    try {
      co_await socket->receive();
    } catch (const std::exception&) {
      ended = true;
    }
  };
  auto story = [&]() -> task<> {
    socket = co_await peer.connect();
    Running reader(lane.loop.get_executor(), read());
    co_await lane.clock->sleep_for(std::chrono::milliseconds(5));
    socket.reset();
    co_await lane.until([&] { return ended; });
  };
  lane.run(story());
}

TEST(WebSocket, TellsWhyItWasRefused) {
  Lane lane;
  EchoServer peer(lane);
  Traffic traffic;
  auto story = [&]() -> task<> {
    WsConnectRequest request;
    request.url = peer.url("/denied?key=secret");
    co_await lane.net->websocket(std::move(request), traffic);
  };
  const Error error = failure_of(lane, story());
  EXPECT_EQ(error.kind(), ErrorKind::auth);
  EXPECT_EQ(error.http_status(), 401);
  EXPECT_EQ(error.code(), "invalid_api_key");
  EXPECT_THAT(error.what(), HasSubstr("wrong key"));
  EXPECT_THAT(error.what(), testing::Not(HasSubstr("secret")));
  EXPECT_EQ(traffic.status, 401);
}

}  // namespace
}  // namespace aitb::test
