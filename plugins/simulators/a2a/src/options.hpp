// What YAML can say about the simulated agents: what they do with a text, timing, keys, limits, faults.
#pragma once
#include <aitb/config.hpp>

#include <sim_kit/options.hpp>
#include <string>
#include <vector>

namespace a2a_simulator {

struct Options {
  std::string behavior = "echo";
  int stream_chunks = 5;
  aitb::Distribution stream_delay_ms = aitb::Distribution(40);
  aitb::Distribution latency_ms = aitb::Distribution(150);
  std::vector<std::string> fail_on{"please fail"}, ask_on{"please ask"};
  std::string scheme = "http";
  std::uint64_t seed = 1;
  std::vector<std::string> keys;
  int rate_limit = 0;
  std::vector<sim_kit::ErrorRule> errors;
  bool allow_error_header = false;
};
aitb::FieldTable fields(Options& options);

}  // namespace a2a_simulator
