// Passes bytes between clients and a server and counts them: what a capture would say of TCP payload.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace aitb {

/// One thread per direction of each connection; ends with the connections.
class CountingRelay {
 public:
  explicit CountingRelay(int server_port) : server_port_(server_port) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof(address);
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address));
    ::listen(listener_, 64);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }

  ~CountingRelay() { finish(); }
  CountingRelay(const CountingRelay&) = delete;
  CountingRelay& operator=(const CountingRelay&) = delete;

  /// Waits for all connections to end; then the counts are final.
  void finish() {
    if (!acceptor_.joinable()) return;
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (std::thread& pump : pumps_) pump.join();
    for (const int socket : sockets_) ::close(socket);
    ::close(listener_);
  }

  int port() const noexcept { return port_; }
  std::uint64_t up() const noexcept { return up_; }
  std::uint64_t down() const noexcept { return down_; }

 private:
  static sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  void accept_all() {
    while (true) {
      const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) return;
      const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
      const sockaddr_in address = loopback(server_port_);
      ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
      sockets_.push_back(client);
      sockets_.push_back(server);
      pumps_.emplace_back([this, client, server] { pump(client, server, up_); });
      pumps_.emplace_back([this, client, server] { pump(server, client, down_); });
    }
  }

  static void pump(int from, int to, std::atomic<std::uint64_t>& count) {
    std::array<char, 16384> block{};
    while (true) {
      const ssize_t got = ::recv(from, block.data(), block.size(), 0);
      if (got <= 0) break;
      count += static_cast<std::uint64_t>(got);
      ssize_t sent = 0;
      while (sent < got) {
        const ssize_t now =
            ::send(to, block.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
        if (now <= 0) break;
        sent += now;
      }
    }
    ::shutdown(to, SHUT_WR);
    ::shutdown(from, SHUT_RD);
  }

  int server_port_, listener_ = -1, port_ = 0;
  std::atomic<std::uint64_t> up_ = 0, down_ = 0;
  std::vector<int> sockets_;
  std::vector<std::thread> pumps_;
  std::thread acceptor_;
};

}  // namespace aitb
