#include "bench/agent/bare_loop.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <queue>
#include <stdexcept>
#include <unordered_map>

#include "bench/common/clock.hpp"
#include "bench/harness/machine.hpp"

namespace bench {
namespace {

class PipedServer {
 public:
  explicit PipedServer(std::vector<std::string> words) {
    std::array<int, 2> in{}, out{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0)
      throw std::runtime_error("no pipes");
    pid_ = ::fork();
    if (pid_ == 0) {
      ::setpgid(0, 0);
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::dup2(in[0], STDIN_FILENO);
      ::dup2(out[1], STDOUT_FILENO);
      ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
      std::vector<char*> argv;
      for (std::string& word : words) argv.push_back(word.data());
      argv.push_back(nullptr);
      ::execvp(argv[0], argv.data());
      ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    to_ = in[1];
    from_ = out[0];
    ::fcntl(from_, F_SETFL, O_NONBLOCK);
  }
  ~PipedServer() {
    ::close(to_);
    ::kill(-pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    ::close(from_);
  }
  PipedServer(const PipedServer&) = delete;

  void write(const std::string& line) {
    if (::write(to_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
      throw std::runtime_error("the server takes no request");
  }
  /// Waits until `deadline` for output; calls `each(line)` for every line that is whole now.
  template <class Each>
  void read(std::int64_t deadline, Each&& each) {
    const std::int64_t left = std::max<std::int64_t>(0, deadline - now_ns());
    const timespec wait{left / 1'000'000'000, left % 1'000'000'000};
    pollfd ready{from_, POLLIN, 0};
    if (::ppoll(&ready, 1, &wait, nullptr) <= 0) return;
    const ssize_t n = ::read(from_, block_.data(), block_.size());
    if (n == 0) throw std::runtime_error("the server has ended");
    if (n < 0) return;
    pending_.append(block_.data(), static_cast<std::size_t>(n));
    std::size_t begin = 0;
    for (std::size_t end; (end = pending_.find('\n', begin)) != std::string::npos; begin = end + 1)
      each(std::string_view(pending_).substr(begin, end - begin));
    pending_.erase(0, begin);
  }

 private:
  pid_t pid_ = -1;
  int to_ = -1, from_ = -1;
  std::array<char, 65536> block_{};
  std::string pending_;
};

/// Of a response; −1 of anything else.
long id_of(std::string_view line) {
  const std::size_t at = line.rfind("\"id\":");
  if (at == std::string_view::npos || line.find("\"method\"") != std::string_view::npos) return -1;
  return std::strtol(line.data() + at + 5, nullptr, 10);
}

void shake_hands(PipedServer& server) {
  server.write(
      R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"bare","version":"1"}}})"
      "\n");
  bool greeted = false;
  const std::int64_t end = now_ns() + from_ms(20'000);
  while (!greeted && now_ns() < end)
    server.read(end, [&](std::string_view line) { greeted |= id_of(line) == 0; });
  if (!greeted) throw std::runtime_error("the server does not answer initialize");
  server.write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n");
}

class OnCore {
 public:
  explicit OnCore(int core) {
    ::sched_getaffinity(0, sizeof before_, &before_);
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(static_cast<unsigned>(core), &one);
    ::sched_setaffinity(0, sizeof one, &one);
  }
  ~OnCore() { ::sched_setaffinity(0, sizeof before_, &before_); }
  OnCore(const OnCore&) = delete;

 private:
  cpu_set_t before_{};
};

}  // namespace

BareResult run_bare(const BareSetup& setup) {
  const OnCore pinned(client_core);
  PipedServer server(setup.server);
  shake_hands(server);
  BareResult result;
  using Due = std::priority_queue<std::int64_t, std::vector<std::int64_t>, std::greater<>>;
  Due due;
  const std::int64_t begin = now_ns(), end = begin + from_ms(setup.seconds * 1e3);
  for (int i = 0; i < setup.callers; ++i) due.push(begin + from_ms(setup.pause_ms * i / setup.callers));
  std::unordered_map<long, std::int64_t> sent;
  long last = 0;
  const double cpu = own_cpu_seconds();
  while (now_ns() < end) {
    while (!due.empty() && due.top() <= now_ns()) {
      due.pop();
      const std::string line = R"({"jsonrpc":"2.0","id":)" + std::to_string(++last) +
                               R"(,"method":"tools/call","params":)" + setup.call + "}\n";
      sent[last] = now_ns();
      server.write(line);
    }
    server.read(due.empty() ? end : std::min(end, due.top()), [&](std::string_view line) {
      const auto found = sent.find(id_of(line));
      if (found == sent.end()) return;
      const std::int64_t now = now_ns();
      result.latency_ms.add(static_cast<double>(now - found->second) / 1e6);
      sent.erase(found);
      due.push(now + from_ms(setup.pause_ms));
    });
  }
  if (result.latency_ms.empty()) throw std::runtime_error("the server answered no call");
  result.cpu_us = (own_cpu_seconds() - cpu) / static_cast<double>(result.latency_ms.size()) * 1e6;
  return result;
}

}  // namespace bench
