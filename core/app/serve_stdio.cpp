#include "core/app/serve_stdio.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "core/session/lane.hpp"
#include "core/session/outcome.hpp"

namespace aitb::core {
namespace {

using Pipe = asio::posix::basic_stream_descriptor<Executor>;

/// Our own copy of a standard stream, waited for if it can be: a file is always ready and epoll refuses it.
class StandardStream {
 public:
  StandardStream(Executor executor, int number) : pipe_(executor), number_(::dup(number)) {
    ::fcntl(number_, F_SETFD, FD_CLOEXEC);
    boost::system::error_code refused;
    pipe_.assign(number_, refused);
    if (!refused) pipe_.non_blocking(true, refused);
    waits_ = !refused;
  }
  ~StandardStream() {
    boost::system::error_code ignored;
    // The stream is shared with whoever else has it, so it must not stay non-blocking.
    if (waits_) pipe_.non_blocking(false, ignored);
    if (pipe_.is_open()) {
      pipe_.close(ignored);
    } else {
      ::close(number_);
    }
  }
  StandardStream(const StandardStream&) = delete;
  int number() const noexcept { return number_; }
  task<> wait(Pipe::wait_type what) {
    if (waits_) co_await pipe_.async_wait(what, use_task);
  }

 private:
  Pipe pipe_;
  int number_;
  bool waits_ = false;
};

class StandardPeer final : public LinePeer {
 public:
  explicit StandardPeer(Executor executor) : in_(executor, STDIN_FILENO), out_(executor, STDOUT_FILENO) {}

  task<std::optional<std::string>> read_line() override {
    std::optional<std::string> line;
    while (true) {
      const std::size_t end = pending_.find('\n', looked_);
      if (end != std::string::npos) {
        line.emplace(pending_, 0, end);
        pending_.erase(0, end + 1);
        looked_ = 0;
        if (line->ends_with('\r')) line->pop_back();
        co_return line;
      }
      looked_ = pending_.size();
      const ssize_t n = ::read(in_.number(), block_.data(), block_.size());
      if (n > 0) {
        pending_.append(block_.data(), static_cast<std::size_t>(n));
      } else if (n < 0 && errno == EAGAIN) {
        co_await in_.wait(Pipe::wait_read);
      } else if (n == 0 || errno != EINTR) {
        if (!pending_.empty()) line.emplace(std::exchange(pending_, std::string()));
        looked_ = 0;
        co_return line;
      }
    }
  }

  task<> write(std::string bytes) override {
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t n = ::write(out_.number(), bytes.data() + done, bytes.size() - done);
      if (n >= 0) {
        done += static_cast<std::size_t>(n);
      } else if (errno == EAGAIN) {
        co_await out_.wait(Pipe::wait_write);
      } else if (errno != EINTR) {
        throw Error(ErrorKind::cancelled,
                    fmt::format("writing to standard output: {}; the peer has gone", std::strerror(errno)));
      }
    }
  }

 private:
  StandardStream in_, out_;
  std::array<char, 64 * 1024> block_{};
  std::string pending_;
  std::size_t looked_ = 0;  // of pending_, without a line end
};

class Served {
 public:
  std::unique_ptr<Context> context;
  std::unique_ptr<Simulator> simulator;
  std::unique_ptr<StandardPeer> peer;
  Running running;
};

task<> settle(Running& running) {
  running.cancel();
  co_await outcome(running);
}

}  // namespace

void serve_stdio(const SimulatorEntry& entry, Catalog& catalog, HostLog& log, std::uint64_t seed,
                 const std::filesystem::path& folder, Signals& signals) {
  Lane lane("sim-" + entry.name, TimeAnchor::now(), log, NetOptions());
  Served served;
  std::exception_ptr failure;
  lane.call([&] {
    served.context = std::make_unique<Context>(log, lane.clock(), lane.net(),
                                               Random(seed, "simulator/" + entry.name), folder);
    served.simulator = catalog.create_simulator(entry.type, entry.options, *served.context);
    auto* service = static_cast<LineService*>(served.simulator->face(LineService::id));
    if (!service) {
      throw Error(ErrorKind::unsupported,
                  fmt::format("serving '{}' over standard input and output: type '{}' offers no {}",
                              entry.name, entry.type, LineService::id));
    }
    served.peer = std::make_unique<StandardPeer>(lane.executor());
    // The end of the conversation wakes the main thread as a signal does.
    auto finish = [&failure](std::exception_ptr thrown) {
      failure = thrown;
      ::kill(::getpid(), SIGTERM);
    };
    served.running = Running(lane.executor(), service->serve(*served.peer), std::move(finish));
  });
  signals.wait();
  lane.run([&] { return settle(served.running); });
  lane.call([&] {
    served.peer.reset();
    served.simulator.reset();
  });
  if (!failure) return;
  const Error error = as_error(failure, "serving " + entry.name);
  if (error.kind() != ErrorKind::cancelled) throw error;
}

}  // namespace aitb::core
