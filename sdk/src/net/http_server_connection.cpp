#include "net/http_server_connection.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>

namespace aitb::net {
namespace {

constexpr std::size_t most_lingering = 64u << 20;

bool waits(const error_code& ec) noexcept {
  return ec == asio::error::would_block || ec == asio::error::try_again;
}

constexpr std::size_t most_kept = 64;  // bytes that a connection may own between two requests

void drop_buffer(std::string& text) noexcept {
  if (text.capacity() > most_kept) std::string().swap(text);
  text.clear();
}

}  // namespace

std::vector<std::shared_ptr<Connection>> ServerShared::all() const {
  std::vector<std::shared_ptr<Connection>> held;
  held.reserve(connections.size());
  for (Connection* connection : connections) held.push_back(connection->shared_from_this());
  return held;
}

Connection::Connection(std::shared_ptr<ServerShared> shared, std::unique_ptr<Stream> stream, int socket)
    : shared_(std::move(shared)), stream_(std::move(stream)), socket_(socket) {
  index_ = shared_->connections.size();
  shared_->connections.push_back(this);
  touch();
}

Connection::~Connection() {
  Connection* last = shared_->connections.back();
  shared_->connections[index_] = last;
  last->index_ = index_;
  shared_->connections.pop_back();
  if (shared_->connections.empty()) shared_->emptied.notify();
}

void Connection::start(std::shared_ptr<Connection> connection, TlsContext tls) {
  Connection& self = *connection;
  // The handler keeps the cancellation signal alive: Asio's frame around run() looks at it once more after
  // run() has let go.
  auto ended = [connection](std::exception_ptr) {};
  asio::co_spawn(self.shared_->executor, run(std::move(connection), std::move(tls)),
                 asio::bind_cancellation_slot(self.cancel_.slot(), ended));
}

// Asio's frame around this one throws out of the lane's loop when it finds itself cancelled outside of it. So
// nobody cancels before the first step here (cancel() sees to that), and after the last one it is told not to
// look.
task<> Connection::run(std::shared_ptr<Connection> self, TlsContext tls) {
  Connection& me = *self;
  me.running_ = true;
  bool failed = false;
  try {
    if (tls && !me.cut_) {
      // A failed handshake closes the socket before this object goes, and its number may be another's by
      // then.
      const int socket = std::exchange(me.socket_, -1);
      me.stream_ = co_await tls_accept(std::move(me.stream_), std::move(tls));
      me.socket_ = socket;
      me.secure_ = true;
      me.touch();
    }
    while (!me.cut_) {
      std::unique_ptr<ServerRequest> request = co_await me.read_request();
      if (!request) break;
      // As a TLS terminator says it: a service that names its own address needs the scheme.
      if (me.secure_) request->headers.set("X-Forwarded-Proto", "https");
      co_await me.serve(std::move(request));
      if (!me.reusable()) break;
    }
  } catch (...) {
    // A broken handshake, a reset: it ends this connection and concerns nobody else.
    failed = true;
  }
  if (me.stream_ && !failed) me.stream_->shutdown();
  if (me.stream_) me.stream_->cancel();  // ends the watch, which shares ownership of this connection
  me.running_ = false;
  co_await asio::this_coro::throw_if_cancelled(false);
}

void Connection::cancel() {
  if (running_) cancel_.emit(asio::cancellation_type::terminal);
}

// Null at the connection's end. On the heap, so that a sleeping answer does not keep an emptied request in
// its frames.
task<std::unique_ptr<ServerRequest>> Connection::read_request() {
  phase_ = Phase::waiting;
  touch();
  if (shared_->stopping && carry_.empty()) co_return nullptr;
  auto request = std::make_unique<ServerRequest>();
  RequestParser parser(*request, shared_->max_body);
  feed_carried(parser);
  while (!parser.is_done() && parser.fault().status == 0) {
    if (parser.take_continue()) {
      send("HTTP/1.1 100 Continue\r\n\r\n");
      co_await flush();
      phase_ = Phase::waiting;
    }
    if (watching_) {
      while (watching_ && !cut_) co_await watch_ended_.wait();
      if (gone_) co_return nullptr;
      if (feed_carried(parser)) continue;
    } else {
      const error_code failed = co_await stream_->wait(Ready::read);
      if (failed) co_return nullptr;
    }
    if (!feed_read(parser)) co_return nullptr;
  }
  begin(*request);
  http10_ = parser.http10();
  keep_alive_ = parser.fault().status == 0 && parser.keep_alive();  // of a broken head nothing is known
  if (parser.fault().status == 0) {
    request->received = stream_->last_arrival().at;
    request->peer = stream_->connection().remote;
    co_return request;
  }
  RequestFault fault = parser.fault();
  co_await refuse(std::move(fault));
  co_return nullptr;
}

// Gives the parser what was read before it was wanted. False if there is nothing.
bool Connection::feed_carried(RequestParser& parser) {
  if (carry_.empty()) return false;
  std::string early;
  early.swap(carry_);
  carry_.assign(early, parser.feed(early));
  return true;
}

// Gives the parser the bytes of one read. False at the connection's end.
bool Connection::feed_read(RequestParser& parser) {
  error_code ec;
  const std::span<char> scratch = lane_scratch();
  const std::size_t n = stream_->try_read(asio::buffer(scratch.data(), scratch.size()), ec);
  if (ec && !waits(ec)) return false;
  if (n == 0) return !ec || waits(ec);
  touch();
  if (carry_.empty()) {
    const std::string_view bytes(scratch.data(), n);
    carry_.assign(bytes.substr(parser.feed(bytes)));
  } else {
    carry_.append(scratch.data(), n);
    carry_.erase(0, parser.feed(carry_));
  }
  if (carry_.empty()) drop_buffer(carry_);
  return true;
}

void Connection::begin(const ServerRequest& request) {
  started_ = chunked_ = finished_ = false;
  head_only_ = request.method == "HEAD";
  if (request.upgrade) upgrade_ = std::make_unique<WebSocketUpgrade>(request);
}

task<> Connection::refuse(RequestFault fault) {
  phase_ = Phase::serving;
  Headers headers;
  headers.add("Content-Type", "text/plain; charset=utf-8");
  fault.message += '\n';
  co_await reply(fault.status, std::move(headers), std::move(fault.message));
  stream_->shutdown();
  co_await linger();
}

// A close with unread bytes makes TCP send a reset, which can overtake the answer: read on for a moment.
task<> Connection::linger() {
  phase_ = Phase::lingering;
  touch();
  std::size_t seen = 0;
  while (seen < most_lingering) {
    const error_code failed = co_await stream_->wait(Ready::read);
    if (failed) co_return;
    error_code ec;
    const std::span<char> scratch = lane_scratch();
    const std::size_t n = stream_->try_read(asio::buffer(scratch.data(), scratch.size()), ec);
    if (ec && !waits(ec)) co_return;
    seen += n;
  }
}

task<> Connection::serve(std::unique_ptr<ServerRequest> request) {
  phase_ = Phase::serving;
  ++answers_;
  if (shared_->log.enabled(Level::warning))
    attempted_.assign(request->method).append(" ").append(request->path);
  std::exception_ptr failure;
  watch_soon();
  try {
    if (shared_->service != nullptr) {
      in_service_ = true;
      task<> answer = shared_->service->serve(std::move(*request), *this);
      request.reset();
      co_await std::move(answer);
    }
  } catch (...) {
    failure = std::current_exception();
  }
  in_service_ = false;
  on_gone_ = nullptr;
  upgrade_.reset();
  if (phase_ == Phase::upgraded) co_return;
  if (gone_ || cut_) co_return;
  // Nearly every answer is well and out by now: that takes no further coroutine.
  if (failure || !started_ || !rest_.empty()) co_await end_answer(failure);
  drop_buffer(attempted_);
  phase_ = Phase::waiting;
}

task<> Connection::end_answer(std::exception_ptr failure) {
  if (failure || !started_) {
    co_await asio::this_coro::reset_cancellation_state();
    std::string reason = "the service gave no answer";
    if (failure) reason = as_error(failure, std::string_view()).what();
    if (!shared_->stopping) shared_->log.warning("answering {}: {}", attempted_, reason);
    if (!started_) {
      Headers headers;
      headers.add("Content-Type", "text/plain; charset=utf-8");
      std::string text = "The service failed.\n";
      keep_alive_ = false;
      co_await reply(500, std::move(headers), std::move(text));
    }
  }
  if (!rest_.empty()) co_await flush();
}

bool Connection::reusable() const noexcept {
  return finished_ && keep_alive_ && !gone_ && !cut_ && phase_ != Phase::upgraded && !shared_->stopping;
}

void Connection::touch() noexcept { last_progress_ = shared_->clock.now(); }

}  // namespace aitb::net
