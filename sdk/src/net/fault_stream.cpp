// A stream that misbehaves at one chosen operation.
#include <algorithm>
#include <boost/asio/error.hpp>

#include <aitb/net.hpp>

namespace aitb::net {
namespace {

using boost::system::error_code;

class FaultStream final : public Stream {
 public:
  FaultStream(std::unique_ptr<Stream> inner, std::size_t at, Fault fault, std::size_t split)
      : inner_(std::move(inner)), at_(at), fault_(fault), split_(split) {}

  std::size_t try_read(asio::mutable_buffer into, error_code& ec) noexcept override {
    if (broken(ec, asio::error::eof)) return 0;
    if (split_ > 0) into = asio::buffer(into, split_);
    const bool now = next_is_fault();
    if (now && fault_ == Fault::short_io) into = asio::buffer(into, 1);
    const std::size_t count = inner_->try_read(into, ec);
    if (ec == asio::error::would_block) return 0;  // nothing happened: not an operation
    ++done_;
    if (!now || fault_ == Fault::none || fault_ == Fault::short_io) return count;
    broken_ = true;
    broken(ec, asio::error::eof);
    return 0;
  }

  std::size_t try_write(asio::const_buffer from, error_code& ec) noexcept override {
    if (broken(ec, asio::error::broken_pipe)) return 0;
    const bool now = next_is_fault();
    if (now && fault_ == Fault::short_io) from = asio::buffer(from, 1);
    if (now && fault_ != Fault::none && fault_ != Fault::short_io) {
      broken_ = true;
      broken(ec, asio::error::broken_pipe);
      return 0;
    }
    const std::size_t count = inner_->try_write(from, ec);
    if (ec != asio::error::would_block) ++done_;
    return count;
  }

  task<error_code> wait(Ready what) override {
    // A stalled stream waits for bytes of which it will never tell; cancel() and deadlines still end it.
    if (broken_) return fault_ == Fault::stall ? stalled(stop_) : at_once();
    return inner_->wait(what);
  }

  void cancel() noexcept override {
    stop_->notify();
    inner_->cancel();
  }
  void shutdown() noexcept override { inner_->shutdown(); }
  const Arrival& last_arrival() const noexcept override { return inner_->last_arrival(); }
  TransportFact totals() const noexcept override { return inner_->totals(); }
  const ConnectionFact& connection() const noexcept override { return inner_->connection(); }

 private:
  bool next_is_fault() const noexcept { return done_ + 1 == at_; }

  bool broken(error_code& ec, error_code at_end) const noexcept {
    if (!broken_) return false;
    if (fault_ == Fault::reset) ec = asio::error::connection_reset;
    if (fault_ == Fault::eof) ec = at_end;
    if (fault_ == Fault::stall) ec = asio::error::would_block;
    return true;
  }

  static task<error_code> at_once() { co_return error_code{}; }
  static task<error_code> stalled(std::shared_ptr<Signal> stop) {
    co_await stop->wait();
    co_return asio::error::operation_aborted;
  }

  std::unique_ptr<Stream> inner_;
  std::shared_ptr<Signal> stop_ = std::make_shared<Signal>();
  std::size_t at_;
  Fault fault_;
  std::size_t split_;
  std::size_t done_ = 0;
  bool broken_ = false;
};

}  // namespace
}  // namespace aitb::net

namespace aitb::inline v1 {

std::unique_ptr<Stream> fault_stream(std::unique_ptr<Stream> inner, std::size_t at, Fault fault,
                                     std::size_t split) {
  return std::make_unique<net::FaultStream>(std::move(inner), at, fault, split);
}

}  // namespace aitb::inline v1
