// TCP_INFO of a socket. Apart from the rest because <linux/tcp.h> and <netinet/tcp.h> cannot stand in one
// file.
#pragma once
#include <cstdint>

namespace aitb::net {

struct TcpCounters {
  bool known = false;
  std::uint64_t segments_out = 0, segments_in = 0, data_segments_out = 0, data_segments_in = 0,
                retransmits = 0;
  std::uint64_t bytes_sent = 0, bytes_received = 0;
  std::uint64_t rtt_us = 0, rtt_var_us = 0, min_rtt_us = 0, congestion_window = 0, mss = 0;
};

TcpCounters read_tcp_info(int socket) noexcept;

}  // namespace aitb::net
