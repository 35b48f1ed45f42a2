// What YAML can say about the simulated search engines: corpus, keys, timing, limits, faults.
#pragma once
#include <aitb/config.hpp>

#include <sim_kit/options.hpp>
#include <string>
#include <vector>

namespace search_simulator {

struct Options {
  std::vector<std::string> keys;
  aitb::Distribution latency_ms = aitb::Distribution(80);
  std::uint64_t seed = 1;
  int results = 80;
  int advertisements = 1;
  std::vector<std::string> no_results{"nothing matches this"};
  int rate_limit = 0;
  std::vector<sim_kit::ErrorRule> errors;
  bool allow_error_header = false;
};
aitb::FieldTable fields(Options& options);

}  // namespace search_simulator
