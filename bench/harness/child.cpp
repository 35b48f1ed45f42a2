#include "bench/harness/child.hpp"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace bench {
namespace {

namespace fs = std::filesystem;

std::string slurp(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void pause() { std::this_thread::sleep_for(std::chrono::milliseconds(2)); }

bool passed(std::chrono::steady_clock::time_point since, double seconds) {
  return std::chrono::steady_clock::now() - since > std::chrono::duration<double>(seconds);
}

[[noreturn]] void become(const Command& command, std::vector<char*> words, const fs::path& log) {
  ::setsid();
  if (const int nice = ::getpriority(PRIO_PROCESS, 0); nice != 0) {
    std::ofstream("/proc/self/autogroup")
        << nice;  // where sessions share the processor, priority counts inside one only
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (command.core >= 0) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(static_cast<unsigned>(command.core), &cores);
    ::sched_setaffinity(0, sizeof cores, &cores);
  }
  for (const auto& [name, value] : command.environment) ::setenv(name.c_str(), value.c_str(), 1);
  const auto redirect = [](const fs::path& file, int to) {
    ::dup2(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644), to);
  };
  redirect(log.string() + ".out", STDOUT_FILENO);
  redirect(log.string() + ".err", STDERR_FILENO);
  ::dup2(::open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
  if (!command.folder.empty() && ::chdir(command.folder.c_str()) != 0) ::_exit(126);
  ::execvp(words[0], words.data());
  ::_exit(127);
}

}  // namespace

Child::Child(const Command& command, const fs::path& log) : log_(log) {
  std::vector<char*> words;
  for (const auto& word : command.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) become(command, std::move(words), log);
  if (pid_ < 0) throw std::runtime_error("cannot fork");
}

Child::~Child() {
  if (running()) stop();
}

bool Child::running() { return !wait(0); }

std::optional<int> Child::wait(double seconds) {
  const auto start = std::chrono::steady_clock::now();
  while (!exit_code_) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    } else if (passed(start, seconds)) {
      return std::nullopt;
    } else {
      pause();
    }
  }
  return exit_code_;
}

int Child::stop(double grace) {
  if (!exit_code_) ::kill(pid_, SIGTERM);
  if (const auto code = wait(grace)) return *code;
  ::kill(-pid_, SIGKILL);
  return wait(10).value_or(137);
}

std::string Child::wait_for(const std::string& text, double seconds) {
  const auto start = std::chrono::steady_clock::now();
  for (;;) {
    const bool ended = !running();
    std::istringstream lines(output());
    for (std::string line; std::getline(lines, line);) {
      if (line.find(text) != line.npos && !lines.eof()) return line;
    }
    if (ended || passed(start, seconds)) {
      throw std::runtime_error("waited for '" + text + "', but the program " +
                               (ended ? "ended: " : "said only: ") + output() + errors());
    }
    pause();
  }
}

double Child::cpu_seconds() const {
  double ns = 0;
  std::error_code gone;
  for (const auto& task : fs::directory_iterator("/proc/" + std::to_string(pid_) + "/task", gone)) {
    std::ifstream in(task.path() / "schedstat");
    double on_cpu = 0;
    if (in >> on_cpu) ns += on_cpu;
  }
  return ns / 1e9;
}

double Child::memory_kib() const {
  std::ifstream in("/proc/" + std::to_string(pid_) + "/smaps_rollup");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("Pss:")) return std::stod(line.substr(4));
  }
  return 0;
}

std::string Child::output() const { return slurp(log_.string() + ".out"); }
std::string Child::errors() const { return slurp(log_.string() + ".err"); }

}  // namespace bench
