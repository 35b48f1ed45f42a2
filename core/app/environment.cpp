#include "core/app/environment.hpp"

#include <openssl/crypto.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <boost/version.hpp>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include "core/app/version.hpp"

namespace aitb::core {
namespace {

boost::json::value first_line(const char* path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return nullptr;
  return boost::json::string(line);
}

boost::json::value number_in(const char* path) {
  std::int64_t number = 0;
  if (!(std::ifstream(path) >> number)) return nullptr;
  return number;
}

/// What of TCP's settings shapes traffic, as the kernel prints it: windows after a pause for thought and
/// bursts are of its making.
boost::json::object tcp_settings() {
  boost::json::object out;
  for (const char* name : {"congestion_control", "slow_start_after_idle", "no_metrics_save", "timestamps",
                           "sack", "ecn", "fastopen", "notsent_lowat", "rmem", "wmem"}) {
    out[name] = first_line(("/proc/sys/net/ipv4/tcp_" + std::string(name)).c_str());
  }
  return out;
}

boost::json::value cpu_model() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return boost::json::string(line.substr(line.find(':') + 2));
  }
  return nullptr;
}

boost::json::value load_average() {
  double load[1];
  if (getloadavg(load, 1) != 1) return nullptr;
  return load[0];
}

}  // namespace

boost::json::object environment_facts() {
  boost::json::object out;
  out["aitb"] = version();
  utsname name{};
  if (uname(&name) == 0) {
    out["host"] = name.nodename;
    out["kernel"] = std::string(name.sysname) + " " + name.release;
    out["architecture"] = name.machine;
  }
  out["cpu"] = cpu_model();
  out["cores"] = std::thread::hardware_concurrency();
  struct sysinfo memory {};
  out["memory_bytes"] =
      sysinfo(&memory) == 0 ? boost::json::value(memory.totalram * memory.mem_unit) : nullptr;
  out["clock"] = "CLOCK_MONOTONIC";
  out["clock_source"] = first_line("/sys/devices/system/clocksource/clocksource0/current_clocksource");
  out["cpu_governor"] = first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
  out["idle_driver"] = first_line("/sys/devices/system/cpu/cpuidle/current_driver");
  out["guest_halt_poll_ns"] = number_in("/sys/module/haltpoll/parameters/guest_halt_poll_ns");
  out["load_average_1min"] = load_average();
  out["tcp"] = tcp_settings();
  out["default_qdisc"] = first_line("/proc/sys/net/core/default_qdisc");
  rlimit files{};
  out["open_files_limit"] =
      getrlimit(RLIMIT_NOFILE, &files) == 0 ? boost::json::value(files.rlim_cur) : nullptr;
  out["compiler"] = std::string("g++ ") + __VERSION__;
  out["boost"] = BOOST_LIB_VERSION;
  out["openssl"] = OpenSSL_version(OPENSSL_VERSION);
  return out;
}

}  // namespace aitb::core
