// Any bytes behind a WebSocket handshake: messages or one Error come out, never a crash or a hang.
#include <aitb/net.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "net/websocket_upgrade.hpp"

namespace {

using namespace aitb;

task<> receive_all(std::unique_ptr<Stream> stream, std::string frames, bool compression, Clock& clock) {
  ServerRequest request;
  request.target = "/";
  request.headers.add("Host", "h");
  request.headers.add("Upgrade", "websocket");
  request.headers.add("Connection", "Upgrade");
  request.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  request.headers.add("Sec-WebSocket-Version", "13");
  if (compression) request.headers.add("Sec-WebSocket-Extensions", "permessage-deflate");
  net::WebSocketUpgrade upgrade(request);
  std::string none;
  const std::size_t limit = 1u << 16;
  std::unique_ptr<WebSocket> socket = co_await net::accept_websocket(
      std::move(stream), std::move(upgrade), std::move(none), std::move(frames), compression, limit, clock);
  while (true) {
    const std::optional<WsMessage> message = co_await socket->receive();
    if (!message) break;
    if (message->data.size() > limit) std::abort();
    if (!compression && message->l7_bytes < message->data.size() + 2) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t early = data[0] / 2 % (bytes.size() + 1);
  asio::io_context lane(1);
  const auto clock = make_clock(lane, Instant(), 0);
  StreamPair pair(lane.get_executor());
  bool ended = false;
  spawn(lane.get_executor(),
        receive_all(std::move(pair.first), bytes.substr(0, early), data[0] % 2 == 1, *clock),
        [&](std::exception_ptr) { ended = true; });
  error_code ec;
  if (early < bytes.size())
    pair.second->try_write(asio::buffer(bytes.data() + early, bytes.size() - early), ec);
  pair.second->shutdown();
  lane.run_for(std::chrono::seconds(5));
  if (!ended) std::abort();
  return 0;
}
