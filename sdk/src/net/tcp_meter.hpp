// TCP_INFO of a socket. Apart from the rest because <linux/tcp.h> and <netinet/tcp.h> cannot stand in one
// file.
#pragma once
#include <cstddef>
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
/// Payload bytes that have arrived and that nobody has read.
std::size_t unread_bytes(int socket) noexcept;
/// Payload bytes that were written and not yet sent for the first time.
std::size_t unsent_bytes(int socket) noexcept;
/// From now on recvmsg() tells by a control message how many bytes are left; false if the kernel cannot.
bool ask_bytes_left(int socket) noexcept;
/// The type of that control message (level IPPROTO_TCP).
int bytes_left_message() noexcept;

}  // namespace aitb::net
