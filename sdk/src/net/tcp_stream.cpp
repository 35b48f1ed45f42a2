// TCP under the Stream interface: one recvmsg() is one arrival, stamped by user space and by the kernel.
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "net/kernel_time.hpp"
#include "net/readiness.hpp"
#include "net/streams.hpp"
#include "net/tcp_meter.hpp"

namespace aitb::net {
namespace {

error_code last_error() noexcept { return {errno, boost::system::system_category()}; }

class TcpStream final : public Stream, public FetchedAhead {
 public:
  TcpStream(asio::io_context& lane, int socket, bool kernel_timestamps, ConnectionFact fact)
      : readiness_(lane, socket), tells_rest_(ask_bytes_left(socket)), fact_(std::move(fact)) {
    const int on = 1;
    if (kernel_timestamps) ::setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on));
  }

  std::size_t try_read(asio::mutable_buffer into, error_code& ec) noexcept override {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(timespec)) + CMSG_SPACE(sizeof(int))> control;
    iovec block{into.data(), into.size()};
    msghdr message{};
    message.msg_iov = &block;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t count = ::recvmsg(readiness_.descriptor(), &message, MSG_DONTWAIT);
    const Instant now(std::chrono::steady_clock::now());
    if (count > 0) {
      ec = {};
      received_ += static_cast<std::uint64_t>(count);
      arrival_ = Arrival(now, std::nullopt, static_cast<std::size_t>(count));
      more_ = !tells_rest_;
      read_control(message);
      return static_cast<std::size_t>(count);
    }
    if (count == 0) {
      ec = into.size() == 0 ? error_code{} : error_code(asio::error::eof);
      more_ = true;  // the end stays readable, and no edge will tell again
      return 0;
    }
    ec = last_error();
    more_ = ec != asio::error::would_block && ec != asio::error::try_again;
    if (!more_) {
      ec = asio::error::would_block;
      readiness_.forget_hang_up();
    }
    return 0;
  }

  std::size_t try_write(asio::const_buffer from, error_code& ec) noexcept override {
    const ssize_t count =
        ::send(readiness_.descriptor(), from.data(), from.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0) {
      ec = {};
      sent_ += static_cast<std::uint64_t>(count);
      return static_cast<std::size_t>(count);
    }
    ec = last_error();
    if (ec == asio::error::try_again) ec = asio::error::would_block;
    return 0;
  }

  task<error_code> wait(Ready what) override {
    return readiness_.wait(what, what == Ready::read && must_go_on());
  }

  task<error_code> wait_each(std::function<bool()> ready) override {
    using Next = Readiness::Next;
    ready_ = std::move(ready);
    return readiness_.wait_each(
        [this] {
          std::function<bool()> running = std::move(ready_);  // it may destroy this stream
          if (!running()) return Next::stop;
          ready_ = std::move(running);
          return must_go_on() ? Next::at_once : Next::wait;
        },
        must_go_on());
  }

  void touched(Touched touched) noexcept override {
    const auto address = [](const auto& object) { return reinterpret_cast<std::uintptr_t>(&object); };
    touched.add(this, address(fact_) - address(*this));
    readiness_.touched(touched);
  }
  void cancel() noexcept override { readiness_.cancel(); }
  void shutdown() noexcept override { ::shutdown(readiness_.descriptor(), SHUT_WR); }
  const Arrival& last_arrival() const noexcept override { return arrival_; }
  const ConnectionFact& connection() const noexcept override { return fact_; }

  TransportFact totals() const noexcept override {
    const int socket = readiness_.descriptor();
    TransportFact fact = socket_totals(socket);
    // Our own counts, since retransmissions are in the kernel's; less what it has not sent yet.
    fact.sent = sent_ - std::min<std::uint64_t>(sent_, unsent_bytes(socket));
    fact.received = received_ + unread_bytes(socket);
    return fact;
  }

 private:
  /// No edge will tell of what is there.
  bool must_go_on() const noexcept { return more_ || readiness_.hung_up(); }

  void read_control(msghdr& message) noexcept {
    for (cmsghdr* item = CMSG_FIRSTHDR(&message); item != nullptr; item = CMSG_NXTHDR(&message, item)) {
      if (item->cmsg_level == SOL_SOCKET && item->cmsg_type == SO_TIMESTAMPNS) {
        timespec stamp{};
        std::memcpy(&stamp, CMSG_DATA(item), sizeof(stamp));
        arrival_.kernel = kernel_instant(stamp, arrival_.at);
      } else if (item->cmsg_level == IPPROTO_TCP && item->cmsg_type == bytes_left_) {
        int left = 0;
        std::memcpy(&left, CMSG_DATA(item), sizeof(left));
        more_ = left > 0;  // after a FIN the kernel says 1, so the end is not missed
      }
    }
  }

  // All but the last member are touched by every read.
  Readiness readiness_;
  std::function<bool()> ready_;  // of wait_each()
  bool tells_rest_;
  bool more_ = false;  // bytes or the end are waiting, although no new edge will come
  int bytes_left_ = bytes_left_message();
  Arrival arrival_;
  std::uint64_t sent_ = 0, received_ = 0;
  ConnectionFact fact_;
};

std::string text_of(const asio::ip::tcp::endpoint& end) {
  const std::string address = end.address().to_string();
  return (end.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(end.port());
}

}  // namespace

std::unique_ptr<Stream> tcp_stream(Socket socket, bool kernel_timestamps, ConnectionFact fact) {
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  const auto local = socket.local_endpoint(ignored);
  if (!ignored) fact.local = text_of(local);
  const auto remote = socket.remote_endpoint(ignored);
  if (!ignored) fact.remote = text_of(remote);
  asio::io_context& lane = socket.get_executor().context();
  return std::make_unique<TcpStream>(lane, socket.release(), kernel_timestamps, std::move(fact));
}

std::span<char> lane_scratch() {
  thread_local const std::unique_ptr<char[]> scratch = std::make_unique<char[]>(64 * 1024);
  return std::span<char>(scratch.get(), 64 * 1024);
}

}  // namespace aitb::net
