// TCP_INFO of a socket. Apart from the rest because <linux/tcp.h> and <netinet/tcp.h> cannot stand in one
// file.
#pragma once
#include <cstddef>

#include <aitb/exchange.hpp>

namespace aitb::net {

/// Byte counts and TCP_INFO of a socket; zeros and nullopt where it is no TCP socket.
TransportFact socket_totals(int socket) noexcept;
/// Payload bytes that have arrived and that nobody has read.
std::size_t unread_bytes(int socket) noexcept;
/// Payload bytes that were written and not yet sent for the first time.
std::size_t unsent_bytes(int socket) noexcept;
/// From now on recvmsg() tells by a control message how many bytes are left; false if the kernel cannot.
bool ask_bytes_left(int socket) noexcept;
/// The type of that control message (level IPPROTO_TCP).
int bytes_left_message() noexcept;

}  // namespace aitb::net
