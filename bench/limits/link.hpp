// A TCP connection with or without TLS, non-blocking: the least that a server or client needs.
#pragma once
#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace bench {

struct SslFree {
  void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
  void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};
using TlsContext = std::unique_ptr<SSL_CTX, SslFree>;

/// A server context with a throw-away self-signed certificate, and a client context that accepts it.
TlsContext tls_server();
TlsContext tls_client();

/// Move-only; closes its socket.
class Link {
 public:
  /// Bytes moved, or one of these.
  static constexpr long again = -1, closed = -2;

  Link() = default;
  /// Takes over a connected socket; `context` nullptr is plain TCP.
  Link(int socket, SSL_CTX* context, bool server);
  Link(Link&& other) noexcept;
  Link& operator=(Link&& other) noexcept;
  ~Link();

  int socket() const noexcept { return socket_; }
  explicit operator bool() const noexcept { return socket_ >= 0; }
  /// Completes a client's handshake, blocking; false if it fails.
  bool handshake();
  long read(std::span<char> into) noexcept;
  long write(std::string_view bytes) noexcept;
  /// TLS may hold bytes that the kernel no longer has: read until `again`.
  bool must_drain() const noexcept { return ssl_ != nullptr; }

 private:
  int socket_ = -1;
  std::unique_ptr<SSL, SslFree> ssl_;
};

/// Loopback; -1 on failure.
int listen_on(int port);
/// Blocking connect to loopback; -1 on failure. The socket is blocking until set_nonblocking().
int connect_to(int port);
void set_nonblocking(int socket);

}  // namespace bench
