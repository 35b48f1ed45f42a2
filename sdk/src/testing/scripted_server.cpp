#include <aitb/testing/scripted_server.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>
#include <system_error>
#include <thread>

namespace aitb::inline v1::testing {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {
    if (number < 0) throw std::system_error(errno, std::generic_category(), "making a test server");
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const noexcept { return number_; }

 private:
  int number_;
};

sockaddr_in loopback() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int bound_port(int socket) {
  sockaddr_in address = loopback();
  socklen_t size = sizeof(address);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

void bind_loopback(int socket) {
  const sockaddr_in address = loopback();
  if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::system_error(errno, std::generic_category(), "binding a test server");
  }
}

/// Size of the request at the start of `text`, or 0 while its head is not whole.
std::size_t request_size(const std::string& text) {
  const auto end = text.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  std::string head = text.substr(0, end);
  std::transform(head.begin(), head.end(), head.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto field = head.find("\r\ncontent-length:");
  const std::size_t body = field == std::string::npos ? 0 : std::stoul(head.substr(field + 17));
  return end + 4 + body;
}

}  // namespace

Script& Script::add(Act act, std::string bytes, std::size_t size) {
  steps_.emplace_back(act, std::move(bytes), size);
  return *this;
}
Script& Script::receive_request() { return add(Act::receive_request); }
Script& Script::receive(std::size_t bytes) { return add(Act::receive, {}, bytes); }
Script& Script::send(std::string bytes) {
  const std::size_t all = bytes.size();
  return add(Act::send, std::move(bytes), all);
}
Script& Script::send_split(std::string bytes, std::size_t size) {
  return add(Act::send, std::move(bytes), size);
}
Script& Script::stall() { return add(Act::stall); }
Script& Script::reset() { return add(Act::reset); }
Script& Script::close() { return add(Act::close); }
Script& Script::tls_alert(unsigned char description) {
  std::string record("\x15\x03\x03\x00\x02\x02", 6);
  return send(record + static_cast<char>(description));
}

struct ScriptedServer::Impl {
  explicit Impl(std::vector<Script> scripts_)
      : scripts(std::move(scripts_)),
        listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
        stop(::eventfd(0, EFD_CLOEXEC)) {
    bind_loopback(listener.get());
    if (::listen(listener.get(), 128) != 0) {
      throw std::system_error(errno, std::generic_category(), "listening as a test server");
    }
    acceptor = std::thread([this] { accept_all(); });
  }

  ~Impl() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t done = ::write(stop.get(), &one, sizeof(one));
    acceptor.join();
    for (std::thread& thread : threads) thread.join();
  }

  /// False: the server is to end.
  bool readable(int socket) const {
    std::array<pollfd, 2> both{pollfd{socket, POLLIN, 0}, pollfd{stop.get(), POLLIN, 0}};
    while (::poll(both.data(), both.size(), -1) < 0 && errno == EINTR) {
    }
    return both[1].revents == 0;
  }

  void accept_all() {
    for (std::size_t n = 0; readable(listener.get()); ++n) {
      const int socket = ::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) continue;
      const Script& script = scripts[std::min(n, scripts.size() - 1)];
      {
        const std::lock_guard lock(mutex);
        inputs.emplace_back();
      }
      threads.emplace_back([this, socket, n, &script] { play(Descriptor(socket), n, script); });
    }
  }

  /// Appends what comes; false at the client's end or ours.
  bool receive(int socket, std::size_t n) {
    if (!readable(socket)) return false;
    std::array<char, 16384> block{};
    const ssize_t count = ::recv(socket, block.data(), block.size(), 0);
    if (count <= 0) return false;
    const std::lock_guard lock(mutex);
    inputs[n].append(block.data(), static_cast<std::size_t>(count));
    return true;
  }

  std::string input_from(std::size_t n, std::size_t at) const {
    const std::lock_guard lock(mutex);
    return inputs[n].substr(std::min(at, inputs[n].size()));
  }
  std::size_t input_size(std::size_t n) const {
    const std::lock_guard lock(mutex);
    return inputs[n].size();
  }

  void play(const Descriptor& socket, std::size_t n, const Script& script) {
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    std::size_t used = 0;
    for (const Script::Step& step : script.steps_) {
      switch (step.act) {
        case Script::Act::receive_request: {
          std::size_t size = 0;
          while ((size = request_size(input_from(n, used))) == 0) {
            if (!receive(socket.get(), n)) return;
          }
          used += size;
          while (input_size(n) < used) {
            if (!receive(socket.get(), n)) return;
          }
          break;
        }
        case Script::Act::receive:
          used += step.size;
          while (input_size(n) < used) {
            if (!receive(socket.get(), n)) return;
          }
          break;
        case Script::Act::send:
          if (!send_pieces(socket.get(), step.bytes, step.size)) return;
          break;
        case Script::Act::stall:
          while (receive(socket.get(), n)) {
          }
          return;
        case Script::Act::reset: {
          const linger at_once{1, 0};
          ::setsockopt(socket.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
          return;
        }
        case Script::Act::close:
          ::shutdown(socket.get(), SHUT_WR);
          while (receive(socket.get(), n)) {
          }
          return;
      }
    }
  }

  static bool send_pieces(int socket, const std::string& bytes, std::size_t size) {
    for (std::size_t at = 0; at < bytes.size(); at += size) {
      const std::size_t end = std::min(bytes.size(), at + size);
      std::size_t sent = at;
      while (sent < end) {
        const ssize_t count = ::send(socket, bytes.data() + sent, end - sent, MSG_NOSIGNAL);
        if (count < 0) return false;
        sent += static_cast<std::size_t>(count);
      }
    }
    return true;
  }

  std::vector<Script> scripts;
  Descriptor listener, stop;
  mutable std::mutex mutex;
  std::vector<std::string> inputs;
  std::vector<std::thread> threads;  // the acceptor's until it has ended
  std::thread acceptor;
};

ScriptedServer::ScriptedServer(std::vector<Script> scripts)
    : impl_(std::make_unique<Impl>(std::move(scripts))) {}
ScriptedServer::ScriptedServer(Script script) : ScriptedServer(std::vector<Script>(1, std::move(script))) {}
ScriptedServer::~ScriptedServer() = default;

int ScriptedServer::port() const noexcept { return bound_port(impl_->listener.get()); }
std::string ScriptedServer::url(std::string scheme) const {
  return scheme + "://127.0.0.1:" + std::to_string(port());
}

std::vector<std::string> ScriptedServer::received() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->inputs;
}

int refused_port() {
  const Descriptor taken(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  bind_loopback(taken.get());
  return bound_port(taken.get());  // never listened on, and free again once this returns
}

}  // namespace aitb::inline v1::testing
