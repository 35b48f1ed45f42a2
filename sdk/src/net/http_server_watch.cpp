// The watching half of Connection: a client that goes away while the service sleeps, and connections that
// must end.
#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include "net/http_server_connection.hpp"

namespace aitb::net {
namespace {

constexpr std::size_t most_pipelined = 64u << 10;

bool waits(const error_code& ec) noexcept {
  return ec == asio::error::would_block || ec == asio::error::try_again;
}

}  // namespace

// Defers the watch by one turn of the loop: a service that answers without sleeping has ended by then.
void Connection::watch_soon() {
  if (watching_) return;
  asio::post(shared_->executor, [self = shared_from_this(), answer = answers_] {
    const bool sleeping = self->phase_ == Phase::serving || self->phase_ == Phase::writing;
    if (!sleeping || self->answers_ != answer || self->watching_ || self->cut_) return;
    self->watching_ = true;
    auto ended = [](std::exception_ptr) {};
    asio::co_spawn(self->shared_->executor, watch(self), ended);
  });
}

task<> Connection::watch(std::shared_ptr<Connection> self) {
  Connection& me = *self;
  while (true) {
    error_code ec = co_await me.stream_->wait(Ready::read);
    if (ec == asio::error::operation_aborted || me.cut_) break;
    std::size_t n = 0;
    if (!ec) {
      const std::span<char> scratch = lane_scratch();
      n = me.stream_->try_read(asio::buffer(scratch.data(), scratch.size()), ec);
      if (n > 0) me.carry_.append(scratch.data(), n);
    }
    if (ec && !waits(ec)) {
      me.lose();
      break;
    }
    if (n > 0) me.touch();
    // Between answers the reader takes over; with much unread input we stop reading and TCP holds the client
    // back.
    if (me.phase_ == Phase::waiting ? n > 0 : me.carry_.size() >= most_pipelined) break;
  }
  me.watching_ = false;
  me.watch_ended_.notify();
}

task<> Connection::end_watch() {
  while (watching_ && !cut_) {
    stream_->cancel();
    co_await watch_ended_.wait();
  }
}

void Connection::lose() noexcept {
  gone_ = true;
  if (phase_ != Phase::serving && phase_ != Phase::writing) return;
  if (on_gone_) std::exchange(on_gone_, nullptr)();
  cancel();
}

void Connection::on_gone(std::function<void()> call) {
  if (gone_) {
    call();
  } else {
    on_gone_ = std::move(call);
  }
}

void Connection::cut() {
  if (cut_) return;
  cut_ = gone_ = true;
  keep_alive_ = false;
  if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);  // even if the service will not hear of it
  if (stream_) stream_->cancel();
  // A coroutine that waits here owns us and we hold it: without a loop that still runs, only this lets go of
  // both.
  watch_ended_.notify();
  cancel();
}

void Connection::cut_if_waiting() {
  if (phase_ == Phase::waiting || phase_ == Phase::lingering) cut();
}

void Connection::cut_if_idle(Instant oldest, Instant oldest_linger) {
  if (phase_ == Phase::serving || phase_ == Phase::upgraded) return;
  if (last_progress_ < (phase_ == Phase::lingering ? oldest_linger : oldest)) cut();
}

}  // namespace aitb::net
