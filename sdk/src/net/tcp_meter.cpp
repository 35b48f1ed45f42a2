#include "net/tcp_meter.hpp"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace aitb::net {

TcpCounters read_tcp_info(int socket) noexcept {
  TcpCounters counters;
  tcp_info info{};
  socklen_t size = sizeof info;
  if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return counters;
  counters.known = true;
  counters.segments_out = info.tcpi_segs_out;
  counters.segments_in = info.tcpi_segs_in;
  counters.data_segments_out = info.tcpi_data_segs_out;
  counters.data_segments_in = info.tcpi_data_segs_in;
  counters.retransmits = info.tcpi_total_retrans;
  counters.bytes_sent = info.tcpi_bytes_sent;
  counters.bytes_received = info.tcpi_bytes_received;
  counters.rtt_us = info.tcpi_rtt;
  counters.rtt_var_us = info.tcpi_rttvar;
  counters.min_rtt_us = info.tcpi_min_rtt == ~0u ? 0 : info.tcpi_min_rtt;
  counters.congestion_window = info.tcpi_snd_cwnd;
  counters.mss = info.tcpi_snd_mss;
  return counters;
}

std::size_t unread_bytes(int socket) noexcept {
  int count = 0;
  return ::ioctl(socket, SIOCINQ, &count) == 0 && count > 0 ? static_cast<std::size_t>(count) : 0;
}

std::size_t unsent_bytes(int socket) noexcept {
  int count = 0;
  return ::ioctl(socket, SIOCOUTQNSD, &count) == 0 && count > 0 ? static_cast<std::size_t>(count) : 0;
}

bool ask_bytes_left(int socket) noexcept {
  const int on = 1;
  return ::setsockopt(socket, IPPROTO_TCP, TCP_INQ, &on, sizeof(on)) == 0;
}

int bytes_left_message() noexcept { return TCP_CM_INQ; }

}  // namespace aitb::net
