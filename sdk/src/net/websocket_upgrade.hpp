// Inside libaitb: from an HTTP request that asks for WebSocket to the server's end of one.
#pragma once
#include <memory>
#include <string>

#include <aitb/http_server.hpp>
#include <aitb/stream.hpp>
#include <aitb/websocket.hpp>

namespace aitb::net {

/// What of the request the handshake's answer depends on; kept while the service decides.
class WebSocketUpgrade {
 public:
  explicit WebSocketUpgrade(const ServerRequest& request)
      : target(request.target), headers(request.headers) {}
  std::string target;
  Headers headers;
};

/// Answers the handshake. `early`: bytes that came behind the request. `subprotocol` may be "".
AITB_API task<std::unique_ptr<WebSocket>> accept_websocket(std::unique_ptr<Stream> stream,
                                                           WebSocketUpgrade upgrade, std::string subprotocol,
                                                           std::string early, bool compression,
                                                           std::size_t max_message, Clock& clock);

}  // namespace aitb::net
