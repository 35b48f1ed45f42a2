// Process on the lane: lines from its output, waiting for its end, and killing what it leaves behind.
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <aitb/log.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <cerrno>
#include <csignal>

#include "net/process_spawn.hpp"
#include "net/server_side.hpp"
#include "net/streams.hpp"

namespace aitb::net {
namespace {

using Pipe = asio::posix::basic_stream_descriptor<Executor>;

constexpr std::size_t longest_log_line = 16u << 10;

// write() to a pipe that nobody reads raises SIGPIPE, which would end the host unless it ignores the signal.
ssize_t write_quietly(int pipe, std::string_view bytes) noexcept {
  sigset_t broken, before;
  ::sigemptyset(&broken);
  ::sigaddset(&broken, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &broken, &before);
  const ssize_t n = ::write(pipe, bytes.data(), bytes.size());
  const int reason = errno;
  if (n < 0 && reason == EPIPE && ::sigismember(&before, SIGPIPE) == 0) {
    const timespec at_once{};
    ::sigtimedwait(&broken, nullptr, &at_once);
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = reason;
  return n;
}

// Coroutines share its ownership, so that a Process may be destroyed while one of them sleeps.
class RunningChild {
 public:
  RunningChild(Executor executor, Clock& clock_, Log& log_, const ProcessOptions& options, Child child)
      : clock(clock_),
        log(log_),
        label(options.label.empty() ? options.command.front() : options.label),
        max_line(options.max_line),
        pid(child.pid),
        exit(executor, child.exit.release()),
        in(executor, child.in.release()),
        out(executor, child.out.release()),
        err(executor, child.err.release()) {}
  RunningChild(const RunningChild&) = delete;
  ~RunningChild() { end(); }

  // Kills the group while its leader is still ours to reap, so that the number cannot be another's. Then
  // reaps.
  bool reap() noexcept {
    if (status) return true;
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
        info.si_pid == 0) {
      return false;
    }
    ::kill(-pid, SIGKILL);
    int raw = 0;
    ::waitpid(pid, &raw, 0);
    status = WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : WEXITSTATUS(raw);
    return true;
  }

  // At once and without the event loop; a killed process is gone within a moment.
  void end() noexcept {
    if (!status) {
      ::kill(-pid, SIGKILL);
      pollfd ended{exit.native_handle(), POLLIN, 0};
      ::poll(&ended, 1, 2000);
      reap();
    }
    error_code ignored;
    for (Pipe* pipe : {&in, &out, &err, &exit}) pipe->close(ignored);
  }

  Clock& clock;
  Log& log;
  std::string label;
  std::size_t max_line;
  int pid;
  Pipe exit, in, out, err;
  std::optional<int> status;
  std::string pending;     // output behind the last line that was given away
  std::size_t looked = 0;  // of it, without a line end
  bool out_ended = false;
  Arrival arrival;
};
using Shared = std::shared_ptr<RunningChild>;

// Some bytes of `pipe` appended to `to`; false at its end.
task<bool> read_more(Shared child, Pipe& pipe, std::string& to, Arrival& arrival) {
  while (true) {
    const std::span<char> scratch = lane_scratch();
    const ssize_t n = ::read(pipe.native_handle(), scratch.data(), scratch.size());
    if (n > 0) {
      arrival = Arrival(child->clock.now(), std::nullopt, static_cast<std::size_t>(n));
      to.append(scratch.data(), static_cast<std::size_t>(n));
      co_return true;
    }
    if (n == 0) co_return false;
    if (errno == EINTR) continue;
    if (errno != EAGAIN) co_return false;
    co_await pipe.async_wait(Pipe::wait_read, use_task);
  }
}

task<> log_errors(Shared child) {
  std::string text;
  Arrival ignored;
  bool more = true;
  while (more) {
    more = co_await read_more(child, child->err, text, ignored);
    std::size_t begin = 0;
    for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
      child->log.info("{}: {}", child->label, std::string_view(text).substr(begin, end - begin));
      begin = end + 1;
    }
    text.erase(0, begin);
    if (text.size() > longest_log_line || (!more && !text.empty())) {
      child->log.info("{}: {}", child->label, text);
      text.clear();
    }
  }
}

task<> kill_at(Shared child, Instant at) {
  co_await child->clock.sleep_until(at);
  if (!child->reap()) ::kill(-child->pid, SIGKILL);
}

class ProcessHandle final : public Process {
 public:
  ProcessHandle(Executor executor, Shared child)
      : executor_(executor), child_(std::move(child)), errors_(executor, log_errors(child_)) {}
  ~ProcessHandle() override { child_->end(); }
  task<> write(std::string bytes) override { return write(child_, std::move(bytes)); }
  task<std::optional<std::string>> read_line() override { return read_line(child_); }
  const Arrival& last_arrival() const noexcept override { return child_->arrival; }
  void close_stdin() noexcept override {
    error_code ignored;
    child_->in.close(ignored);
  }
  task<int> stop(Duration grace) override { return stop(executor_, child_, grace); }
  task<int> wait() override { return wait(child_); }
  int pid() const noexcept override { return child_->pid; }

