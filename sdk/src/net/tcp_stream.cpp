// A connected socket as a Stream: one system call a read, stamped at once, with the kernel's own stamp beside
// it.
#include <ctime>  // before the kernel's header, which uses timespec and does not say so

#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <sys/socket.h>

#include <boost/asio/redirect_error.hpp>
#include <cerrno>

#include "net/streams.hpp"
#include "net/tcp_meter.hpp"

namespace aitb::net {
namespace {

std::int64_t nanoseconds(const timespec& t) { return t.tv_sec * 1'000'000'000ll + t.tv_nsec; }

/// CLOCK_REALTIME − CLOCK_MONOTONIC, measured anew at most once a second: the wall clock may be slewed.
std::int64_t wall_offset(std::int64_t monotonic_now) {
  thread_local std::int64_t measured_at = 0, offset = 0;
  if (offset == 0 || monotonic_now - measured_at > 1'000'000'000) {
    timespec before{}, wall{}, after{};
    clock_gettime(CLOCK_MONOTONIC, &before);
    clock_gettime(CLOCK_REALTIME, &wall);
    clock_gettime(CLOCK_MONOTONIC, &after);
    offset = nanoseconds(wall) - (nanoseconds(before) + nanoseconds(after)) / 2;
    measured_at = monotonic_now;
  }
  return offset;
}

class TcpStream final : public Stream {
 public:
  TcpStream(Socket socket, bool kernel_timestamps, ConnectionFact fact)
      : socket_(std::move(socket)), fact_(std::move(fact)), stamps_(kernel_timestamps) {
    error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    if (stamps_) {
      const int flags = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
      stamps_ = setsockopt(socket_.native_handle(), SOL_SOCKET, SO_TIMESTAMPING, &flags, sizeof flags) == 0;
    }
  }

  std::size_t try_read(asio::mutable_buffer into, error_code& ec) noexcept override {
    iovec part{into.data(), into.size()};
    alignas(cmsghdr) char control[128];
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (stamps_) {
      message.msg_control = control;
      message.msg_controllen = sizeof control;
    }
    const ssize_t n = recvmsg(socket_.native_handle(), &message, MSG_DONTWAIT);
    if (n > 0) {
      arrival_.at = Instant(std::chrono::steady_clock::now());
      arrival_.bytes = static_cast<std::size_t>(n);
      arrival_.kernel = stamps_ ? kernel_stamp(message) : std::nullopt;
      received_ += static_cast<std::uint64_t>(n);
      ec.clear();
      return static_cast<std::size_t>(n);
    }
    ec = n == 0 ? error_code(asio::error::eof) : error_code(errno, boost::system::system_category());
    return 0;
  }

  std::size_t try_write(asio::const_buffer from, error_code& ec) noexcept override {
    const ssize_t n = send(socket_.native_handle(), from.data(), from.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n >= 0) {
      sent_ += static_cast<std::uint64_t>(n);
      ec.clear();
      return static_cast<std::size_t>(n);
    }
    ec = error_code(errno, boost::system::system_category());
    return 0;
  }

  task<error_code> wait(Ready what) override {
    error_code ec;
    const auto direction = what == Ready::read ? Socket::wait_read : Socket::wait_write;
    auto token = asio::redirect_error(use_task, ec);
    co_await socket_.async_wait(direction, std::move(token));
    co_return ec;
  }

  void cancel() noexcept override {
    error_code ignored;
    socket_.cancel(ignored);
  }

  void shutdown() noexcept override {
    error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
  }

  const Arrival& last_arrival() const noexcept override { return arrival_; }
  const ConnectionFact& connection() const noexcept override { return fact_; }

  TransportFact totals() const noexcept override {
    TransportFact fact;
    fact.sent = sent_;
    fact.received = received_;
    const TcpCounters counters = read_tcp_info(const_cast<Socket&>(socket_).native_handle());
    if (!counters.known) return fact;
    fact.segments_out = counters.segments_out;
    fact.segments_in = counters.segments_in;
    fact.data_segments_out = counters.data_segments_out;
    fact.data_segments_in = counters.data_segments_in;
    fact.retransmits = counters.retransmits;
    fact.rtt_us = counters.rtt_us;
    fact.rtt_var_us = counters.rtt_var_us;
    if (counters.min_rtt_us != 0) fact.min_rtt_us = counters.min_rtt_us;
    fact.congestion_window = counters.congestion_window;
    fact.mss = counters.mss;
    return fact;
  }

 private:
  std::optional<Instant> kernel_stamp(msghdr& message) const noexcept {
    for (cmsghdr* header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
      if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_TIMESTAMPING) continue;
      const auto* stamps = reinterpret_cast<const scm_timestamping*>(CMSG_DATA(header));
      const std::int64_t wall = nanoseconds(stamps->ts[0]);
      const std::int64_t user = to_ns(arrival_.at);
      const std::int64_t kernel = wall - wall_offset(user);
      // A stamp from the future or of long ago means that the wall clock was set meanwhile.
      if (wall == 0 || kernel > user + 1'000'000 || user - kernel > 60'000'000'000) return std::nullopt;
      return from_ns(std::min(kernel, user));
    }
    return std::nullopt;
  }

  Socket socket_;
  ConnectionFact fact_;
  Arrival arrival_;
  std::uint64_t sent_ = 0, received_ = 0;
  bool stamps_;
};

}  // namespace

std::unique_ptr<Stream> tcp_stream(Socket socket, bool kernel_timestamps, ConnectionFact fact) {
  return std::make_unique<TcpStream>(std::move(socket), kernel_timestamps, std::move(fact));
}

std::span<char> lane_scratch() {
  thread_local const std::unique_ptr<char[]> bytes(new char[65536]);
  return {bytes.get(), 65536};
}

}  // namespace aitb::net
