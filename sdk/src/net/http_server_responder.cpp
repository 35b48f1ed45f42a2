// The answering half of Connection. The fast paths (try_write, short replies) allocate nothing per call.
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <cstring>

#include <aitb/prefetch.hpp>

#include "net/byte_scan.hpp"
#include "net/http_server_connection.hpp"

namespace aitb::net {
namespace {

constexpr std::size_t small_chunk = 2048;
constexpr std::size_t most_gathered = 64u << 10;

// Puts "SIZE\r\n" at `out`; returns its length (at most 18).
std::size_t chunk_head(char* out, std::size_t size) noexcept {
  char* end = std::to_chars(out, out + 16, size, 16).ptr;
  *end++ = '\r';
  *end++ = '\n';
  return static_cast<std::size_t>(end - out);
}

void append_number(std::string& out, std::size_t number) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

// A line break inside a name or value would end the field: what a service echoes must not forge headers.
void append_field(std::string& out, std::string_view name, std::string_view value) {
  const std::size_t at = out.size();
  out.append(name).append(": ").append(value);
  if (has_byte_below(std::string_view(out).substr(at), '\r' + 1)) {
    for (std::size_t i = at; i < out.size(); ++i) {
      if (out[i] == '\r' || out[i] == '\n' || out[i] == '\0') out[i] = ' ';
    }
  }
  out.append("\r\n");
}

bool is_framing(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 3> framing = {"Content-Length", "Transfer-Encoding", "Connection"};
  return std::any_of(framing.begin(), framing.end(), [name](std::string_view one) {
    return name.size() == one.size() && boost::beast::iequals(name, one);
  });
}

bool bodiless(int status) noexcept { return status < 200 || status == 204 || status == 304; }

bool waits(const error_code& ec) noexcept {
  return ec == asio::error::would_block || ec == asio::error::try_again;
}

}  // namespace

std::string_view reason_phrase(int status) {
  const auto text = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  return std::string_view(text.data(), text.size());
}

// Puts the head of the answer into shared_->out and decides how the body is framed.
void Connection::open_answer(int status, Headers& headers, bool chunked, std::size_t length) {
  if (started_) throw Error(ErrorKind::internal, "answering a request: this answer has already begun");
  throw_if_gone();
  started_ = true;
  chunked_ = chunked && !http10_ && !bodiless(status);
  if (chunked && http10_) keep_alive_ = false;  // the close is the only end mark that HTTP/1.0 knows
  if (shared_->stopping) keep_alive_ = false;
  head_only_ = head_only_ || bodiless(status);
  std::string& out = shared_->out;
  out.assign("HTTP/1.1 ");
  append_number(out, static_cast<std::size_t>(status));
  out.append(" ").append(reason_phrase(status)).append("\r\n");
  for (const auto& [name, value] : headers.all()) {
    if (is_framing(name)) {
      if (boost::beast::iequals(name, "Connection") && boost::beast::iequals(value, "close"))
        keep_alive_ = false;
      continue;
    }
    append_field(out, name, value);
  }
  if (chunked_) {
    out.append("Transfer-Encoding: chunked\r\n");
  } else if (!chunked && !bodiless(status)) {
    out.append("Content-Length: ");
    append_number(out, length);
    out.append("\r\n");
  }
  if (!keep_alive_) {
    out.append("Connection: close\r\n");
  } else if (http10_) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
}

task<> Connection::reply(int status, Headers headers, std::string body) {
  open_answer(status, headers, false, body.size());
  std::string& out = shared_->out;
  const bool with_body = !head_only_ && !body.empty();
  if (with_body && body.size() <= most_gathered) out.append(body);
  send(out);
  if (!rest_.empty()) co_await flush();
  if (with_body && body.size() > most_gathered) co_await send_large(body);
  finished_ = true;
}

task<> Connection::start(int status, Headers headers) {
  open_answer(status, headers, true, 0);
  send(shared_->out);
  if (!rest_.empty()) co_await flush();
}

bool Connection::try_write(std::string_view chunk) noexcept {
  if (gone_ || !started_ || finished_) return false;
  if (!rest_.empty() && !flush_some()) return false;
  if (chunk.empty() || head_only_) return true;  // an empty chunk would end the answer
  if (chunk.size() > most_gathered) return false;
  char local[small_chunk + 32];
  char* bytes = local;
  if (chunk.size() > small_chunk) {
    shared_->out.resize(most_gathered + 32);
    bytes = shared_->out.data();
  }
  std::size_t size = chunked_ ? chunk_head(bytes, chunk.size()) : 0;
  std::memcpy(bytes + size, chunk.data(), chunk.size());
  size += chunk.size();
  if (chunked_) {
    bytes[size++] = '\r';
    bytes[size++] = '\n';
  }
  error_code ec;
  const std::size_t taken = stream_->try_write(asio::buffer(bytes, size), ec);
  if (ec) {
    gone_ = !waits(ec);  // the watch sees it too, and tells the service
    return false;
  }
  if (taken < size) rest_.assign(bytes + taken, size - taken);
  return true;
}

void Connection::soon() const noexcept {
  prefetch(this, sizeof *this);
  prefetch(stream_.get(), 4 * cache_line_size);
}

task<> Connection::write(std::string_view chunk) {
  if (!started_ || finished_) {
    throw Error(ErrorKind::internal,
                "writing a chunk: the answer is not open; call start() before, finish() after");
  }
  while (!try_write(chunk)) {
    throw_if_gone();
    if (!rest_.empty()) {
      co_await flush();
    } else if (chunk.size() > most_gathered) {
      char head[20];
      if (chunked_) send(std::string_view(head, chunk_head(head, chunk.size())));
      co_await send_large(chunk);
      if (chunked_) send("\r\n");
      co_return;
    } else {
      co_await wait_writable();
    }
  }
}

task<> Connection::finish() {
  if (!started_ || finished_) throw Error(ErrorKind::internal, "ending an answer: it is not open");
  throw_if_gone();
  if (chunked_ && !head_only_) send("0\r\n\r\n");
  if (!rest_.empty()) co_await flush();
  finished_ = true;
}

task<> Connection::raw(std::string bytes) {
  throw_if_gone();
  started_ = true;
  keep_alive_ = false;  // what the client makes of it is unknown
  if (!rest_.empty()) co_await flush();
  co_await send_large(bytes);
}

void Connection::abort(bool reset) noexcept {
  started_ = true;
  gone_ = cut_ = true;
  keep_alive_ = false;
  rest_.clear();
  if (socket_ >= 0 && reset) {
    const ::linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    const sockaddr nobody{AF_UNSPEC, {}};
    ::connect(socket_, &nobody,
              sizeof nobody);  // disconnects with a reset now, before the stream is destroyed
  } else if (socket_ >= 0) {
    ::shutdown(socket_, SHUT_RDWR);
  } else if (stream_) {
    stream_->shutdown();
  }
  if (stream_) stream_->cancel();
}

task<std::unique_ptr<WebSocket>> Connection::accept(std::string subprotocol) {
  if (!upgrade_) {
    throw Error(ErrorKind::protocol, "accepting a WebSocket: the request does not ask for one")
        .with_status(426);
  }
  if (started_) throw Error(ErrorKind::internal, "accepting a WebSocket: this answer has already begun");
  co_await end_watch();
  throw_if_gone();
  started_ = true;
  keep_alive_ = false;
  phase_ = Phase::upgraded;
  socket_ = -1;
  WebSocketUpgrade upgrade = std::move(*upgrade_);
  std::string early = std::exchange(carry_, std::string());
  co_return co_await accept_websocket(std::move(stream_), std::move(upgrade), std::move(subprotocol),
                                      std::move(early), shared_->ws_compression, shared_->max_body,
                                      shared_->clock);
}

// Sends what the kernel takes and keeps the rest.
void Connection::send(std::string_view bytes) {
  if (!rest_.empty()) {
    rest_.append(bytes);
    return;
  }
  error_code ec;
  std::size_t taken = stream_->try_write(asio::buffer(bytes.data(), bytes.size()), ec);
  if (ec && !waits(ec)) gone_ = true;
  throw_if_gone();
  if (taken < bytes.size()) rest_.assign(bytes.substr(taken));
}

// True when nothing is left to send.
bool Connection::flush_some() noexcept {
  std::size_t sent = 0;
  while (sent < rest_.size()) {
    error_code ec;
    const std::size_t taken = stream_->try_write(asio::buffer(rest_.data() + sent, rest_.size() - sent), ec);
    if (ec && !waits(ec)) gone_ = true;
    if (ec) break;
    sent += taken;
  }
  if (sent > 0) touch();
  if (sent < rest_.size()) {
    rest_.erase(0, sent);
    return false;
  }
  std::string().swap(rest_);
  return true;
}

task<> Connection::flush() {
  while (!flush_some()) {
    throw_if_gone();
    co_await wait_writable();
  }
}

task<> Connection::wait_writable() {
  const Phase before = std::exchange(phase_, Phase::writing);
  touch();
  const error_code ec = co_await stream_->wait(Ready::write);
  phase_ = before;
  throw_if_gone();
  if (ec) throw boost::system::system_error(ec, "waiting for a slow client");
}

// Without a copy, for bytes that stay where they are meanwhile.
task<> Connection::send_large(std::string_view bytes) {
  if (!rest_.empty()) co_await flush();
  while (!bytes.empty()) {
    error_code ec;
    const std::size_t taken = stream_->try_write(asio::buffer(bytes.data(), bytes.size()), ec);
    if (ec && !waits(ec)) gone_ = true;
    throw_if_gone();
    bytes.remove_prefix(taken);
    if (taken > 0) touch();
    if (!bytes.empty() && taken == 0) co_await wait_writable();
  }
}

void Connection::throw_if_gone() const {
  if (gone_) throw Error(ErrorKind::cancelled, "answering a request: the client went away");
}

}  // namespace aitb::net
