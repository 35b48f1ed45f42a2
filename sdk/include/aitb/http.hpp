// HTTP client for providers: one interface, two transports (Beast over Stream, libcurl with HTTP/2 and
// proxies).
#pragma once
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/error.hpp>
#include <aitb/exchange.hpp>
#include <aitb/task.hpp>
#include <aitb/time.hpp>

namespace aitb::inline v1 {

/// Header fields in order; names compare without case.
class AITB_API Headers {
 public:
  Headers();
  void set(std::string name, std::string value);  ///< replaces all of that name
  void add(std::string name, std::string value);
  void add_copy(std::string_view name, std::string_view value);  ///< the same for texts of the caller's
  /// Empty if absent.
  std::string_view get(std::string_view name) const noexcept;
  bool has(std::string_view name) const noexcept;
  const std::vector<std::pair<std::string, std::string>>& all() const noexcept { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// The four deadlines; zero means none. Passing one ends the exchange with ErrorKind::timeout naming which.
class AITB_API Deadlines {
 public:
  Deadlines();
  Duration connect = std::chrono::seconds(10);     ///< name, TCP and TLS
  Duration first_byte = std::chrono::seconds(60);  ///< request sent → first response byte
  Duration between = std::chrono::seconds(60);     ///< without any response byte
  Duration total = std::chrono::seconds(600);
};

class AITB_API HttpRequest {
 public:
  HttpRequest();
  HttpRequest(std::string method, std::string url, std::string body = {}, std::string content_type = {});
  std::string method = "GET";
  std::string url;  ///< absolute: http:// or https://
  Headers headers;  ///< Host, Content-Length and Connection are added by the client
  std::string body;
  std::optional<Deadlines> deadlines;  ///< default: the session's (see HttpOptions)
};

/// Bytes of one read, after removal of HTTP's chunk framing. Valid until the next read().
class AITB_API BodyBlock {
 public:
  BodyBlock(std::string_view bytes, Arrival when) : data(bytes), arrival(when) {}
  std::string_view data;
  Arrival arrival;
};

/// A response whose head has arrived. Move-only; destroying it before its end closes the connection (an
/// abort).
class AITB_API HttpResponse {
 public:
  class Body;
  HttpResponse(int status, Headers headers, std::unique_ptr<Body> body);
  ~HttpResponse();
  HttpResponse(HttpResponse&&) noexcept;
  HttpResponse& operator=(HttpResponse&&) noexcept;

  int status = 0;
  Headers headers;
  /// [lane] The next read's body bytes; nullopt at the end. Throws Error (protocol, connect, tls, timeout).
  task<std::optional<BodyBlock>> read();
  /// [lane] Calls `take` with each read's body bytes until the end; the same failures, and what `take`
  /// throws. Cheaper than read() for a stream of many small pieces, more so where `touched` is what `take`
  /// looks at first: 16 KiB of it at most are fetched into the cache before, and only that.
  task<> each(std::function<void(const BodyBlock&)> take, std::span<const std::byte> touched = {});
  /// [lane] The rest as one string; more than `limit` bytes is Error(protocol).
  task<std::string> text(std::size_t limit = 256u << 20);

 private:
  std::unique_ptr<Body> body_;
};

/// What a transport implements behind HttpResponse.
class AITB_API HttpResponse::Body {
 public:
  virtual ~Body();
  virtual task<std::optional<BodyBlock>> read() = 0;
  virtual task<> each(std::function<void(const BodyBlock&)> take, std::span<const std::byte> touched);
};

class AITB_API HttpOptions {
 public:
  HttpOptions();
  std::string transport;  ///< "beast", "curl", or "" for the host's choice
  std::string ca_file;    ///< PEM; empty: the system's trust store
  bool verify = true;     ///< false only for tests; said in the log
  bool http2 = false;     ///< curl only
  std::string proxy;      ///< curl only; "" none
  std::optional<Deadlines>
      deadlines;                ///< default: the lane's (NetOptions), which follow the config's `defaults`
  std::size_t max_idle = 4096;  ///< kept connections
};

/// Owned by the component that made it (Net::http). Keeps connections open for reuse.
class AITB_API HttpClient {
 public:
  virtual ~HttpClient();
  /// [lane] Sends and returns when the response head is there. Reports everything to `tap`, which must
  /// outlive the response. Throws Error for transport failures only: a 404 is a response.
  virtual task<HttpResponse> send(HttpRequest request, Tap& tap) = 0;
  /// [lane] Drops idle connections (a new session then connects anew).
  virtual void forget_idle() noexcept = 0;
};

/// [any] An HTTP error status as an Error of the right kind, with Retry-After (seconds, HTTP date) and
/// retry-after-ms read; `message` is what the body said.
AITB_API Error http_error(int status, const Headers& headers, std::string_view service,
                          std::string_view message, std::string_view code = {});
/// [any] "1.5", "120" or an HTTP date → a wait; `wall_ns` is now on the wall clock.
AITB_API std::optional<Duration> parse_retry_after(const Headers& headers, std::int64_t wall_ns);

/// [any] multipart/form-data body builder, for uploads.
class AITB_API Multipart {
 public:
  Multipart();
  void field(std::string_view name, std::string_view value);
  void file(std::string_view name, std::string_view filename, std::string_view type, std::string_view bytes);
  std::string content_type() const;
  std::string finish();

 private:
  std::string boundary_, body_;
};

}  // namespace aitb::inline v1
