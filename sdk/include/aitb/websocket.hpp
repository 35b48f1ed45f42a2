// WebSocket (RFC 6455), client and server end, over any Stream.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/exchange.hpp>
#include <aitb/http.hpp>
#include <aitb/task.hpp>

namespace aitb::inline v1 {

class AITB_API WsMessage {
 public:
  WsMessage();
  std::string data;
  bool binary = false;
  Arrival arrival;
  std::size_t l7_bytes = 0;  ///< with frame headers and mask
};

class AITB_API WsConnectRequest {
 public:
  WsConnectRequest();
  std::string url;  ///< ws:// or wss://
  Headers headers;
  std::vector<std::string> subprotocols;
  HttpOptions http;          ///< CA, verification, deadlines
  bool compression = false;  ///< permessage-deflate
  std::size_t max_message =
      64u << 20;  ///< a larger one closes the connection with 1009 and is Error(protocol)
};

/// One connection. Destroying it drops the connection without a close frame. One reader and one writer at a
/// time.
class AITB_API WebSocket {
 public:
  virtual ~WebSocket();
  /// [lane] nullopt after the peer closed. Pings are answered inside. Throws Error(protocol, connect,
  /// timeout).
  virtual task<std::optional<WsMessage>> receive() = 0;
  virtual task<> send(std::string data, bool binary = false) = 0;
  virtual task<> ping(std::string payload) = 0;
  virtual task<> close(int code, std::string reason) = 0;
  virtual std::string_view subprotocol() const noexcept = 0;
  virtual int close_code() const noexcept = 0;  ///< the peer's, 1005 none, 1006 dropped
  /// [lane] From now on traffic is reported to `tap` (nullptr: to nobody). The tap must outlive its time
  /// here.
  virtual void watch(Tap* tap) noexcept = 0;
};

}  // namespace aitb::inline v1
