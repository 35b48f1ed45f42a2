#include "net/process_spawn.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <aitb/error.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace aitb::net {
namespace {

constexpr const char* usual_path = "/usr/local/bin:/usr/bin:/bin";

[[noreturn]] void fail(const std::string& step) {
  throw Error(ErrorKind::internal, "starting a process: " + step + " failed (" + std::strerror(errno) + ")");
}

class Pipe {
 public:
  Pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) fail("making a pipe");
    read = Descriptor(ends[0]);
    write = Descriptor(ends[1]);
  }
  Descriptor read, write;
};

bool runnable(const std::string& file) {
  struct stat info {};
  return ::stat(file.c_str(), &info) == 0 && S_ISREG(info.st_mode) && ::access(file.c_str(), X_OK) == 0;
}

std::string our(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

std::string find_program(const std::string& name, const std::string& path) {
  if (name.find('/') != std::string::npos) {
    const std::string file =
        std::filesystem::absolute(name).string();  // the child may live in another directory
    if (runnable(file)) return file;
    throw Error(ErrorKind::config,
                "starting '" + name + "': there is no such executable file; check the path");
  }
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    const std::string file = (end == at ? "." : path.substr(at, end - at)) + "/" + name;
    if (runnable(file)) return std::filesystem::absolute(file).string();
    at = end + 1;
  }
  throw Error(ErrorKind::config, "starting '" + name + "': program not found in PATH (" + path +
                                     "); install it or give its full path");
}

// What stands between fork and exec: only calls that are safe there, nothing that allocates.
[[noreturn]] void become(const char* file, char* const* argv, char* const* environment, const char* directory,
                         int in, int out, int err, int report, int parent) {
  const int step = ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (step == 0 && ::getppid() == parent) {
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD}) ::signal(number, SIG_DFL);
    const bool placed = ::dup2(in, 0) == 0 && ::dup2(out, 1) == 1 && ::dup2(err, 2) == 2;
    // Sockets of the host are not all close-on-exec; the child must not keep a connection open.
    if (::syscall(SYS_close_range, 3u, ~0u, CLOSE_RANGE_CLOEXEC) != 0) {
      for (int number = 3; number < 4096; ++number) ::fcntl(number, F_SETFD, FD_CLOEXEC);
    }
    if (placed && (*directory == '\0' || ::chdir(directory) == 0)) ::execve(file, argv, environment);
  }
  const int reason = errno;
  [[maybe_unused]] const auto told = ::write(report, &reason, sizeof reason);
  ::_exit(127);
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

void do_not_block(const Descriptor& end) {
  if (::fcntl(end.get(), F_SETFL, O_NONBLOCK) != 0) fail("setting a pipe");
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    if (number_ >= 0) ::close(number_);
    number_ = other.release();
  }
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

int Descriptor::release() noexcept { return std::exchange(number_, -1); }

Child spawn_child(const ProcessOptions& options) {
  if (options.command.empty()) throw Error(ErrorKind::config, "starting a process: the command is empty");
  std::map<std::string, std::string> variables = options.environment;
  variables.emplace("PATH", our("PATH", usual_path));
  variables.emplace("HOME", our("HOME", "/"));
  const std::string file = find_program(options.command.front(), variables["PATH"]);
  std::vector<std::string> words = options.command, settings;
  for (const auto& [name, value] : variables) settings.push_back(name + "=" + value);
  const std::vector<char*> argv = pointers(words), environment = pointers(settings);

  Pipe in, out, err, report;
  do_not_block(in.write);
  do_not_block(out.read);
  do_not_block(err.read);
  const int parent = ::getpid();
  const int pid = ::fork();
  if (pid < 0) fail("fork");
  if (pid == 0) {
    become(file.c_str(), argv.data(), environment.data(), options.directory.c_str(), in.read.get(),
           out.write.get(), err.write.get(), report.write.get(), parent);
  }
  report.write = Descriptor();
  int reason = 0;
  ssize_t told = 0;
  do {
    told = ::read(report.read.get(), &reason, sizeof reason);
  } while (told < 0 && errno == EINTR);
  if (told > 0) {
    ::waitpid(pid, nullptr, 0);
    throw Error(ErrorKind::config, "starting '" + file + "'" +
                                       (options.directory.empty() ? "" : " in " + options.directory) + ": " +
                                       std::strerror(reason) + "; check the file and the directory");
  }
  Child child;
  child.pid = pid;
  child.exit = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (child.exit.get() < 0) {
    ::kill(-pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    fail("pidfd_open");
  }
  child.in = std::move(in.write);
  child.out = std::move(out.read);
  child.err = std::move(err.read);
  return child;
}

}  // namespace aitb::net
