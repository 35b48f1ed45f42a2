// Our WebSocket client against our server, over real sockets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <aitb/temporary_folder.hpp>
#include <fstream>

#include "tests/unit/server/websocket_peers.hpp"

namespace aitb::test {
namespace {

using testing::HasSubstr;

TEST(WebSocket, EchoesTextAndBinaryOfEverySize) {
  Lane lane;
  EchoServer peer(lane);
  Traffic traffic;
  auto story = [&]() -> task<> {
    WsConnectRequest request;
    request.url = peer.url("/rt?model=m");
    request.headers.add("Authorization", "Bearer k");
    const std::unique_ptr<WebSocket> socket = co_await lane.net->websocket(std::move(request), traffic);
    EXPECT_EQ(peer.seen.target, "/rt?model=m");
    EXPECT_EQ(peer.seen.headers.get("Authorization"), "Bearer k");
    EXPECT_FALSE(peer.seen.headers.has("User-Agent")) << "nothing is sent that nobody asked for";
    EXPECT_EQ(socket->subprotocol(), "");
    for (const std::size_t size : {0u, 1u, 125u, 126u, 65535u, 65536u, 3000000u}) {
      for (const bool binary : {false, true}) {
        std::string data(size, binary ? '\xff' : 'x');
        co_await socket->send(data, binary);
        const std::optional<WsMessage> back = co_await socket->receive();
        EXPECT_TRUE(back.has_value());
        if (!back) co_return;
        EXPECT_EQ(back->data.size(), size);
        EXPECT_TRUE(back->data == data);
        EXPECT_EQ(back->binary, binary);
        const std::size_t header = size < 126 ? 2 : size < 65536 ? 4 : 10;
        EXPECT_EQ(back->l7_bytes, size + header);
        EXPECT_EQ(traffic.sent.back(), size + header + 4) << "with the client's mask";
        EXPECT_EQ(back->arrival.at, traffic.arrivals.back().at);
      }
    }
    co_await socket->close(1000, "done");
    EXPECT_EQ(socket->close_code(), 1000);
    co_await lane.until([&] { return peer.close_code != 0; });
  };
  lane.run(story());
  EXPECT_EQ(peer.close_code, 1000);
  EXPECT_EQ(traffic.status, 101);
  ASSERT_EQ(traffic.connections.size(), 1u);
  EXPECT_EQ(traffic.connections[0].protocol, "websocket");
  ASSERT_EQ(traffic.transports.size(), 1u);
  std::size_t arrived = 0;
  for (const Arrival& each : traffic.arrivals) arrived += each.bytes;
  EXPECT_EQ(traffic.received.at(0) + traffic.response_head_bytes, arrived);
  EXPECT_EQ(traffic.transports[0].received, arrived);
}

TEST(WebSocket, SplitsItsTrafficBetweenTaps) {
  Lane lane;
  EchoServer peer(lane);
  Traffic first, second;
  auto story = [&]() -> task<> {
    const std::unique_ptr<WebSocket> socket = co_await peer.connect(first);
    co_await socket->send("one");
    co_await socket->receive();
    socket->watch(&second);
    co_await socket->send("second");
    co_await socket->receive();
    socket->watch(nullptr);
    co_await socket->send("nobody counts this");
    co_await socket->receive();
  };
  lane.run(story());
  EXPECT_EQ(first.received, std::vector<std::size_t>{5});
  EXPECT_EQ(second.received, std::vector<std::size_t>{8});
  EXPECT_TRUE(second.connections.at(0).reused);
  EXPECT_FALSE(first.connections.at(0).reused);
  EXPECT_EQ(second.transports.at(0).sent, 12u);
  EXPECT_EQ(second.transports.at(0).received, 8u);
  EXPECT_EQ(second.transports.at(0).sent_offset, first.transports.at(0).sent);
}

TEST(WebSocket, AgreesOnASubprotocol) {
  Lane lane;
  EchoServer peer(lane);
  auto story = [&]() -> task<> {
    WsConnectRequest request;
    request.url = peer.url();
    request.subprotocols.assign({"first", "second"});
    const std::unique_ptr<WebSocket> socket = co_await lane.net->websocket(std::move(request), no_tap());
    EXPECT_EQ(peer.seen.headers.get("Sec-WebSocket-Protocol"), "first, second");
    EXPECT_EQ(socket->subprotocol(), "second");
    WsConnectRequest other;
    other.url = peer.url();
    other.subprotocols.assign({"first"});
    try {
      co_await lane.net->websocket(std::move(other), no_tap());
      ADD_FAILURE() << "a subprotocol that was not offered was taken";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::protocol);
      EXPECT_THAT(error.what(), HasSubstr("'second', which was not offered (first)"));
    }
  };
  lane.run(story());
}

TEST(WebSocket, AnswersTheHandshakeWithExactBytes) {
  Lane lane;
  EchoServer peer(lane);
  auto story = [&]() -> task<> {
    RawClient client(lane, peer.server->port());
    co_await client.connect();
    co_await client.send(
        "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        "\x81\x82mask\x05\x08");  // and a first message right behind
    const std::string head = co_await client.until("\r\n\r\n");
    EXPECT_EQ(head,
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nServer: aitb\r\n\r\n");
    const std::string echo = co_await client.until("hi");
    EXPECT_EQ(echo, "\x81\x02hi");
  };
  lane.run(story());
}

TEST(WebSocket, AnswersPingsWhileItReceives) {
  Lane lane;
  EchoServer peer(lane);
  Traffic traffic;
  auto story = [&]() -> task<> {
    const std::unique_ptr<WebSocket> socket = co_await peer.connect(traffic);
    co_await socket->ping("are you there");
    co_await socket->send("x");
    const std::optional<WsMessage> back = co_await socket->receive();
    EXPECT_EQ(back.value_or(WsMessage()).data, "x");
    socket->watch(nullptr);
  };
  lane.run(story());
  EXPECT_EQ(traffic.received.at(0), 2 + 13 + 2 + 1u) << "the pong came back before the echo";
}

TEST(WebSocket, CompressesWhenBothWant) {
  for (const bool client : {false, true}) {
    for (const bool willing : {false, true}) {
      Lane lane;
      ListenOptions options;
      options.ws_compression = willing;
      EchoServer peer(lane, std::move(options));
      auto story = [&]() -> task<> {
        WsConnectRequest request;
        request.url = peer.url();
        request.compression = client;
        const std::unique_ptr<WebSocket> socket = co_await lane.net->websocket(std::move(request), no_tap());
        for (int round = 0; round < 3; ++round) {
          std::string text(100000, 'z');
          co_await socket->send(text);
          const std::optional<WsMessage> back = co_await socket->receive();
          EXPECT_TRUE(back && back->data == text);
          EXPECT_EQ(back.value_or(WsMessage()).l7_bytes < 10000, client && willing);
        }
      };
      lane.run(story());
    }
  }
}

TEST(WebSocket, SendsAndReceivesAtTheSameTime) {
  constexpr int messages = 300;
  Lane lane;
  EchoServer peer(lane);
  int received = 0;
  auto story = [&]() -> task<> {
    const std::unique_ptr<WebSocket> socket = co_await peer.connect();
    auto send_half = [&](int from) -> task<> {
      for (int i = from; i < messages; i += 2) {
        std::string text(static_cast<std::size_t>(i) * 100, 'm');
        co_await socket->send(std::move(text));
      }
    };
    Running even(lane.loop.get_executor(), send_half(0)), odd(lane.loop.get_executor(), send_half(1));
    std::size_t bytes = 0;
    for (; received < messages; ++received) {
      const std::optional<WsMessage> message = co_await socket->receive();
      bytes += message.value_or(WsMessage()).data.size();
    }
    EXPECT_EQ(bytes, 100u * messages * (messages - 1) / 2);
  };
  lane.run(story());
}

TEST(WebSocket, WorksOverTls) {
  const ThrowawayCa ca({"127.0.0.1"});
  const TemporaryFolder files;
  const std::string file = files.path() / "ca.pem";
  std::ofstream(file) << ca.ca_pem;
  Lane lane;
  ListenOptions options;
  options.tls = ca.identity;
  EchoServer peer(lane, std::move(options));
  Traffic traffic;
  auto story = [&]() -> task<> {
    WsConnectRequest request;
    request.url = peer.url();
    EXPECT_THAT(request.url, testing::StartsWith("wss://"));
    request.http.ca_file = file;
    const std::unique_ptr<WebSocket> socket = co_await lane.net->websocket(std::move(request), traffic);
    std::string text(500000, 't');
    co_await socket->send(text);
    const std::optional<WsMessage> back = co_await socket->receive();
    EXPECT_TRUE(back && back->data == text);
    co_await socket->close(1000, std::string());
  };
  lane.run(story());
  EXPECT_THAT(traffic.connections.at(0).tls, testing::StartsWith("TLSv1.3"));
  EXPECT_GT(traffic.transports.at(0).received, traffic.received.at(0));
}

}  // namespace
}  // namespace aitb::test
