// What link emulation and packet capture need: namespaces, TUN, netem, raw sockets. Each is tried in a child
// process that lives in its own namespaces, so that nothing stays behind.
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/if_ether.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <optional>

#include "core/doctor/descriptor.hpp"
#include "core/doctor/finding.hpp"
#include "core/doctor/netlink.hpp"
#include "core/plugin/child.hpp"

namespace aitb::core {
namespace {

constexpr auto patience = std::chrono::seconds(3);

/// 0 or an errno of `attempt`, made in a child; ETIMEDOUT if it hung or died.
int in_child(const std::function<int()>& attempt) {
  const ChildOutcome outcome = run_in_child([&attempt] { return std::to_string(attempt()); }, patience);
  return outcome.returned ? std::atoi(outcome.result.c_str()) : ETIMEDOUT;
}

/// The calling process gets a network namespace of its own: 0 or an errno.
int enter_namespaces() {
  const int flags = CLONE_NEWNET | (::geteuid() == 0 ? 0 : CLONE_NEWUSER);
  return ::unshare(flags) == 0 ? 0 : errno;
}

int in_namespaces(const std::function<int()>& attempt) {
  return in_child([&attempt] {
    const int refused = enter_namespaces();
    return refused != 0 ? refused : attempt();
  });
}

Finding user_namespaces() {
  Finding out("user namespaces", "link emulation without root");
  const int error = in_child([] { return ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 ? 0 : errno; });
  out.found = error == 0 ? "a user and a network namespace were made" : std::string(std::strerror(error));
  if (error != 0) {
    out.state = State::missing;
    out.mend = error == ENOSPC ? "sudo sysctl -w user.max_user_namespaces=10000 user.max_net_namespaces=10000"
                               : "sudo sysctl -w kernel.unprivileged_userns_clone=1";
  }
  return out;
}

int make_tun() {
  const Descriptor tun(::open("/dev/net/tun", O_RDWR | O_CLOEXEC));
  if (!tun) return errno;
  ifreq wanted{};
  wanted.ifr_flags = IFF_TUN | IFF_NO_PI;
  return ::ioctl(tun.get(), TUNSETIFF, &wanted) == 0 ? 0 : errno;
}

Finding tun() {
  Finding out("TUN", "user-space link emulation");
  const int error = in_namespaces(make_tun);
  out.found = error == 0 ? "an interface was made over /dev/net/tun"
                         : fmt::format("/dev/net/tun: {}", std::strerror(error));
  if (error != 0) {
    out.state = State::missing;
    out.mend = "sudo modprobe tun && sudo chmod 666 /dev/net/tun";
  }
  return out;
}

Finding netem() {
  Finding out("netem", "link emulation by the kernel");
  const int error = in_namespaces([] { return add_netem(static_cast<int>(::if_nametoindex("lo"))); });
  if (error == 0) {
    out.found = "a netem queue was put on the lo of a namespace";
    return out;
  }
  out.state = State::missing;
  out.found = error == ENOENT ? "the kernel has no sch_netem" : std::string(std::strerror(error));
  out.mend = error == ENOENT ? "sudo modprobe sch_netem, or boot a kernel that has it" : "run as root";
  return out;
}

Finding packet_capture() {
  Finding out("packet capture", "captures of a run");
  const Descriptor socket(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_ALL)));
  out.found = socket ? "a raw packet socket was opened"
                     : fmt::format("a raw packet socket was refused: {}", std::strerror(errno));
  if (!socket) {
    out.state = State::missing;
    out.mend = "run as root, or: sudo setcap cap_net_raw+ep $(readlink -f $(command -v tcpdump))";
  }
  return out;
}

}  // namespace

std::vector<Finding> isolation_findings() { return {user_namespaces(), tun(), netem(), packet_capture()}; }

}  // namespace aitb::core
