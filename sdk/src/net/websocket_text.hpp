// The words and small rules around WebSocket handshakes, apart from Beast's heavy templates.
#pragma once
#include <boost/system/error_code.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/error.hpp>
#include <aitb/exchange.hpp>
#include <aitb/http.hpp>

namespace aitb::net {

/// A ws:// or wss:// URL taken apart; throws Error(config).
class WebSocketTarget {
 public:
  explicit WebSocketTarget(std::string_view url);
  std::string host;   ///< with the port where it is not the scheme's own
  std::string path;   ///< with the query
  std::string shown;  ///< for messages: without query and user (keys may stand there)
};

std::string joined(const std::vector<std::string>& names);
/// Throws Error(protocol) when the server chose what was not offered.
void check_subprotocol(std::string_view chosen, const std::vector<std::string>& offered,
                       std::string_view shown);
/// The server's refusal (401 with a JSON body, …) as an Error of the right kind.
Error declined(std::string_view url, int status, const Headers& headers, std::string_view body);
[[noreturn]] void throw_websocket_error(const boost::system::error_code& ec, std::string_view attempted);

/// What TCP_INFO and the byte counts say happened between two looks at one connection.
TransportFact transport_since(const TransportFact& base, TransportFact now);

}  // namespace aitb::net
