// Inside libaitb: one HTTP exchange on one connection, from the request's first byte to the response's last.
#pragma once
#include <optional>
#include <string>

#include <aitb/http.hpp>

#include "net/connection_pool.hpp"
#include "net/dial.hpp"
#include "net/response_parser.hpp"
#include "net/scratch.hpp"

namespace aitb::net {

/// What all exchanges of one client share; outlives the client while a response is open.
class ClientState {
 public:
  ClientState(Clock& clock, Watchdog& dog, Dialer& dialer, HttpOptions options, TlsContext tls);
  Clock& clock;
  Watchdog& dog;
  Dialer& dialer;
  HttpOptions options;
  TlsContext tls;
  ConnectionPool pool;
  /// Throws what Target throws. A load asks for the same URL again and again.
  std::shared_ptr<const Target> target_of(const std::string& url);

 private:
  std::string last_url_;
  std::shared_ptr<const Target> last_target_;
};

/// Every exchange reports its transport once, at its end. What an idle connection still brought before it was
/// found dead goes into the next exchange's report. The client never sends close_notify: it would fall into
/// no exchange.
class Transfer final : public HttpResponse::Body {
 public:
  Transfer(std::shared_ptr<ClientState> client, HttpRequest request, std::shared_ptr<const Target> target,
           Tap& tap, Deadlines deadlines);
  ~Transfer() override;

  /// Takes a kept connection (unless `fresh`) or dials; tells the tap.
  task<> connect(bool fresh);
  /// Sends the request and awaits the response's head. False: the kept connection turned out dead before any
  /// byte of a response, so the request may be sent again on a fresh one.
  task<bool> exchange_heads();
  task<std::optional<BodyBlock>> read() override;
  task<> each(std::function<void(const BodyBlock&)> take, std::span<const std::byte> touched) override;

  int status() const noexcept { return parser_->status(); }
  Headers& headers() noexcept { return parser_->headers(); }

 private:
  struct Outgoing {
    std::string wire;  // head and, where it is small, body
    std::string body;  // a large body
    std::size_t head_size = 0, body_size = 0;
  };
  enum class Phase { before, head, body, complete, over };

  task<error_code> send_request();
  task<error_code> wait_each(const std::function<void(const BodyBlock&)>& take,
                             std::span<const std::byte> touched);
  error_code pull();
  bool pull_body();
  bool hand_over(const std::function<void(const BodyBlock&)>& take);
  task<> end_body();
  void parse(char* data, std::size_t size);
  void end_of_stream();
  task<> await_close();
  void finish() noexcept;
  void drop() noexcept;
  void add_lost(const TransportFact& fact) noexcept;
  void report_transport(TransportFact fact) noexcept;
  [[noreturn]] void fail(error_code ec);
  [[noreturn]] void fail(ErrorKind kind, const std::string& found);
  std::string attempted() const;

  std::shared_ptr<ClientState> client_;
  std::shared_ptr<const Target> target_;
  Tap& tap_;
  Deadlines deadlines_;
  Watchdog::Watch watch_;
  std::string method_;
  std::unique_ptr<Outgoing> request_;  // until a response has begun
  Connection connection_;
  std::unique_ptr<DialReport> dialled_;  // while dialling, and after a failure
  Bytes lost_;                           // traffic that is ours to report, of connections that are no more
  std::optional<ResponseParser> parser_;
  Scratch scratch_;
  std::string leftover_;      // an unfinished head or chunk header
  std::size_t received_ = 0;  // response bytes
  std::size_t interim_ = 0;   // bytes of 1xx heads
  bool reused_ = false, excess_ = false, at_end_ = false;
  Phase phase_ = Phase::before;
};

}  // namespace aitb::net
