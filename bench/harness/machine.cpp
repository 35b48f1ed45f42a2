#include "bench/harness/machine.hpp"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace bench {
namespace {

struct Ticks {
  double idle = 0, stolen = 0, all = 0;
};

/// Of all cores.
Ticks ticks() {
  std::ifstream in("/proc/stat");
  std::string name;
  in >> name;
  Ticks out;
  double value = 0;
  for (int column = 0; column < 8 && in >> value; ++column) {
    out.all += value;
    if (column == 3 || column == 4) out.idle += value;
    if (column == 7) out.stolen = value;
  }
  return out;
}

bool is_ours_or_the_kernels(const std::filesystem::path& process) {
  constexpr unsigned long kernel_thread = 0x200000;
  std::ifstream in(process / "stat");
  std::string line;
  std::getline(in, line);
  const std::size_t name_end = line.rfind(')');  // the name may hold anything
  if (name_end == line.npos) return true;        // it has ended
  std::istringstream fields(line.substr(name_end + 1));
  std::string state, skip;
  pid_t parent = 0;
  unsigned long flags = 0;
  fields >> state >> parent >> skip >> skip >> skip >> skip >> flags;
  const bool ours = parent == ::getpid() || process.filename() == std::to_string(::getpid());
  return ours || (flags & kernel_thread) != 0;
}

/// How long the thread has run so far; ns, and not ticks of 10 ms: others mostly take a millisecond or two.
double run_ns(const std::filesystem::path& thread) {
  double ns = 0;
  std::ifstream(thread / "schedstat") >> ns;
  return ns;
}

template <class Each>
void each_number(const std::filesystem::path& folder, const Each& each) {
  std::error_code gone;
  for (const auto& entry : std::filesystem::directory_iterator(folder, gone)) {
    if (std::isdigit(static_cast<unsigned char>(entry.path().filename().native().front())) != 0)
      each(entry.path());
  }
}

/// Of the threads of all other programs, by thread.
std::map<std::string, double> foreign_run_ns() {
  std::map<std::string, double> out;
  each_number("/proc", [&](const std::filesystem::path& process) {
    if (is_ours_or_the_kernels(process)) return;
    each_number(process / "task",
                [&](const std::filesystem::path& thread) { out.emplace(thread, run_ns(thread)); });
  });
  return out;
}

double seconds_since(std::chrono::steady_clock::time_point then) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - then).count();
}

}  // namespace

double idle_share(double seconds) {
  const auto before = ticks();
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  const auto after = ticks();
  return after.all > before.all ? (after.idle - before.idle) / (after.all - before.all) : 0;
}

Taken::Taken()
    : stolen_(ticks().stolen), run_ns_(foreign_run_ns()), since_(std::chrono::steady_clock::now()) {
  if (run_ns("/proc/thread-self") <= 0)
    throw std::runtime_error("cannot tell what others take: this kernel has no /proc/PID/schedstat");
}

double Taken::share() const {
  const double seconds = seconds_since(since_);
  double taken = (ticks().stolen - stolen_) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  for (const auto& [thread, ns] : foreign_run_ns()) {
    const auto before = run_ns_.find(thread);
    taken += (ns - (before == run_ns_.end() ? 0 : before->second)) / 1e9;
  }
  return std::max(0.0, taken) / (seconds * std::thread::hardware_concurrency());
}

double bearable_share(double busy) { return 0.005 * (1 - busy); }

std::string describe_machine() {
  std::ifstream in("/proc/cpuinfo");
  std::string model = "unknown processor";
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("model name")) model = line.substr(line.find(':') + 2);
  }
  utsname system{};
  ::uname(&system);
  std::string poll;
  std::string out = model + ", " + std::to_string(std::thread::hardware_concurrency()) + " cores, " +
                    system.sysname + " " + system.release;
  std::ifstream("/sys/module/haltpoll/parameters/guest_halt_poll_ns") >> poll;
  if (!poll.empty()) out += ", guest_halt_poll_ns " + poll;
  return out;
}

long raise_open_files() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<long>(limit.rlim_cur);
}

}  // namespace bench
