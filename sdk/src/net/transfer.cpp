#include "net/transfer.hpp"

#include <boost/asio/error.hpp>
#include <cstring>

#include <aitb/prefetch.hpp>

#include "net/request_head.hpp"

namespace aitb::net {
namespace {

/// A body up to this size leaves in the same write as its head.
constexpr std::size_t small_body = 32 * 1024;

void cancel_stream(void* stream) noexcept { static_cast<Stream*>(stream)->cancel(); }

/// The peer ended the connection; what that means depends on what had come before.
bool is_end(error_code ec) noexcept {
  return ec == asio::error::eof || ec == asio::error::connection_reset || ec == asio::error::broken_pipe ||
         ec == asio::error::connection_aborted;
}

}  // namespace

ClientState::ClientState(Clock& clock_, Watchdog& dog_, Dialer& dialer_, HttpOptions options_,
                         TlsContext tls_)
    : clock(clock_),
      dog(dog_),
      dialer(dialer_),
      options(std::move(options_)),
      tls(std::move(tls_)),
      pool(options.max_idle) {}

std::shared_ptr<const Target> ClientState::target_of(const std::string& url) {
  if (url != last_url_ || !last_target_) {
    last_target_ = std::make_shared<const Target>(url);
    last_url_ = url;
  }
  return last_target_;
}

Transfer::Transfer(std::shared_ptr<ClientState> client, HttpRequest request,
                   std::shared_ptr<const Target> target, Tap& tap, Deadlines deadlines)
    : client_(std::move(client)),
      target_(std::move(target)),
      tap_(tap),
      deadlines_(deadlines),
      watch_(client_->dog),
      method_(request.method),
      request_(std::make_unique<Outgoing>()) {
  watch_.total(client_->clock.now(), deadlines_.total);
  request_->wire = request_head(request, *target_);
  request_->head_size = request_->wire.size();
  request_->body_size = request.body.size();
  if (request.body.size() <= small_body) {
    request_->wire += request.body;
  } else {
    request_->body = std::move(request.body);
  }
}

Transfer::~Transfer() {
  if (phase_ == Phase::complete) finish();
  drop();
}

task<> Transfer::connect(bool fresh) {
  if (connection_.stream) {
    add_lost(report_since(connection_));
    connection_ = Connection();
  }
  std::optional<Connection> kept;
  if (!fresh) kept = client_->pool.take(target_->origin);
  reused_ = kept.has_value();
  if (reused_) {
    connection_ = std::move(*kept);
    ConnectionFact fact = connection_.stream->connection();
    fact.dns_done = fact.tcp_done = fact.tls_done = std::nullopt;
    fact.reused = true;
    tap_.connection(fact);
    co_return;
  }
  watch_.expect(Limit::connect, deadlines_.connect);
  dialled_ = std::make_unique<DialReport>();
  try {
    TlsContext tls = target_->tls ? client_->tls : TlsContext();
    task<std::unique_ptr<Stream>> dialling = client_->dialer.dial(*target_, tls, watch_, *dialled_);
    connection_ = Connection(co_await std::move(dialling));
  } catch (...) {
    tap_.connection(dialled_->fact);
    throw;
  }
  tap_.connection(dialled_->fact);
  dialled_.reset();
}

task<bool> Transfer::exchange_heads() {
  const Watchdog::Watch::Aim aim(watch_, &cancel_stream, connection_.stream.get());
  phase_ = Phase::head;
  parser_.emplace(method_ == "HEAD");
  watch_.expect(Limit::first_byte, deadlines_.first_byte);
  task<error_code> sending = send_request();
  const error_code unsent = co_await std::move(sending);
  if (unsent && !is_end(unsent)) fail(unsent);
  watch_.expect(Limit::first_byte, deadlines_.first_byte);
  while (phase_ == Phase::head) {
    error_code ec = co_await connection_.stream->wait(Ready::read);
    if (!ec) ec = pull();
    if (is_end(ec) && received_ == 0) {
      if (reused_) co_return false;
      fail(ErrorKind::connect,
           unsent ? "the connection ended while the request was being sent: " + unsent.message()
                  : "the connection ended before a response began: " + ec.message());
    }
    if (ec == asio::error::eof) {
      fail(ErrorKind::protocol, "the connection was closed in the middle of the response's head");
    }
    if (ec && ec != asio::error::would_block) fail(ec);
    if (received_ > 0) watch_.expect(Limit::between, deadlines_.between);
  }
  watch_.rest();
  request_.reset();
  co_return true;
}

task<error_code> Transfer::send_request() {
  Stream& stream = *connection_.stream;
  Instant first{}, last{};
  asio::const_buffer rest = asio::buffer(request_->wire);
  bool in_body = request_->body.empty();
  while (rest.size() > 0 || !in_body) {
    if (rest.size() == 0) {
      in_body = true;
      rest = asio::buffer(request_->body);
    }
    const Instant before = client_->clock.now();
    error_code ec;
    const std::size_t count = stream.try_write(rest, ec);
    if (count > 0) {
      if (first == Instant{}) first = before;
      last = client_->clock.now();
      rest += count;
    }
    if (ec == asio::error::would_block) {
      ec = co_await stream.wait(Ready::write);
      watch_.expect(Limit::first_byte, deadlines_.first_byte);
    }
    if (ec) co_return ec;
  }
  tap_.request_sent(first, last, request_->head_size, request_->body_size);
  co_return error_code{};
}

task<std::optional<BodyBlock>> Transfer::read() {
  if (phase_ == Phase::body || phase_ == Phase::complete) {
    std::string_view body = parser_->body();
    if (scratch_.data() != nullptr && body.empty()) scratch_.release();
    if (phase_ == Phase::body && body.empty()) {
      const Watchdog::Watch::Aim aim(watch_, &cancel_stream, connection_.stream.get());
      watch_.expect(Limit::between, deadlines_.between);
      while (phase_ == Phase::body && body.empty()) {
        const error_code ec = co_await connection_.stream->wait(Ready::read);
        if (ec) fail(ec);
        pull_body();
        body = parser_->body();
      }
      watch_.rest();
    }
    if (!body.empty()) {
      parser_->drop_body();
      co_return std::optional<BodyBlock>(BodyBlock(body, connection_.stream->last_arrival()));
    }
    task<> ending = end_body();
    co_await std::move(ending);
  }
  co_return std::nullopt;
}

task<> Transfer::each(std::function<void(const BodyBlock&)> take, std::span<const std::byte> touched) {
  if (phase_ != Phase::body && phase_ != Phase::complete) co_return;
  hand_over(take);
  if (phase_ == Phase::body) {
    const Watchdog::Watch::Aim aim(watch_, &cancel_stream, connection_.stream.get());
    watch_.expect(Limit::between, deadlines_.between);
    task<error_code> waiting = wait_each(take, touched);
    const error_code ec = co_await std::move(waiting);
    if (ec) fail(ec);
    watch_.rest();
  }
  task<> ending = end_body();
  co_await std::move(ending);
}

/// Not a coroutine: what is here is in no frame that lives as long as the stream.
task<error_code> Transfer::wait_each(const std::function<void(const BodyBlock&)>& take,
                                     std::span<const std::byte> touched) {
  if (auto* ahead = dynamic_cast<FetchedAhead*>(connection_.stream.get())) {
    Touched all;
    all.add(this, sizeof *this);
    all.add(&tap_, 2 * cache_line_size);
    all.add(touched.data(), touched.size());
    all.add(&take, sizeof take);
    ahead->touched(all);
  }
  return connection_.stream->wait_each([this, &take] {
    if (pull_body() && hand_over(take)) watch_.expect(Limit::between, deadlines_.between);
    return phase_ == Phase::body;
  });
}

/// False: there was nothing to read after all.
bool Transfer::pull_body() {
  const error_code ec = pull();
  if (ec == asio::error::would_block) return false;
  if (ec == asio::error::eof) {
    end_of_stream();
  } else if (ec) {
    fail(ec);
  }
  return true;
}

bool Transfer::hand_over(const std::function<void(const BodyBlock&)>& take) {
  const std::string_view body = parser_->body();
  if (body.empty()) return false;
  parser_->drop_body();
  take(BodyBlock(body, connection_.stream->last_arrival()));
  scratch_.release();
  return true;
}

task<> Transfer::end_body() {
  if (excess_) {
    fail(ErrorKind::protocol, "the server sent more bytes than the response's own length says");
  }
  if (target_->tls && !at_end_ && !parser_->keep_alive()) co_await await_close();
  finish();
}

/// A server that closes after its answer says so in TLS too; those bytes belong to this exchange, if they
/// come soon.
task<> Transfer::await_close() {
  const Watchdog::Watch::Aim aim(watch_, &cancel_stream, connection_.stream.get());
  watch_.expect(Limit::between, std::chrono::milliseconds(200));
  char byte = 0;
  error_code ec = asio::error::would_block;
  while (ec == asio::error::would_block && watch_.expired() == Limit::none) {
    ec = co_await connection_.stream->wait(Ready::read);
    if (!ec) connection_.stream->try_read(asio::buffer(&byte, 1), ec);
  }
}

error_code Transfer::pull() {
  if (watch_.expired() != Limit::none) return asio::error::operation_aborted;
  char* const block = scratch_.acquire();
  const std::size_t before = leftover_.size();
  if (before == Scratch::size) fail(ErrorKind::protocol, "a head or chunk header is longer than 64 KiB");
  std::memcpy(block, leftover_.data(), before);
  error_code ec;
  const std::size_t count =
      connection_.stream->try_read(asio::buffer(block + before, Scratch::size - before), ec);
  if (count == 0) {
    scratch_.release();
    return ec;
  }
  tap_.arrived(connection_.stream->last_arrival());
  received_ += count;
  leftover_.clear();
  parse(block, before + count);
  if (parser_->body().empty()) scratch_.release();
  return {};
}

void Transfer::parse(char* data, std::size_t size) {
  error_code ec;
  std::size_t used = parser_->feed(data, size, ec);
  while (phase_ == Phase::head && !ec && parser_->is_header_done() && parser_->status() / 100 == 1) {
    if (parser_->status() == 101)
      fail(ErrorKind::protocol, "the server switched protocols without being asked");
    interim_ += parser_->head_bytes();
    data += used;
    size -= used;
    parser_.emplace(method_ == "HEAD");
    used = parser_->feed(data, size, ec);
  }
  if (ec) fail(ErrorKind::protocol, "the server sent something that is not HTTP/1.1: " + ec.message());
  if (phase_ == Phase::head && parser_->is_header_done()) {
    tap_.response_head(parser_->status(), interim_ + parser_->head_bytes());
    phase_ = Phase::body;
  }
  if (parser_->is_done()) {
    phase_ = Phase::complete;
    excess_ = used < size;
  } else {
    leftover_.assign(data + used, size - used);
  }
}

void Transfer::end_of_stream() {
  at_end_ = true;
  error_code ec;
  parser_->put_eof(ec);
  if (ec) {
    fail(ErrorKind::protocol, "the connection was closed after " + std::to_string(parser_->body_bytes()) +
                                  " bytes of a response body that was not at its end");
  }
  phase_ = Phase::complete;
}

void Transfer::finish() noexcept {
  phase_ = Phase::over;
  tap_.response_end(parser_->body_bytes());
  report_transport(report_since(connection_));
  const bool whole = !excess_ && leftover_.empty() && parser_->keep_alive();
  if (whole) client_->pool.keep(target_->origin, std::move(connection_));
  connection_ = Connection();
  scratch_.release();
}

void Transfer::drop() noexcept {
  phase_ = Phase::over;
  scratch_.release();
  if (dialled_) add_lost(dialled_->lost);
  dialled_.reset();
  if (connection_.stream) {
    report_transport(report_since(connection_));
    connection_ = Connection();
  } else if (lost_.sent + lost_.received > 0) {
    report_transport(TransportFact());
  }
}

void Transfer::add_lost(const TransportFact& fact) noexcept {
  lost_.sent += fact.sent;
  lost_.received += fact.received;
}

void Transfer::report_transport(TransportFact fact) noexcept {
  const Bytes late = client_->pool.take_unreported();
  fact.sent += lost_.sent + late.sent;
  fact.received += lost_.received + late.received;
  lost_ = Bytes();
  tap_.transport(fact);
}

void Transfer::fail(error_code ec) {
  const ErrorKind kind = received_ > 0 ? ErrorKind::protocol : ErrorKind::connect;
  drop();
  throw_failure(ec, kind, watch_, attempted());
}

void Transfer::fail(ErrorKind kind, const std::string& found) {
  drop();
  throw Error(kind, attempted() + ": " + found);
}

std::string Transfer::attempted() const {
  return (received_ > 0 ? "reading the response of " : "requesting ") + method_ + " " + target_->origin +
         target_->path.substr(0, target_->path.find('?'));
}

}  // namespace aitb::net
