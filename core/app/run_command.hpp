// The options of `aitb-host run`, and what a resumed run takes over from the stored one.
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/app/options.hpp"
#include "core/plan/plan.hpp"
#include "core/session/load.hpp"

namespace aitb::core {

struct RunOptions {
  ConfigOptions config;
  std::vector<std::string> scenarios, profiles, priorities, phases;
  std::optional<int> runs;
  std::optional<std::uint64_t> seed;
  std::string endpoint = "sim", out, resume;
  std::optional<int> users;
  std::optional<double> rate, duration_sec;
  std::string arrivals = "poisson";
  double ramp_sec = 0, warmup_sec = 0;
  int lanes = 1;
  std::vector<std::string> slo;  ///< "ttft_ms=500"
  std::vector<std::string> formats{"json", "md"};
  std::string anonymize;
  bool dry_run = false, trace = false, stop_on_error = false, no_calibration = false, quiet = false,
       verbose = false;

  void add_to(CLI::App& command);
  PlanRequest plan() const;
  /// Throws Error(config) for combinations that make no sense.
  Load load() const;
  boost::json::object slo_object() const;
  boost::json::object to_json() const;
  /// Everything that shapes the plan, from a stored run; files are its own copies.
  void take_over(const boost::json::object& stored);
};

}  // namespace aitb::core