 private:
  static task<> write(Shared child, std::string bytes);
  static task<std::optional<std::string>> read_line(Shared child);
  static task<int> stop(Executor executor, Shared child, Duration grace);
  static task<int> wait(Shared child);

  Executor executor_;
  Shared child_;
  Running errors_;
};

task<> ProcessHandle::write(Shared child, std::string bytes) {
  std::string_view left = bytes;
  while (!left.empty()) {
    if (!child->in.is_open()) {
      throw Error(ErrorKind::internal, "writing to " + child->label + ": its input has been closed by us");
    }
    const ssize_t n = write_quietly(child->in.native_handle(), left);
    if (n > 0) {
      left.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {
      co_await child->in.async_wait(Pipe::wait_write, use_task);
    } else if (errno != EINTR) {
      throw Error(ErrorKind::protocol,
                  "writing to " + child->label + ": the process has closed its input or ended");
    }
  }
}

task<std::optional<std::string>> ProcessHandle::read_line(Shared child) {
  std::string& pending = child->pending;
  while (true) {
    const std::size_t end = pending.find('\n', child->looked);
    if (end != std::string::npos && end <= child->max_line) {
      std::string line = pending.substr(0, end);
      pending.erase(0, end + 1);
      child->looked = 0;
      if (line.ends_with('\r')) line.pop_back();
      co_return std::optional<std::string>(std::move(line));
    }
    child->looked = pending.size();
    if (pending.size() > child->max_line) {
      throw Error(ErrorKind::protocol, "reading from " + child->label + ": a line is longer than " +
                                           std::to_string(child->max_line) + " bytes");
    }
    if (!child->out_ended) child->out_ended = !co_await read_more(child, child->out, pending, child->arrival);
    if (!child->out_ended) continue;
    child->looked = 0;
    if (pending.empty()) co_return std::nullopt;
    if (pending.find('\n') == std::string::npos) {
      std::optional<std::string> last(std::exchange(pending, std::string()));
      co_return last;
    }
  }
}

task<int> ProcessHandle::wait(Shared child) {
  while (!child->reap()) {
    error_code ec;
    co_await child->exit.async_wait(Pipe::wait_read, asio::redirect_error(use_task, ec));
    if (ec && !child->status) throw boost::system::system_error(ec, "waiting for " + child->label);
  }
  co_return *child->status;
}

task<int> ProcessHandle::stop(Executor executor, Shared child, Duration grace) {
  if (!child->reap()) ::kill(-child->pid, SIGTERM);
  const Instant end = child->clock.now() + grace;
  Running killer(executor, kill_at(child, end));
  co_return co_await wait(child);
}

}  // namespace

std::unique_ptr<Process> start_process(Executor executor, Clock& clock, Log& log, ProcessOptions options) {
  auto child = std::make_shared<RunningChild>(executor, clock, log, options, spawn_child(options));
  return std::make_unique<ProcessHandle>(executor, std::move(child));
}

}  // namespace aitb::net
