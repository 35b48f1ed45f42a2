// Inside libaitb: how streams are made. HttpClient, HttpServer and WebSocket are written against Stream only.
#pragma once
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <span>
#include <string>

#include <aitb/http.hpp>
#include <aitb/http_server.hpp>
#include <aitb/net.hpp>
#include <aitb/stream.hpp>

#include "net/upcoming.hpp"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX

namespace aitb::net {

using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using TlsContext = std::shared_ptr<ssl_ctx_st>;

/// A stream whose turn is known before it comes.
class FetchedAhead {
 public:
  virtual ~FetchedAhead() = default;
  /// What the consumer of the next wait_each() touches; the stream adds its own.
  virtual void touched(Touched touched) noexcept = 0;
};

/// A connected socket as a Stream (TCP_NODELAY, non-blocking). `fact` holds what dialling found out.
std::unique_ptr<Stream> tcp_stream(Socket socket, bool kernel_timestamps, ConnectionFact fact);

/// Throws Error(tls) if the CA file or the identity cannot be read. `key_log`: NSS key log file or "".
TlsContext client_tls(const HttpOptions& options, const std::string& key_log);
TlsContext server_tls(const TlsIdentity& identity, const std::string& key_log);

/// Handshake over any stream; throws Error(tls), or system_error where the stream below failed. SNI and the
/// name check use `host`. `lost`: the traffic of a handshake that failed or was cancelled.
task<std::unique_ptr<Stream>> tls_connect(std::unique_ptr<Stream> inner, TlsContext context, std::string host,
                                          Clock& clock, TransportFact& lost);
task<std::unique_ptr<Stream>> tls_accept(std::unique_ptr<Stream> inner, TlsContext context);

/// 64 KiB that every reader of this thread shares: valid until the next await.
std::span<char> lane_scratch();

}  // namespace aitb::net
