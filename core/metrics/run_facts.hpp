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
  std::string arrivals;         ///< "constant", "poisson", "gamma:0.5"
};

/// |ε| = |measured − truth| of the self-calibration.
/// `calibration: {ttft_error_ms: {n, p50, p99, max}, chunk_gap_error_ms: {…}}`.
struct CalibrationFacts {
  std::optional<double> ttft_p50_ms, ttft_p99_ms, gap_p50_ms, gap_p99_ms;
};

/// `profiles: {NAME: {asked: "…", verified: "…", loss_pct: 0.1}}`.
struct ProfileFacts {
  std::string asked, verified;
  std::optional<double> loss_pct;
};

/// `prices: {date, models: {NAME: {input, cached_input, output, audio_input, audio_output, image}}}`, USD,
/// tokens by the million.
struct PriceFact {
  std::optional<double> input, cached_input, output, audio_input, audio_output, image;
};
struct PriceFacts {
  std::string date;
  std::map<std::string, PriceFact> models;
  /// By name, else by the longest name that it begins with; nullptr if there is none.
  const PriceFact* find(const std::string& model) const;
};

/// `skipped: [{scenario, type, provider, reason}]`: what was asked for and could not run.
struct SkippedFact {
  std::string scenario, type, provider, reason;
};

/// Everything is optional in the object; what is absent stays null in the report. Further keys: run_id, seed,
/// started_wall_ns, ended_wall_ns, stall_gap_sec, burst_gap_sec, config_digest, captures, and `quality` and
/// `environment`, which are printed as they are; `quality.dropped_records` and `captures[].dropped` must be
/// 0.
struct RunFacts {
  std::string run_id, config_digest;
  std::string started_at, ended_at;  ///< RFC 3339, from the wall-clock nanoseconds; "" unknown
  std::optional<std::uint64_t> seed;
  double stall_gap_sec = 1.0, burst_gap_sec = 1.0;
  bool interrupted = false;
  Slo slo;
  LoadFacts load;
  CalibrationFacts calibration;
  std::map<std::string, ProfileFacts> profiles;
  std::vector<SkippedFact> skipped;
  PriceFacts prices;
  std::optional<double> dropped_records, capture_drops;
  boost::json::object quality, environment, calibration_json;
};

/// Never throws: a key of another type is as good as absent.
RunFacts read_run_facts(const boost::json::object& run);

}  // namespace aitb::core
