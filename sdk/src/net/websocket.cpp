// WebSocket over Beast. The only file that instantiates Beast's websocket::stream: it is the slowest to
// compile.
#include "net/websocket_adapter.hpp"
// (the adapter's overloads must be seen before Beast's templates)
#include <boost/asio/dispatch.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "net/server_side.hpp"
#include "net/websocket_text.hpp"
#include "net/websocket_upgrade.hpp"

namespace aitb::net {

namespace websocket = boost::beast::websocket;
namespace http = boost::beast::http;

namespace {

constexpr Duration close_wait = std::chrono::seconds(5);
// Beast makes room for what a frame's header promises, up to this: a promise must not cost memory.
constexpr std::size_t read_step = 65536;

// The working half. Coroutines share its ownership, so a WebSocket may be destroyed while one of them sleeps.
class Link {
 public:
  Link(Executor executor, std::unique_ptr<Stream> stream, std::string early, bool client,
       std::size_t max_message, bool compression, Clock& clock_)
      : socket(StreamAdapter(executor, std::move(stream), std::move(early), client, clock_)),
        clock(clock_),
        state(socket.next_layer().state()) {
    websocket::permessage_deflate deflate;
    deflate.client_enable = deflate.server_enable = compression;
    socket.set_option(deflate);
    socket.auto_fragment(false);
    socket.write_buffer_bytes(16384);
    socket.read_message_max(max_message);
  }

  void limit(Duration handshake) {
    websocket::stream_base::timeout limits{websocket::stream_base::none(), websocket::stream_base::none(),
                                           false};
    if (handshake > Duration::zero()) limits.handshake_timeout = handshake;
    socket.set_option(limits);
  }

  void watch(Tap* tap);
  void drop() noexcept;
  void lost(const error_code& ec);

  websocket::stream<StreamAdapter, true> socket;
  Clock& clock;
  StreamAdapter::State& state;
  std::string subprotocol;
  TransportFact base;  // totals when the present tap began to watch
  Signal writer_done;
  int close_code = 1005;
  bool writing = false, dropped = false;
};

void Link::watch(Tap* tap) {
  if (state.tap != nullptr) {
    state.tap->response_end(state.received);
    state.tap->transport(transport_since(base, state.stream->totals()));
  }
  state.tap = tap;
  state.received = state.sent = 0;
  base = state.stream->totals();
}

void Link::drop() noexcept {
  if (dropped) return;
  dropped = true;
  watch(nullptr);
  state.closed = true;
  state.stream->shutdown();
  state.stream->cancel();
}

// What ended the connection, as the caller's next error or, for an orderly close, its code.
void Link::lost(const error_code& ec) {
  const int code = ec == websocket::error::closed ? static_cast<int>(socket.reason().code) : 1006;
  close_code = code == 0 ? 1005 : code;
}

class Socket final : public WebSocket {
 public:
  explicit Socket(std::shared_ptr<Link> link) : link_(std::move(link)) {}
  ~Socket() override { link_->drop(); }
  task<std::optional<WsMessage>> receive() override { return receive(link_); }
  task<> send(std::string data, bool binary) override { return send(link_, std::move(data), binary); }
  task<> ping(std::string payload) override { return ping(link_, std::move(payload)); }
  task<> close(int code, std::string reason) override { return close(link_, code, std::move(reason)); }
  std::string_view subprotocol() const noexcept override { return link_->subprotocol; }
  int close_code() const noexcept override { return link_->close_code; }
  void watch(Tap* tap) noexcept override {
    if (!link_->dropped) link_->watch(tap);
    if (tap != nullptr) {
      ConnectionFact fact = link_->state.stream->connection();
      fact.reused = true;
      fact.protocol = "websocket";
      tap->connection(fact);
    }
  }

 private:
  static task<std::optional<WsMessage>> receive(std::shared_ptr<Link> link);
  static task<> send(std::shared_ptr<Link> link, std::string data, bool binary);
  static task<> ping(std::shared_ptr<Link> link, std::string payload);
  static task<> close(std::shared_ptr<Link> link, int code, std::string reason);
  static task<> take_turn(std::shared_ptr<Link> link);

  std::shared_ptr<Link> link_;
};

// Beast wants one writer at a time; callers may be several coroutines of the lane.
class Turn {
 public:
  explicit Turn(Link& link) : link_(link) { link_.writing = true; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    link_.writing = false;
    link_.writer_done.notify();
  }

