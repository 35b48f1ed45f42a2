// Our end of the WebSocket conversations of peers_test.py: `server` prints its URL and echoes, `client URL`
// asks.
#include <aitb/net.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstring>

namespace {

using namespace aitb;

class Echo final : public HttpService {
 public:
  task<> serve(ServerRequest request, Responder& out) override {
    if (request.path == "/denied") {
      std::string body = "not you";
      co_await out.reply(401, Headers(), std::move(body));
      co_return;
    }
    std::string chosen = request.headers.has("Sec-WebSocket-Protocol") ? "second" : "";
    const std::unique_ptr<WebSocket> socket = co_await out.accept(std::move(chosen));
    while (true) {
      std::optional<WsMessage> message = co_await socket->receive();
      if (!message) break;
      if (message->data == "close me") {
        co_await socket->close(4001, "as you wish");
        break;
      }
      co_await socket->send(std::move(message->data), message->binary);
    }
  }
};

void require(bool good, const char* what) {
  if (!good) throw Error(ErrorKind::protocol, what);
}

task<> converse(Net& net, std::string url, bool compression) {
  WsConnectRequest request;
  request.url = url;
  request.compression = compression;
  request.subprotocols.push_back("first");
  request.subprotocols.push_back("second");
  const std::unique_ptr<WebSocket> socket = co_await net.websocket(std::move(request), no_tap());
  require(socket->subprotocol() == "second", "the subprotocol is not the server's choice");
  for (const std::size_t size : {0u, 1u, 126u, 70000u}) {
    std::string data(size, 'q');
    co_await socket->send(data);
    const std::optional<WsMessage> back = co_await socket->receive();
    require(back && back->data == data, "an echo differs");
    const std::size_t header = size < 126 ? 2 : size < 65536 ? 4 : 10;
    require(compression || back->l7_bytes == size + header, "a message's size on the wire is wrong");
  }
  co_await socket->send("fragments");
  const std::optional<WsMessage> joined = co_await socket->receive();
  require(joined && joined->data == "one two three", "fragments were not joined");
  require(compression || joined->l7_bytes == 13 + 4 * 2,
          "fragments have a header each, and an empty one ends them");
  co_await socket->send("ping me");
  const std::optional<WsMessage> pong = co_await socket->receive();
  require(pong && pong->data == "the pong came", "a ping was not answered");
  co_await socket->send("close me");
  const std::optional<WsMessage> end = co_await socket->receive();
  require(!end && socket->close_code() == 4001, "the close code was lost");
}

int serve() {
  asio::io_context lane(1);
  const auto clock = make_clock(lane, Instant(), 0);
  const auto net = make_net(lane, *clock, null_log(), NetOptions());
  Echo echo;
  ListenOptions options;
  options.ws_compression = true;
  const auto server = net->listen(std::move(options), echo);
  std::printf("ws%s/\n", server->url().substr(4).c_str());
  std::fflush(stdout);
  lane.run();
  return 0;
}

int ask(const std::string& url) {
  for (const bool compression : {false, true}) {
    asio::io_context lane(1);
    const auto clock = make_clock(lane, Instant(), 0);
    const auto net = make_net(lane, *clock, null_log(), NetOptions());
    std::exception_ptr failure;
    spawn(lane.get_executor(), converse(*net, url, compression), [&](std::exception_ptr error) {
      failure = error;
      lane.stop();
    });
    lane.run();
    if (failure) {
      std::fprintf(stderr, "%s\n", as_error(failure, "talking").what());
      return 1;
    }
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count == 2 && std::strcmp(words[1], "server") == 0) return serve();
  if (count == 3 && std::strcmp(words[1], "client") == 0) return ask(words[2]);
  return 2;
}
