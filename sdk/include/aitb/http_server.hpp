// HTTP/1.1 and WebSocket server for simulators and scripted tests.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/http.hpp>
#include <aitb/task.hpp>
#include <aitb/time.hpp>
#include <aitb/websocket.hpp>

namespace aitb::inline v1 {

class AITB_API ServerRequest {
 public:
  ServerRequest();
  std::string method;
  std::string target;  ///< as sent: "/v1/models?x=1"
  std::string path;    ///< decoded, without the query
  std::string query;   ///< raw, without '?'
  Headers headers;
  std::string body;
  Instant received{};    ///< when its last byte was read
  std::string peer;      ///< "127.0.0.1:50412"
  bool upgrade = false;  ///< asks for WebSocket
  /// Decoded value of a query parameter, "" if absent.
  std::string query_value(std::string_view name) const;
};

/// The answer to one request. Owned by the server; valid until HttpService::serve returns. [lane]
class AITB_API Responder {
 public:
  virtual ~Responder();
  /// A whole answer with Content-Length.
  virtual task<> reply(int status, Headers headers, std::string body) = 0;
  /// Begins a chunked answer.
  virtual task<> start(int status, Headers headers) = 0;
  /// One HTTP chunk in one write. Fast path: no suspension while the peer keeps up. Throws Error(cancelled)
  /// when the client has gone.
  virtual task<> write(std::string_view chunk) = 0;
  /// The same without a coroutine: false when the peer is slow (nothing was taken: call write) or gone.
  virtual bool try_write(std::string_view chunk) noexcept = 0;
  /// A write is near: begins to fetch what it will need into the cache.
  virtual void soon() const noexcept {}
  /// Ends a chunked answer (last chunk). Without it the connection is cut: a truncated answer.
  virtual task<> finish() = 0;
  /// Takes over the connection as a WebSocket.
  virtual task<std::unique_ptr<WebSocket>> accept(std::string subprotocol) = 0;
  /// True once the client closed or reset; watched while the service sleeps.
  virtual bool gone() const noexcept = 0;
  /// Called (once) when the client goes away while serve() is running, so that a sleeping service can end.
  virtual void on_gone(std::function<void()> call) = 0;
  /// Raw bytes as they are, bypassing HTTP: for fault injection.
  virtual task<> raw(std::string bytes) = 0;
  /// Cuts the connection at once, with a TCP reset if asked.
  virtual void abort(bool reset) noexcept = 0;
};

/// The face by which a simulator answers HTTP. serve() runs once per request, many at a time on one lane.
/// When the client goes away, serve() is cancelled at its next await (operation_aborted), which it lets pass.
class AITB_API HttpService {
 public:
  static constexpr std::string_view id = "aitb.http-service/1";
  virtual task<> serve(ServerRequest request, Responder& responder) = 0;

 protected:
  ~HttpService() = default;
};

/// PEM texts; empty: plain HTTP.
class AITB_API TlsIdentity {
 public:
  TlsIdentity();
  std::string certificate_chain, private_key;
};

/// [any] A throw-away CA and a server certificate for `names` (DNS names and IP addresses), valid for a week.
class AITB_API ThrowawayCa {
 public:
  explicit ThrowawayCa(const std::vector<std::string>& names);
  std::string ca_pem;
  TlsIdentity identity;
};

class AITB_API ListenOptions {
 public:
  ListenOptions();
  std::string host = "127.0.0.1";
  int port = 0;             ///< 0: any free one
  bool reuse_port = false;  ///< several lanes on one port
  TlsIdentity tls;
  std::size_t max_body = 256u << 20;
  Duration idle = std::chrono::seconds(300);
  bool ws_compression = false;  ///< take permessage-deflate when a WebSocket client offers it
};

/// A listening server; destroying it cuts all. Await stop() first, else serve() can outlive its service.
class AITB_API HttpServer {
 public:
  virtual ~HttpServer();
  virtual int port() const noexcept = 0;
  virtual std::string url() const = 0;  ///< "http://127.0.0.1:18080"
  /// [lane] Stops accepting, lets running answers end until `grace`, then cuts them.
  virtual task<> stop(Duration grace) = 0;
  virtual std::size_t connections() const noexcept = 0;
};

}  // namespace aitb::inline v1
