#include "core/session/quality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace aitb::core {

ThreadWatch::Usage ThreadWatch::usage(int thread_id) {
  // schedstat: time on the CPU and time waiting for one, both in ns.
  std::ifstream file(fmt::format("/proc/self/task/{}/schedstat", thread_id));
  Usage usage;
  if (!(file >> usage.cpu_ns >> usage.wait_ns)) return Usage();
  return usage;
}

ThreadWatch::ThreadWatch(std::string name, int thread_id)
    : name_(std::move(name)),
      thread_id_(thread_id),
      since_(std::chrono::steady_clock::now()),
      start_(usage(thread_id)) {}

boost::json::object ThreadWatch::describe(const std::string& name, Usage from, Usage to, double elapsed_sec) {
  boost::json::object out;
  out["name"] = name;
  const bool known = from.cpu_ns >= 0 && to.cpu_ns >= 0;
  out["cpu_ms"] = known ? boost::json::value(static_cast<double>(to.cpu_ns - from.cpu_ns) / 1e6) : nullptr;
  out["run_queue_wait_ms"] =
      known ? boost::json::value(static_cast<double>(to.wait_ns - from.wait_ns) / 1e6) : nullptr;
  const bool rate = known && elapsed_sec > 0;
  out["cpu_pct"] =
      rate ? boost::json::value(static_cast<double>(to.cpu_ns - from.cpu_ns) / 1e7 / elapsed_sec) : nullptr;
  return out;
}

boost::json::object ThreadWatch::read() const {
  return describe(name_, start_, usage(thread_id_), to_seconds(std::chrono::steady_clock::now() - since_));
}

boost::json::object ThreadWatch::since_start(std::string name, int thread_id) {
  Usage zero;
  zero.cpu_ns = zero.wait_ns = 0;
  return describe(name, zero, usage(thread_id), 0);
}

task<> LoopWatch::run() {
  constexpr Duration period = std::chrono::milliseconds(10);
  while (true) {
    const Instant due = clock_.now() + period;
    co_await clock_.sleep_until(due);
    longest_ = std::max(longest_, clock_.now() - due);
  }
}

}  // namespace aitb::core
