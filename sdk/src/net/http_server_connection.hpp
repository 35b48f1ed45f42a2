// One accepted connection: reads requests, runs the service, answers, and notices when the client goes away.
#pragma once
#include <boost/asio/cancellation_signal.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/http_server.hpp>
#include <aitb/log.hpp>
#include <aitb/stream.hpp>

#include "net/http_server_parser.hpp"
#include "net/streams.hpp"
#include "net/websocket_upgrade.hpp"

namespace aitb::net {

class Connection;

/// What the connections of one server share. Outlives the server object for as long as a connection unwinds.
class ServerShared {
 public:
  ServerShared(Executor executor_, Clock& clock_, Log& log_, HttpService& service_)
      : executor(executor_), clock(clock_), log(log_), service(&service_) {}
  /// A safe copy to walk over: ending a connection removes it from `connections`.
  std::vector<std::shared_ptr<Connection>> all() const;

  Executor executor;
  Clock& clock;
  Log& log;
  HttpService* service;  ///< null once the server is gone
  std::size_t max_body = 256u << 20;
  Duration idle = std::chrono::seconds(300);
  bool ws_compression = false;
  bool stopping = false;
  std::string out;  ///< where answers are put together; valid until the next await
  std::vector<Connection*> connections;
  Signal emptied;  ///< wakes stop() when the last connection has gone
};

/// Owned by its own coroutine. [lane]
///
/// While the service runs, nobody reads the socket, so a second coroutine keeps one readiness wait pending.
/// It is started only when the service really sleeps (short answers never pay for it), and when it is still
/// pending at the end of the answer, the wait for the next request joins it. An idle or streaming connection
/// owns no buffer.
class AITB_API Connection final : public Responder, public std::enable_shared_from_this<Connection> {
 public:
  /// `socket`: the file descriptor below `stream` for faults, -1 where there is none.
  Connection(std::shared_ptr<ServerShared> shared, std::unique_ptr<Stream> stream, int socket);
  ~Connection() override;

  /// Serves until the connection ends. `tls` may be null.
  static void start(std::shared_ptr<Connection> connection, TlsContext tls);
  /// Called now and then: cuts a connection without progress since `oldest`.
  void cut_if_idle(Instant oldest, Instant oldest_linger);
  /// Ends the connection unless it is in the middle of an answer.
  void cut_if_waiting();
  /// The service is working on an answer, so it must not go away yet.
  bool serving() const noexcept { return in_service_; }
  /// Ends it at once, cancelling the service.
  void cut();

  task<> reply(int status, Headers headers, std::string body) override;
  task<> start(int status, Headers headers) override;
  task<> write(std::string_view chunk) override;
  bool try_write(std::string_view chunk) noexcept override;
  void soon() const noexcept override;
  task<> finish() override;
  task<std::unique_ptr<WebSocket>> accept(std::string subprotocol) override;
  bool gone() const noexcept override { return gone_; }
  void on_gone(std::function<void()> call) override;
  task<> raw(std::string bytes) override;
  void abort(bool reset) noexcept override;

 private:
  enum class Phase : std::uint8_t { waiting, serving, writing, lingering, upgraded };

  static task<> run(std::shared_ptr<Connection> self, TlsContext tls);
  task<std::unique_ptr<ServerRequest>> read_request();
  bool feed_carried(RequestParser& parser);
  bool feed_read(RequestParser& parser);
  task<> refuse(RequestFault fault);
  task<> serve(std::unique_ptr<ServerRequest> request);
  task<> end_answer(std::exception_ptr failure);
  task<> linger();
  void begin(const ServerRequest& request);
  bool reusable() const noexcept;

  static task<> watch(std::shared_ptr<Connection> self);
  void watch_soon();
  task<> end_watch();
  void lose() noexcept;
  void cancel();

  void open_answer(int status, Headers& headers, bool chunked, std::size_t length);
  void send(std::string_view bytes);
  bool flush_some() noexcept;
  task<> flush();
  task<> wait_writable();
  task<> send_large(std::string_view bytes);
  void throw_if_gone() const;
  void touch() noexcept;

  std::shared_ptr<ServerShared> shared_;
  std::unique_ptr<Stream> stream_;
  std::string carry_;      // bytes read and not yet parsed
  std::string rest_;       // bytes that the kernel has not yet taken
  std::string attempted_;  // what is being answered, for the log; a member, so that its memory serves again
  std::unique_ptr<WebSocketUpgrade> upgrade_;
  std::function<void()> on_gone_;
  asio::cancellation_signal cancel_;
  Signal watch_ended_;
  Instant last_progress_{};
  std::size_t index_ = 0;  // in shared_->connections
  unsigned answers_ = 0;
  int socket_;
  Phase phase_ = Phase::waiting;
  bool secure_ = false;
  bool running_ = false, in_service_ = false, watching_ = false, gone_ = false, cut_ = false;
  // Of the answer under way:
  bool http10_ = false, keep_alive_ = false, head_only_ = false;
  bool started_ = false, chunked_ = false, finished_ = false;
};

/// The reason phrase of a status ("Not Found").
std::string_view reason_phrase(int status);

}  // namespace aitb::net