 private:
  Link& link_;
};

task<std::optional<WsMessage>> Socket::receive(std::shared_ptr<Link> link) {
  std::optional<WsMessage> message(std::in_place);
  auto buffer = asio::dynamic_buffer(message->data);
  error_code ec;
  do {
    co_await link->socket.async_read_some(buffer, read_step, asio::redirect_error(use_task, ec));
  } while (!ec && !link->socket.is_message_done());
  if (ec) {
    link->lost(ec);
    if (ec == websocket::error::closed) co_return std::nullopt;
    throw_websocket_error(ec, "receiving a WebSocket message");
  }
  message->binary = link->socket.got_binary();
  const FrameMeter::Message wire = link->state.incoming.take();
  message->l7_bytes = wire.bytes;
  message->arrival = wire.arrival;
  co_return message;
}

task<> Socket::take_turn(std::shared_ptr<Link> link) {
  while (link->writing) co_await link->writer_done.wait();
}

task<> Socket::send(std::shared_ptr<Link> link, std::string data, bool binary) {
  co_await take_turn(link);
  Turn turn(*link);
  link->socket.binary(binary);
  link->state.begin_send();
  error_code ec;
  co_await link->socket.async_write(asio::buffer(data), asio::redirect_error(use_task, ec));
  if (ec) {
    link->lost(ec);
    throw_websocket_error(ec, "sending a WebSocket message");
  }
  const FrameMeter::Message wire = link->state.outgoing.take();
  Tap* const tap = link->state.tap;
  if (tap != nullptr) tap->request_sent(link->state.first_sent, link->state.last_sent, 0, wire.bytes);
}

task<> Socket::ping(std::shared_ptr<Link> link, std::string payload) {
  co_await take_turn(link);
  Turn turn(*link);
  websocket::ping_data data;
  data.assign(payload.data(), std::min<std::size_t>(payload.size(), 125));
  error_code ec;
  co_await link->socket.async_ping(data, asio::redirect_error(use_task, ec));
  if (ec) throw_websocket_error(ec, "sending a WebSocket ping");
}

task<> Socket::close(std::shared_ptr<Link> link, int code, std::string reason) {
  co_await take_turn(link);
  Turn turn(*link);
  link->limit(close_wait);
  websocket::close_reason why(static_cast<std::uint16_t>(code));
  why.reason.assign(reason.data(), std::min<std::size_t>(reason.size(), 123));
  error_code ec;
  co_await link->socket.async_close(why, asio::redirect_error(use_task, ec));
  link->lost(ec ? ec : error_code(websocket::error::closed));
  link->drop();
  // A peer that is gone already, or does not answer the close, is closed too.
  if (ec == asio::error::operation_aborted) throw_websocket_error(ec, "closing a WebSocket");
}

}  // namespace

task<std::unique_ptr<WebSocket>> connect_websocket(std::unique_ptr<Stream> stream, WsConnectRequest request,
                                                   Clock& clock, Tap& tap) {
  const Executor executor = co_await asio::this_coro::executor;
  const WebSocketTarget target(request.url);
  auto link = std::make_shared<Link>(executor, std::move(stream), std::string(), true, request.max_message,
                                     request.compression, clock);
  ConnectionFact fact = link->state.stream->connection();
  fact.protocol = "websocket";
  tap.connection(fact);
  link->watch(&tap);
  const Deadlines deadlines = request.http.deadlines.value_or(Deadlines());
  link->limit(deadlines.first_byte);
  websocket::stream_base::decorator decorate([&request](websocket::request_type& head) {
    head.erase(http::field::user_agent);
    for (const auto& [name, value] : request.headers.all()) head.insert(name, value);
    if (!request.subprotocols.empty()) {
      head.set(http::field::sec_websocket_protocol, joined(request.subprotocols));
    }
  });
  link->socket.set_option(std::move(decorate));
  websocket::response_type response;
  error_code ec;
  co_await link->socket.async_handshake(response, target.host, target.path,
                                        asio::redirect_error(use_task, ec));
  StreamAdapter::State& state = link->state;
  if (state.last_sent != Instant()) tap.request_sent(state.first_sent, state.last_sent, state.sent, 0);
  Headers headers;
  for (const auto& field : response)
    headers.add(std::string(field.name_string()), std::string(field.value()));
  if (response.result_int() >= 100 && state.head_bytes > 0)
    tap.response_head(static_cast<int>(response.result_int()), state.head_bytes);
  if (ec) {
    link->drop();
    if (ec == websocket::error::upgrade_declined) {
      throw declined(request.url, static_cast<int>(response.result_int()), headers, response.body());
    }
    throw_websocket_error(ec, "opening the WebSocket " + target.shown);
  }
  state.head_sent = true;
  link->subprotocol = std::string(headers.get("Sec-WebSocket-Protocol"));
  check_subprotocol(link->subprotocol, request.subprotocols, target.shown);
  link->limit(Duration::zero());
  std::unique_ptr<WebSocket> socket = std::make_unique<Socket>(std::move(link));
  co_return socket;
}

task<std::unique_ptr<WebSocket>> accept_websocket(std::unique_ptr<Stream> stream, WebSocketUpgrade upgrade,
                                                  std::string subprotocol, std::string early,
                                                  bool compression, std::size_t max_message, Clock& clock) {
  const Executor executor = co_await asio::this_coro::executor;
  auto link = std::make_shared<Link>(executor, std::move(stream), std::move(early), false, max_message,
                                     compression, clock);
  http::request<http::empty_body> request;
  request.method(http::verb::get);
  request.target(upgrade.target);
  request.version(11);
  for (const auto& [name, value] : upgrade.headers.all()) request.insert(name, value);
  websocket::stream_base::decorator decorate([&subprotocol](websocket::response_type& head) {
    head.set(http::field::server, "aitb");  // Beast would name itself there
    if (!subprotocol.empty()) head.set(http::field::sec_websocket_protocol, subprotocol);
  });
  link->socket.set_option(std::move(decorate));
  link->limit(close_wait);
  error_code ec;
  co_await link->socket.async_accept(request, asio::redirect_error(use_task, ec));
  if (ec) throw_websocket_error(ec, "accepting a WebSocket");
  link->state.head_sent = true;
  link->subprotocol = std::move(subprotocol);
  link->limit(Duration::zero());
  std::unique_ptr<WebSocket> socket = std::make_unique<Socket>(std::move(link));
  co_return socket;
}

}  // namespace aitb::net
