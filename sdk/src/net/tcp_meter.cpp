#include "net/tcp_meter.hpp"

#include <linux/tcp.h>
#include <netinet/in.h>
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

}  // namespace aitb::net
