#include "net/websocket_adapter.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <array>
#include <cstring>

#include "net/guarded.hpp"

namespace aitb::net {
namespace {

using State = StreamAdapter::State;
using Handler = StreamAdapter::Handler;

bool waits(const error_code& ec) noexcept {
  return ec == asio::error::would_block || ec == asio::error::try_again;
}

void complete(Executor executor, Handler handler, error_code ec, std::size_t n) {
  auto call = [handler = std::move(handler), ec, n]() mutable { std::move(handler)(ec, n); };
  asio::post(executor, std::move(call));
}

// One operation that has to wait.
class Pending : public Guard {
 public:
  Pending(std::shared_ptr<State> state_, Handler handler_)
      : state(std::move(state_)), handler(std::move(handler_)) {}
  std::shared_ptr<State> state;
  Handler handler;
  error_code ec;
  std::size_t n = 0;
};

task<> read_later(std::shared_ptr<Pending> op, asio::mutable_buffer into) {
  do {
    op->ec = co_await op->state->stream->wait(Ready::read);
    if (!op->ec) op->n = op->state->read(into, op->ec);
  } while (waits(op->ec));
}

task<> write_later(std::shared_ptr<Pending> op, std::vector<asio::const_buffer> from) {
  do {
    op->ec = co_await op->state->stream->wait(Ready::write);
    if (!op->ec) op->n = op->state->write(from, op->ec);
  } while (waits(op->ec));
}

void launch(Executor executor, std::shared_ptr<Pending> op, task<> work) {
  const asio::cancellation_slot slot = asio::get_associated_cancellation_slot(op->handler);
  if (slot.is_connected()) {
    // The slot's owner waits for the handler that the operation holds: a strong reference would be a circle.
    auto cancel = [weak = std::weak_ptr<Pending>(op)](asio::cancellation_type) {
      const std::shared_ptr<Pending> held = weak.lock();
      if (held) Guard::cancel(held);
    };
    asio::cancellation_slot(slot).assign(std::move(cancel));
  }
  auto end = [](Pending& ended, std::exception_ptr failure) {
    if (failure) ended.ec = asio::error::operation_aborted;
    asio::get_associated_cancellation_slot(ended.handler).clear();
    std::move(ended.handler)(ended.ec, ended.n);
  };
  spawn_guarded(executor, std::move(op), std::move(work), end);
}

}  // namespace

StreamAdapter::StreamAdapter(Executor executor, std::unique_ptr<Stream> stream, std::string early,
                             bool client, Clock& clock)
    : executor_(executor),
      state_(std::make_shared<State>(std::move(stream), std::move(early), client, clock)) {}

StreamAdapter::StreamAdapter(StreamAdapter&&) noexcept = default;

StreamAdapter::~StreamAdapter() {
  if (!state_) return;
  state_->tap = nullptr;
  state_->closed = true;
  state_->stream
      ->cancel();  // a wait still under way holds the state, and with it the stream, until it has unwound
}

Stream& StreamAdapter::stream() noexcept { return *state_->stream; }

std::size_t State::read(asio::mutable_buffer into, error_code& ec) {
  if (closed) {
    ec = asio::error::operation_aborted;
    return 0;
  }
  std::size_t n = 0;
  if (!early.empty()) {
    n = std::min(early.size(), into.size());
    std::memcpy(into.data(), early.data(), n);
    early.erase(0, n);
  } else {
    n = stream->try_read(into, ec);
  }
  if (n == 0) return 0;
  const Arrival& arrival = stream->last_arrival();
  if (tap != nullptr) tap->arrived(arrival);
  std::string_view bytes(static_cast<const char*>(into.data()), n);
  if (!head_done) {  // the end of the head may be split over reads: look at it with the last bytes before
    const std::size_t before = head_tail.size();
    head_tail.append(bytes);
    const auto end = head_tail.find("\r\n\r\n");
    if (end == std::string::npos) {
      head_bytes += n;
      head_tail.erase(0, head_tail.size() - std::min<std::size_t>(3, head_tail.size()));
      return n;
    }
    head_done = true;
    head_bytes += end + 4 - before;
    bytes.remove_prefix(end + 4 - before);
    std::string().swap(head_tail);
  }
  received += bytes.size();
  incoming.feed(bytes, arrival);
  return n;
}

std::size_t State::write(const std::vector<asio::const_buffer>& from, error_code& ec) {
  if (closed) {
    ec = asio::error::operation_aborted;
    return 0;
  }
  // One send for frame header and payload: gathered where they are small, as they nearly always are.
  std::array<char, 16384> gathered;
  asio::const_buffer bytes;
  if (from.size() == 1 || (!from.empty() && from.front().size() >= gathered.size())) {
    bytes = from.front();
  } else {
    std::size_t size = 0;
    for (const asio::const_buffer& each : from) {
      const std::size_t part = std::min(each.size(), gathered.size() - size);
      if (part > 0) std::memcpy(gathered.data() + size, each.data(), part);
      size += part;
    }
    bytes = asio::const_buffer(gathered.data(), size);
  }
  if (first_sent == Instant()) first_sent = clock.now();
  const std::size_t n = stream->try_write(bytes, ec);
  if (n == 0) return 0;
  last_sent = clock.now();
  sent += n;
  if (head_sent) outgoing.feed(std::string_view(static_cast<const char*>(bytes.data()), n), Arrival());
  return n;
}

void StreamAdapter::read(asio::mutable_buffer into, Handler handler) {
  error_code ec;
  const std::size_t n = into.size() == 0 ? 0 : state_->read(into, ec);
  if (!waits(ec)) return complete(executor_, std::move(handler), ec, n);
  auto op = std::make_shared<Pending>(state_, std::move(handler));
  launch(executor_, op, read_later(op, into));
}

void StreamAdapter::write(std::vector<asio::const_buffer> from, Handler handler) {
  error_code ec;
  const std::size_t n = state_->write(from, ec);
  if (!waits(ec)) return complete(executor_, std::move(handler), ec, n);
  auto op = std::make_shared<Pending>(state_, std::move(handler));
  launch(executor_, op, write_later(op, std::move(from)));
}

void teardown(boost::beast::role_type, StreamAdapter& adapter, error_code& ec) {
  ec = error_code();
  adapter.stream().shutdown();
}

void beast_close_socket(StreamAdapter& adapter) {
  adapter.state().closed = true;
  adapter.stream().shutdown();
  adapter.stream().cancel();
}

}  // namespace aitb::net
