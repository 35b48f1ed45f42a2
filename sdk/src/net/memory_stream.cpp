// Two streams joined in memory. Each write stays one arrival, so tests decide how bytes are split.
#include <boost/asio/error.hpp>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include <aitb/net.hpp>

#include "net/suspend.hpp"

namespace aitb::net {
namespace {

constexpr std::size_t capacity = 1u << 20;  // of unread bytes: more makes the writer wait

/// A place for one waiting coroutine.
class Waiter {
 public:
  ~Waiter() { wake(asio::error::operation_aborted); }

  task<error_code> wait(bool at_once) {
    Waiter* self = this;
    return suspend<void(error_code, error_code)>([self, at_once](Suspended<error_code, error_code> handler) {
      if (at_once) {
        resume_later<error_code, error_code>(std::move(handler), error_code{});
        return;
      }
      auto slot = asio::get_associated_cancellation_slot(handler);
      self->handler_.emplace(std::move(handler));
      if (slot.is_connected()) {
        slot.assign([self](asio::cancellation_type) { self->wake(asio::error::operation_aborted); });
      }
    });
  }

  void wake(error_code ec) {
    if (!handler_) return;
    Suspended<error_code, error_code> handler(std::move(*handler_));
    handler_.reset();
    asio::get_associated_cancellation_slot(handler).clear();
    resume_later<error_code, error_code>(std::move(handler), ec);
  }

 private:
  std::optional<Suspended<error_code, error_code>> handler_;
};

/// One direction.
class Pipe {
 public:
  std::deque<std::string> blocks;
  std::size_t unread = 0, taken = 0;
  std::uint64_t written = 0, read = 0;
  bool closed = false;     // no more will be written
  bool abandoned = false;  // nobody will read
  Waiter reader, writer;
};

class MemoryStream final : public Stream {
 public:
  MemoryStream(std::shared_ptr<Pipe> in, std::shared_ptr<Pipe> out)
      : in_(std::move(in)), out_(std::move(out)) {
    fact_.protocol = "memory";
  }

  ~MemoryStream() override {
    in_->abandoned = true;
    in_->writer.wake(error_code{});
    out_->closed = true;
    out_->reader.wake(error_code{});
  }

  std::size_t try_read(asio::mutable_buffer into, error_code& ec) noexcept override {
    ec = {};
    if (in_->blocks.empty()) {
      ec = in_->closed ? error_code(asio::error::eof) : error_code(asio::error::would_block);
      return 0;
    }
    const std::string& block = in_->blocks.front();
    const std::size_t count = std::min(into.size(), block.size() - in_->taken);
    std::memcpy(into.data(), block.data() + in_->taken, count);
    in_->taken += count;
    if (in_->taken == block.size()) {
      in_->blocks.pop_front();
      in_->taken = 0;
    }
    in_->unread -= count;
    in_->read += count;
    in_->writer.wake(error_code{});
    arrival_ = Arrival(Instant(std::chrono::steady_clock::now()), std::nullopt, count);
    return count;
  }

  std::size_t try_write(asio::const_buffer from, error_code& ec) noexcept override {
    ec = {};
    if (out_->abandoned || out_->closed) {
      ec = asio::error::broken_pipe;
      return 0;
    }
    const std::size_t count = std::min(from.size(), capacity - out_->unread);
    if (count == 0) {
      if (from.size() > 0) ec = asio::error::would_block;
      return 0;
    }
    out_->blocks.emplace_back(static_cast<const char*>(from.data()), count);
    out_->unread += count;
    out_->written += count;
    out_->reader.wake(error_code{});
    return count;
  }

  task<error_code> wait(Ready what) override {
    if (what == Ready::read) return in_->reader.wait(!in_->blocks.empty() || in_->closed);
    return out_->writer.wait(out_->abandoned || out_->closed || out_->unread < capacity);
  }

  void cancel() noexcept override {
    in_->reader.wake(asio::error::operation_aborted);
    out_->writer.wake(asio::error::operation_aborted);
  }

  void shutdown() noexcept override {
    out_->closed = true;
    out_->reader.wake(error_code{});
  }

  const Arrival& last_arrival() const noexcept override { return arrival_; }
  const ConnectionFact& connection() const noexcept override { return fact_; }

  TransportFact totals() const noexcept override {
    TransportFact fact;
    fact.sent = out_->written;
    fact.received = in_->read;
    return fact;
  }

 private:
  std::shared_ptr<Pipe> in_, out_;
  ConnectionFact fact_;
  Arrival arrival_;
};

}  // namespace
}  // namespace aitb::net

namespace aitb::inline v1 {

StreamPair::StreamPair(Executor) {
  auto there = std::make_shared<net::Pipe>();
  auto back = std::make_shared<net::Pipe>();
  first = std::make_unique<net::MemoryStream>(back, there);
  second = std::make_unique<net::MemoryStream>(there, back);
}

StreamPair::~StreamPair() = default;

}  // namespace aitb::inline v1
