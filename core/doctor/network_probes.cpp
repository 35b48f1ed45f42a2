// The loopback network: addresses, ports, the kernel's receive times and byte counts.
#include <fmt/format.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

#include "core/doctor/descriptor.hpp"
#include "core/doctor/finding.hpp"

namespace aitb::core {
namespace {

constexpr int patience_ms = 1000;

struct Connection {
  Descriptor client, server;
  std::string failure;
};

bool readable(int socket) {
  pollfd wait{socket, POLLIN, 0};
  return ::poll(&wait, 1, patience_ms) == 1;
}

/// A TCP connection from `address` to itself.
Connection connect_to_self(const sockaddr* address, socklen_t size) {
  Connection out;
  const auto failed = [&out](const char* step) -> Connection {
    out.failure = fmt::format("{}: {}", step, std::strerror(errno));
    return std::move(out);
  };
  Descriptor listener(::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!listener) return failed("socket");
  if (::bind(listener.get(), address, size) != 0) return failed("bind");
  if (::listen(listener.get(), 1) != 0) return failed("listen");
  sockaddr_storage bound{};
  socklen_t bound_size = sizeof bound;
  ::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&bound), &bound_size);
  out.client = Descriptor(::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (::connect(out.client.get(), reinterpret_cast<sockaddr*>(&bound), bound_size) != 0 &&
      errno != EINPROGRESS)
    return failed("connect");
  errno = ETIMEDOUT;
  if (!readable(listener.get())) return failed("connect");
  out.server = Descriptor(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  return out.server ? std::move(out) : failed("accept");
}

Connection connect_v4(std::uint32_t address) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_addr.s_addr = htonl(address);
  return connect_to_self(reinterpret_cast<const sockaddr*>(&v4), sizeof v4);
}

Finding loopback() {
  Finding out("loopback", "the simulators", Finding::required_for_default);
  const Connection first = connect_v4(INADDR_LOOPBACK);
  if (!first.failure.empty()) {
    out.state = State::missing;
    out.found = "127.0.0.1: " + first.failure;
    out.mend = "sudo ip link set lo up";
    return out;
  }
  const Connection second = connect_v4(INADDR_LOOPBACK + 1);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_addr = in6addr_loopback;
  const Connection third = connect_to_self(reinterpret_cast<const sockaddr*>(&v6), sizeof v6);
  out.found =
      fmt::format("127.0.0.1 ok; 127.0.0.2 {}; ::1 {}", second.failure.empty() ? "ok" : second.failure,
                  third.failure.empty() ? "ok" : third.failure);
  if (!second.failure.empty() || !third.failure.empty()) {
    out.state = State::limited;
    out.mend = third.failure.empty() ? "sudo ip address add 127.0.0.1/8 dev lo"
                                     : "sudo sysctl -w net.ipv6.conf.lo.disable_ipv6=0";
  }
  return out;
}

Finding ports() {
  Finding out("ports", "outgoing connections at a time", Finding::required_for_default);
  std::ifstream file("/proc/sys/net/ipv4/ip_local_port_range");
  int low = 0, high = -1;
  file >> low >> high;
  out.found = fmt::format("{} ({} to {})", high - low + 1, low, high);
  if (high - low + 1 < 20'000) {
    out.state = State::limited;
    out.mend = "sudo sysctl -w net.ipv4.ip_local_port_range=\"16384 65535\"";
  }
  return out;
}

/// When the kernel says that it received the next byte; nullopt if it does not tell.
std::optional<timespec> receive_time(int socket) {
  std::array<char, 8> byte{};
  alignas(cmsghdr) std::array<char, 512> control{};
  iovec block{byte.data(), byte.size()};
  msghdr message{};
  message.msg_iov = &block;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  if (!readable(socket) || ::recvmsg(socket, &message, 0) <= 0) return std::nullopt;
  for (cmsghdr* item = CMSG_FIRSTHDR(&message); item != nullptr; item = CMSG_NXTHDR(&message, item)) {
    if (item->cmsg_level != SOL_SOCKET || item->cmsg_type != SCM_TIMESTAMPING) continue;
    scm_timestamping times{};
    std::memcpy(&times, CMSG_DATA(item), sizeof times);
    if (times.ts[0].tv_sec == 0) return std::nullopt;
    return timespec{static_cast<time_t>(times.ts[0].tv_sec), static_cast<long>(times.ts[0].tv_nsec)};
  }
  return std::nullopt;
}

Finding kernel_receive_time() {
  Finding out("kernel receive time", "chunk times free of our own delay");
  const auto missing = [&out](std::string why) {
    out.state = State::missing;
    out.found = std::move(why);
    out.mend = "none: this kernel gives none on loopback; user-space times are used";
    return out;
  };
  const Connection connection = connect_v4(INADDR_LOOPBACK);
  if (!connection.failure.empty()) return missing("no loopback connection: " + connection.failure);
  const int flags = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
  if (::setsockopt(connection.server.get(), SOL_SOCKET, SO_TIMESTAMPING, &flags, sizeof flags) != 0)
    return missing(fmt::format("SO_TIMESTAMPING: {}", std::strerror(errno)));
  // The kernel switches its stamps on a little after it was asked to, if nobody else uses them.
  constexpr timespec pause{0, 5'000'000};
  for (int attempt = 1; attempt <= 60; ++attempt) {
    if (::send(connection.client.get(), "x", 1, MSG_NOSIGNAL) != 1) break;
    const std::optional<timespec> stamp = receive_time(connection.server.get());
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    if (!stamp) {
      ::nanosleep(&pause, nullptr);
      continue;
    }
    const double age = static_cast<double>(now.tv_sec - stamp->tv_sec) * 1e6 +
                       static_cast<double>(now.tv_nsec - stamp->tv_nsec) / 1e3;
    out.found = fmt::format("yes, byte {} came with a time, {:.0f} us before we had it", attempt, age);
    return out;
  }
  return missing("60 bytes over loopback TCP came without a time");
}

Finding tcp_info() {
  Finding out("TCP_INFO", "transport byte counts, retransmissions, RTT");
  const Connection connection = connect_v4(INADDR_LOOPBACK);
  ::tcp_info info{};
  socklen_t size = sizeof info;
  if (!connection.failure.empty() || ::send(connection.client.get(), "12345", 5, MSG_NOSIGNAL) != 5 ||
      !readable(connection.server.get()) ||
      ::getsockopt(connection.client.get(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) {
    out.state = State::missing;
    out.found = fmt::format("not given: {}", std::strerror(errno));
    out.mend = "use a Linux kernel of 4.19 or later, outside of sandboxes that replace the network stack";
    return out;
  }
  const bool counts = size > offsetof(::tcp_info, tcpi_bytes_sent) && info.tcpi_bytes_sent == 5;
  out.found = counts ? "yes, byte counts agree with what was sent" : "given, but without byte counts";
  if (!counts) {
    out.state = State::limited;
    out.mend = "use a Linux kernel of 4.19 or later";
  }
  return out;
}

}  // namespace

std::vector<Finding> network_findings() { return {loopback(), ports(), kernel_receive_time(), tcp_info()}; }

}  // namespace aitb::core
