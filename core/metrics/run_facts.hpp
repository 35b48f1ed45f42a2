// What the run object (given to Sink::begin) tells the metrics; the one place that knows its keys.
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace aitb::core {

/// Upper limits that a good exchange must meet, in milliseconds. `slo: {ttft_ms, ttlt_ms, latency_ms,
/// itl_ms}`.
struct Slo {
  std::optional<double> ttft_ms, ttlt_ms, latency_ms, itl_ms;
  bool stated() const noexcept { return ttft_ms || ttlt_ms || latency_ms || itl_ms; }
};

/// `load: {mode: "sequential" | "closed" | "open", users, rate, arrivals}`.
struct LoadFacts {
  std::string mode = "sequential";
  std::optional<double> users;  ///< closed loop: how many should be in flight
  std::optional<double> rate;   ///< open loop: arrivals per second
  std::string arrivals;         ///< "constant", "poisson", "gamma"
};

/// ε = measured − truth of the self-calibration.
/// `calibration: {streams, ttft: {p50_us, p99_us}, inter_chunk: {p50_us, p99_us}}`.
struct CalibrationFacts {
  std::optional<double> ttft_p50_us, ttft_p99_us, inter_chunk_p50_us, inter_chunk_p99_us;
};

/// `profiles: {NAME: {asked: "…", verified: "…", loss_pct: 0.1}}`.
struct ProfileFacts {
  std::string asked, verified;
  std::optional<double> loss_pct;
};

/// Everything is optional in the object; what is absent stays null in the report.
/// Further keys read: run_id, seed, started_at and ended_at (RFC 3339), wall_anchor {wall_ns, monotonic_ns},
/// stall_gap_sec, burst_gap_sec, quality {…, printed as it is}, environment {…, printed as it is},
/// config_digest. Of `quality`: dropped_records (must be 0), timer_lag_us {p50, p99, max}, loop_stall_max_us,
/// threads: [{name, cpu_pct, run_queue_wait_ms}], queue_stalls, capture_drops.
struct RunFacts {
  std::string run_id, started_at, ended_at, config_digest;
  std::optional<std::uint64_t> seed;
  double stall_gap_sec = 1.0, burst_gap_sec = 1.0;
  Slo slo;
  LoadFacts load;
  CalibrationFacts calibration;
  std::map<std::string, ProfileFacts> profiles;
  boost::json::object quality, environment;
};

/// Never throws: a key of another type is as good as absent.
RunFacts read_run_facts(const boost::json::object& run);

}  // namespace aitb::core
