#include "core/doctor/netlink.hpp"

#include <linux/netlink.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "core/doctor/descriptor.hpp"

namespace aitb::core {
namespace {

struct Request {
  nlmsghdr header;
  tcmsg traffic;
  char attributes[128];
};

void append(Request& request, unsigned short type, const void* data, std::size_t size) {
  char* end = reinterpret_cast<char*>(&request) + NLMSG_ALIGN(request.header.nlmsg_len);
  const rtattr attribute{static_cast<unsigned short>(RTA_LENGTH(size)), type};
  std::memcpy(end, &attribute, sizeof attribute);
  std::memcpy(end + RTA_LENGTH(0), data, size);
  request.header.nlmsg_len =
      static_cast<unsigned>(NLMSG_ALIGN(request.header.nlmsg_len) + RTA_ALIGN(RTA_LENGTH(size)));
}

}  // namespace

int add_netem(int interface_index) {
  const Descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
  if (!socket) return errno;
  const timeval patience{1, 0};
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);

  Request request{};
  request.header.nlmsg_len = NLMSG_LENGTH(sizeof(tcmsg));
  request.header.nlmsg_type = RTM_NEWQDISC;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL;
  request.traffic.tcm_family = AF_UNSPEC;
  request.traffic.tcm_ifindex = interface_index;
  request.traffic.tcm_parent = TC_H_ROOT;
  constexpr std::string_view kind = "netem";
  append(request, TCA_KIND, kind.data(), kind.size() + 1);
  tc_netem_qopt options{};
  options.latency = 15'625;  // ticks of 64 ns: 1 ms
  options.limit = 1000;
  append(request, TCA_OPTIONS, &options, sizeof options);
  if (::send(socket.get(), &request, request.header.nlmsg_len, 0) < 0) return errno;

  alignas(nlmsghdr) char answer[1024];
  if (::recv(socket.get(), answer, sizeof answer, 0) < static_cast<ssize_t>(NLMSG_LENGTH(sizeof(nlmsgerr))))
    return errno;
  const auto* header = reinterpret_cast<const nlmsghdr*>(answer);
  if (header->nlmsg_type != NLMSG_ERROR) return EPROTO;
  return -static_cast<const nlmsgerr*>(NLMSG_DATA(header))->error;
}

}  // namespace aitb::core
