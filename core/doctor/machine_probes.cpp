// The machine itself: cores, clocks, timers, limits, disk.
#include <fmt/format.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "core/doctor/finding.hpp"

namespace aitb::core {
namespace {

constexpr double gib = 1024.0 * 1024 * 1024;

std::string first_line(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::int64_t monotonic_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

Finding cores() {
  Finding out("cores", "lanes, simulators and sinks side by side", Finding::required_for_default);
  cpu_set_t allowed;
  const int count = ::sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 1;
  out.found = fmt::format("{} usable", count);
  if (count < 2) {
    out.state = State::limited;
    out.mend = "give this machine a second core: client and simulator share one, which delays both";
  }
  return out;
}

Finding memory() {
  Finding out("memory", "many sessions at a time", Finding::required_for_default);
  std::ifstream file("/proc/meminfo");
  double available = 0;
  for (std::string key, rest; file >> key; std::getline(file, rest))
    if (key == "MemAvailable:") file >> available;
  available /= 1024.0 * 1024;
  out.found = fmt::format("{:.1f} GiB available", available);
  if (available < 0.5) {
    out.state = State::limited;
    out.mend = "end other programs, or give this machine more memory";
  }
  return out;
}

Finding clock() {
  Finding out("clock", "every duration", Finding::required_for_default);
  constexpr int reads = 20'000;
  const std::int64_t start = monotonic_ns();
  for (int i = 0; i < reads; ++i) monotonic_ns();
  const double cost = static_cast<double>(monotonic_ns() - start) / (reads + 1);
  out.found =
      fmt::format("{}, {:.0f} ns a reading",
                  first_line("/sys/devices/system/clocksource/clocksource0/current_clocksource"), cost);
  if (cost > 500) {
    out.state = State::limited;
    out.mend = "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource";
  }
  return out;
}

/// 50 absolute sleeps of 1 ms, as pacing does them.
Finding timers() {
  Finding out("timers", "paced sending", Finding::required_for_default);
  std::array<std::int64_t, 50> late{};
  for (std::int64_t& lateness : late) {
    const std::int64_t goal = monotonic_ns() + 1'000'000;
    const timespec at{goal / 1'000'000'000, goal % 1'000'000'000};
    ::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr);
    lateness = monotonic_ns() - goal;
  }
  std::sort(late.begin(), late.end());
  const double median = static_cast<double>(late[late.size() / 2]) / 1e3;
  out.found = fmt::format("1 ms sleeps end {:.0f} us late (median), {:.0f} us at most; slack {} us", median,
                          static_cast<double>(late.back()) / 1e3,
                          std::strtoll(first_line("/proc/self/timerslack_ns").c_str(), nullptr, 10) / 1000);
  if (median > 500) {
    out.state = State::limited;
    out.mend = "end other programs; on a virtual machine look for steal time: vmstat 1 5";
  }
  return out;
}

/// In a virtual machine an idle core goes back to the host, and each wake-up waits until the host's other
/// guests leave it: arrivals are later then, and chunks dearer. A guest may poll before it gives the core
/// back.
Finding idle_cores() {
  Finding out("idle cores", "arrival times, CPU figures");
  const std::string driver = first_line("/sys/devices/system/cpu/cpuidle/current_driver");
  const char* setting = "/sys/module/haltpoll/parameters/guest_halt_poll_ns";
  const std::string poll = first_line(setting);
  out.found = driver.empty() || driver == "none" ? "the kernel has no driver for them" : driver;
  if (driver != "haltpoll" || poll.empty()) return out;
  out.found += ", polls for " + poll + " ns before it gives the core to the host";
  if (poll == "0") {
    out.state = State::limited;
    out.mend = fmt::format("echo 2000000 | sudo tee {}", setting);
  }
  return out;
}

Finding open_files() {
  Finding out("open files", "connections at a time", Finding::required_for_default);
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  out.found = fmt::format("{} (hard limit {})", limit.rlim_cur, limit.rlim_max);
  if (limit.rlim_cur < 4096) {
    out.state = limit.rlim_cur < 64 ? State::missing : State::limited;
    out.mend = fmt::format("ulimit -n {}", std::min<rlim_t>(limit.rlim_max, 65536));
  }
  return out;
}

Finding disk() {
  Finding out("disk", "the run folder", Finding::required_for_default);
  std::error_code ignored;
  const std::filesystem::path folder = std::filesystem::is_directory("results", ignored) ? "results" : ".";
  const std::string place = std::filesystem::absolute(folder, ignored).lexically_normal().string();
  std::string name = (folder / ".doctor-XXXXXX").string();
  const int file = ::mkstemp(name.data());
  if (file < 0) {
    out.state = State::missing;
    out.found = fmt::format("{} cannot be written: {}", place, std::strerror(errno));
    out.mend = "run aitb-host in a folder of yours, or give one with --out DIR";
    return out;
  }
  ::close(file);
  ::unlink(name.c_str());
  struct statvfs space {};
  ::statvfs(folder.c_str(), &space);
  const double left = static_cast<double>(space.f_bavail) * static_cast<double>(space.f_frsize) / gib;
  out.found = fmt::format("{:.1f} GiB free in {}", left, place);
  if (left < 1) {
    out.state = State::limited;
    out.mend = "remove old runs from results/, or give another disk with --out DIR";
  }
  return out;
}

Finding time_sync() {
  Finding out("time sync", "dates in records, not durations");
  timex state{};
  const int code = ::adjtimex(&state);
  if (code >= 0 && code != TIME_ERROR) {
    out.found = fmt::format("the kernel clock is synchronised, error at most {:.1f} ms",
                            static_cast<double>(state.maxerror) / 1e3);
    return out;
  }
  out.state = State::limited;
  out.found = code < 0 ? fmt::format("the kernel does not tell ({})", std::strerror(errno))
                       : "the kernel clock is not synchronised";
  out.mend = "sudo apt-get install systemd-timesyncd && sudo timedatectl set-ntp true";
  return out;
}

}  // namespace

std::vector<Finding> machine_findings() {
  return {cores(), memory(), clock(), timers(), idle_cores(), open_files(), disk(), time_sync()};
}

}  // namespace aitb::core
