// The net services of a lane: what a component reaches the world through.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include <aitb/api.hpp>
#include <aitb/http.hpp>
#include <aitb/http_server.hpp>
#include <aitb/log.hpp>
#include <aitb/process.hpp>
#include <aitb/sse.hpp>
#include <aitb/stream.hpp>
#include <aitb/websocket.hpp>

namespace aitb::inline v1 {

/// One per lane, owned by it. Everything made here must be destroyed before the lane.
class AITB_API Net {
 public:
  virtual ~Net();
  virtual Executor executor() noexcept = 0;
  virtual std::unique_ptr<HttpClient> http(HttpOptions options) = 0;
  /// [lane] Resolves, connects (Happy Eyeballs order, one address after the other), TLS for https and wss.
  virtual task<std::unique_ptr<Stream>> dial(std::string url, HttpOptions options) = 0;
  virtual task<std::unique_ptr<WebSocket>> websocket(WsConnectRequest request, Tap& tap) = 0;
  virtual std::unique_ptr<Process> process(ProcessOptions options) = 0;
  /// [lane] Listens; `service` must outlive the server. Throws Error(connect) with the way out if the port is
  /// taken.
  virtual std::unique_ptr<HttpServer> listen(ListenOptions options, HttpService& service) = 0;
};

class AITB_API NetOptions {
 public:
  NetOptions();
  std::string key_log_file;       ///< NSS key log of every TLS connection, "" none (also SSLKEYLOGFILE)
  bool kernel_timestamps = true;  ///< ask for SO_TIMESTAMPING receive stamps
  std::string default_transport = "beast";
  Deadlines deadlines;  ///< for requests and clients that set none
  /// Every outgoing TCP stream passes through this before TLS and HTTP: fault_stream() in tests; empty: none.
  std::function<std::unique_ptr<Stream>(std::unique_ptr<Stream>)> wrap;
  int source_addresses = 1;  ///< loopback targets only: spread over 127.0.0.1 … so that ports do not run out
};

/// [any] Makes the lane's net services and its real clock.
AITB_API std::unique_ptr<Net> make_net(asio::io_context& lane, Clock& clock, Log& log, NetOptions options);
/// `wall_anchor_ns`: wall time of `anchor`, the run's single tie between the two clocks.
AITB_API std::unique_ptr<Clock> make_clock(asio::io_context& lane, Instant anchor,
                                           std::int64_t wall_anchor_ns);
/// Lateness of the clock's own wake-ups (actual − intended), for the measurement-quality block.
class AITB_API TimerLag {
 public:
  std::uint64_t count = 0;
  std::int64_t p50_ns = 0, p99_ns = 0, max_ns = 0;
};
AITB_API TimerLag timer_lag(const Clock& clock);

/// A stream between two ends in memory, for tests and fault injection. Bytes keep their write boundaries.
class AITB_API StreamPair {
 public:
  explicit StreamPair(Executor executor);
  ~StreamPair();
  std::unique_ptr<Stream> first, second;
};

/// What a FaultStream does at the n-th operation (reads and writes counted together, from 1).
enum class Fault { none, reset, eof, stall, short_io };
/// Passes everything to `inner`, except the n-th operation; `split` > 0 limits each read to that many bytes.
AITB_API std::unique_ptr<Stream> fault_stream(std::unique_ptr<Stream> inner, std::size_t at, Fault fault,
                                              std::size_t split = 0);

}  // namespace aitb::inline v1
