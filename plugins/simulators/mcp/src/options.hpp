// What YAML can say about the simulated MCP server: its tools, their times, and what goes wrong.
#pragma once
#include <aitb/config.hpp>

#include <string>
#include <vector>

namespace mcp_simulator {

/// One way to go wrong: rules are tried in order, the first that applies is followed.
struct FaultRule {
  std::string tool, effect = "error", message = "The tool is out of order.";
  int every = 0;
  double probability = 1;
};
aitb::FieldTable fields(FaultRule& rule);

struct Options {
  std::vector<std::string> tools;
  int page_size = 10;
  std::string revision = "2025-11-25";
  std::string answer = "auto";
  bool sessions = true;
  std::vector<std::string> origins{"http://localhost", "http://127.0.0.1", "https://localhost",
                                   "https://127.0.0.1"};
  int ping_every = 0;

  aitb::Distribution latency_ms = aitb::Distribution(20);
  aitb::Distribution result_bytes = aitb::Distribution(1500);
  std::uint64_t seed = 1;
  std::vector<FaultRule> faults;
};
aitb::FieldTable fields(Options& options);

}  // namespace mcp_simulator
