#include "bench/harness/machine.hpp"

#include <sys/resource.h>
#include <sys/utsname.h>

#include <chrono>
#include <fstream>
#include <thread>
#include <utility>

namespace bench {
namespace {

/// Ticks idle and in all, of all cores.
std::pair<double, double> ticks() {
  std::ifstream in("/proc/stat");
  std::string name;
  in >> name;
  double idle = 0, all = 0, value = 0;
  for (int column = 0; column < 8 && in >> value; ++column) {
    all += value;
    if (column == 3 || column == 4) idle += value;
  }
  return {idle, all};
}

}  // namespace

double idle_share(double seconds) {
  const auto before = ticks();
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  const auto after = ticks();
  return after.second > before.second ? (after.first - before.first) / (after.second - before.second) : 0;
}

std::string describe_machine() {
  std::ifstream in("/proc/cpuinfo");
  std::string model = "unknown processor";
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("model name")) model = line.substr(line.find(':') + 2);
  }
  utsname system{};
  ::uname(&system);
  return model + ", " + std::to_string(std::thread::hardware_concurrency()) + " cores, " + system.sysname +
         " " + system.release;
}

long raise_open_files() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<long>(limit.rlim_cur);
}

}  // namespace bench
