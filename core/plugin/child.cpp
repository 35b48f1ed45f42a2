#include "core/plugin/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <aitb/error.hpp>

namespace aitb::core {
namespace {

constexpr std::size_t max_output = 64u << 10;

class Handle {
 public:
  explicit Handle(int number = -1) : number_(number) {}
  ~Handle() { close(); }
  Handle(Handle&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  int get() const noexcept { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      throw Error(ErrorKind::internal, std::string("making a pipe: ") + std::strerror(errno));
    read = Handle(ends[0]), write = Handle(ends[1]);
  }
  Handle read, write;
};

void write_all(int to, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(to, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

[[noreturn]] void be_child(const std::function<std::string()>& work, Pipe& result, Pipe& output,
                           pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  for (int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGINT, SIGTERM, SIGPIPE})
    ::signal(number, SIG_DFL);
  const ::rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::dup2(output.write.get(), STDOUT_FILENO);
  ::dup2(output.write.get(), STDERR_FILENO);
  std::string text;
  try {
    text = work();
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    ::_exit(70);
  } catch (...) {
    ::_exit(70);
  }
  std::fflush(nullptr);
  write_all(result.write.get(), "R" + text);  // the letter tells an empty result from none
  ::_exit(0);
}

/// Appends what is there; false at the end of the pipe.
bool drain(Handle& from, std::string& into, std::size_t limit) {
  std::array<char, 4096> block;
  const ssize_t count = ::read(from.get(), block.data(), block.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return true;
  if (count <= 0) return false;
  into.append(block.data(), std::min(static_cast<std::size_t>(count), limit - std::min(limit, into.size())));
  return true;
}

/// Until the child closed its result pipe or time is up: then false.
bool collect(Pipe& result, Pipe& output, ChildOutcome& outcome, Duration limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (result.read.get() >= 0) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    std::array<::pollfd, 2> waits{::pollfd{result.read.get(), POLLIN, 0},
                                  ::pollfd{output.read.get(), POLLIN, 0}};
    if (::poll(waits.data(), waits.size(), static_cast<int>(std::min<std::int64_t>(left.count(), 60'000))) <
        0)
      continue;
    if (waits[1].revents != 0 && !drain(output.read, outcome.output, max_output)) output.read.close();
    if (waits[0].revents != 0 && !drain(result.read, outcome.result, std::string::npos)) result.read.close();
  }
  return true;
}

}  // namespace

ChildOutcome run_in_child(const std::function<std::string()>& work, Duration limit) {
  ChildOutcome outcome;
  outcome.limit = limit;
  Pipe result, output;
  std::fflush(nullptr);  // else the child would print our buffered text again
  const pid_t parent = ::getpid(), child = ::fork();
  if (child < 0)
    throw Error(ErrorKind::internal, std::string("starting a child process: ") + std::strerror(errno));
  if (child == 0) be_child(work, result, output, parent);
  ::setpgid(child, child);  // both sides set it, so it holds whoever runs first
  result.write.close(), output.write.close();
  outcome.timed_out = !collect(result, output, outcome, limit);
  ::kill(-child, SIGKILL);  // also what the plugin may have started
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  ::fcntl(output.read.get(), F_SETFL, O_NONBLOCK);
  while (output.read.get() >= 0 && drain(output.read, outcome.output, max_output) && errno != EAGAIN) {
  }
  outcome.returned = !outcome.timed_out && !outcome.result.empty();
  if (outcome.returned) outcome.result.erase(0, 1);
  if (!outcome.timed_out && WIFSIGNALED(status) && !outcome.returned) outcome.signal = WTERMSIG(status);
  if (WIFEXITED(status)) outcome.status = WEXITSTATUS(status);
  return outcome;
}

std::string ChildOutcome::trouble() const {
  if (returned) return {};
  if (timed_out)
    return "did not end within " + std::to_string(std::chrono::ceil<std::chrono::seconds>(limit).count()) +
           " s";
  if (signal != 0) return "crashed with signal " + std::to_string(signal) + " (" + ::strsignal(signal) + ")";
  return "exited with status " + std::to_string(status);
}

}  // namespace aitb::core
