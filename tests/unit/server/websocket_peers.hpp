// A tap that adds up a WebSocket's traffic, and a server that echoes.
#pragma once
#include <aitb/websocket.hpp>

#include <string>
#include <vector>

#include "tests/unit/server/support.hpp"

namespace aitb::test {

class Traffic final : public Tap {
 public:
  void connection(const ConnectionFact& fact) noexcept override { connections.push_back(fact); }
  void request_sent(Instant, Instant, std::size_t head_bytes, std::size_t body_bytes) noexcept override {
    heads += head_bytes;
    sent.push_back(body_bytes);
  }
  void arrived(const Arrival& arrival) noexcept override { arrivals.push_back(arrival); }
  void response_head(int status_, std::size_t bytes) noexcept override {
    status = status_;
    response_head_bytes = bytes;
  }
  void response_end(std::size_t bytes) noexcept override { received.push_back(bytes); }
  void transport(const TransportFact& fact) noexcept override { transports.push_back(fact); }
  std::vector<ConnectionFact> connections;
  std::vector<Arrival> arrivals;
  std::vector<std::size_t> sent, received;
  std::vector<TransportFact> transports;
  std::size_t heads = 0, response_head_bytes = 0;
  int status = 0;
};

/// Echoes messages until the client closes; picks the subprotocol "second".
class EchoServer {
 public:
  explicit EchoServer(Lane& lane, ListenOptions options = ListenOptions())
      : lane_(lane),
        service_([this](ServerRequest request, Responder& out) { return serve(std::move(request), out); }),
        server(lane.listen(service_, std::move(options))) {}

  std::string url(std::string path = "/") const {
    std::string text = server->url() + path;
    return text.replace(0, 4, "ws");
  }
  task<std::unique_ptr<WebSocket>> connect(Tap& tap = no_tap()) const {
    WsConnectRequest request;
    request.url = url();
    return lane_.net->websocket(std::move(request), tap);
  }

 private:
  task<> serve(ServerRequest request, Responder& out) {
    if (request.path == "/denied") {
      Headers headers;
      headers.add("Content-Type", "application/json");
      co_await out.reply(401, std::move(headers),
                         std::string(R"({"error":{"message":"wrong key","code":"invalid_api_key"}})"));
      co_return;
    }
    seen = request;
    std::string chosen = request.headers.has("Sec-WebSocket-Protocol") ? "second" : "";
    const std::unique_ptr<WebSocket> socket = co_await out.accept(std::move(chosen));
    while (true) {
      std::optional<WsMessage> message = co_await socket->receive();
      if (!message) break;
      if (message->data == "close me") {
        co_await socket->close(4001, "as you wish");
        break;
      }
      if (message->data == "drop me") co_return;
      co_await socket->send(std::move(message->data), message->binary);
    }
    close_code = socket->close_code();
  }

  Lane& lane_;
  FunctionService service_;

 public:
  std::unique_ptr<HttpServer> server;
  ServerRequest seen;
  int close_code = 0;
};

}  // namespace aitb::test
