#include "bench/harness/machine.hpp"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
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

/// Ticks used by a process unless it is ours, our child or a thread of the kernel; by /proc/PID/stat.
double foreign_ticks(const std::filesystem::path& process) {
  constexpr unsigned long kernel_thread = 0x200000;
  std::ifstream in(process / "stat");
  std::string line;
  std::getline(in, line);
  const std::size_t name_end = line.rfind(')');  // the name may hold anything
  if (name_end == line.npos) return 0;           // it has ended
  std::istringstream fields(line.substr(name_end + 1));
  std::string state, skip;
  pid_t parent = 0;
  unsigned long flags = 0;
  double user = 0, system = 0;
  fields >> state >> parent >> skip >> skip >> skip >> skip >> flags;
  for (int i = 0; i < 4; ++i) fields >> skip;
  fields >> user >> system;
  const bool ours = parent == ::getpid() || process.filename() == std::to_string(::getpid());
  return ours || (flags & kernel_thread) != 0 ? 0 : user + system;
}

double taken_ticks() {
  double taken = ticks().stolen;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    if (std::isdigit(static_cast<unsigned char>(entry.path().filename().native().front())) != 0)
      taken += foreign_ticks(entry.path());
  }
  return taken;
}

}  // namespace

double idle_share(double seconds) {
  const auto before = ticks();
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  const auto after = ticks();
  return after.all > before.all ? (after.idle - before.idle) / (after.all - before.all) : 0;
}

Taken::Taken() : taken_(taken_ticks()), all_(ticks().all) {}

double Taken::share() const {
  const double all = ticks().all - all_;
  return all > 0 ? std::max(0.0, taken_ticks() - taken_) / all : 0;
}

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
