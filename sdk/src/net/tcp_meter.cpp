#include "net/tcp_meter.hpp"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace aitb::net {

TransportFact socket_totals(int socket) noexcept {
  TransportFact fact;
  tcp_info info{};
  socklen_t size = sizeof info;
  if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return fact;
  fact.sent = info.tcpi_bytes_sent;
  fact.received = info.tcpi_bytes_received;
  fact.segments_out = info.tcpi_segs_out;
  fact.segments_in = info.tcpi_segs_in;
  fact.data_segments_out = info.tcpi_data_segs_out;
  fact.data_segments_in = info.tcpi_data_segs_in;
  fact.retransmits = info.tcpi_total_retrans;
  fact.rtt_us = info.tcpi_rtt;
  fact.rtt_var_us = info.tcpi_rttvar;
  if (info.tcpi_min_rtt != ~0u && info.tcpi_min_rtt != 0) fact.min_rtt_us = info.tcpi_min_rtt;
  fact.congestion_window = info.tcpi_snd_cwnd;
  fact.mss = info.tcpi_snd_mss;
  return fact;
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
