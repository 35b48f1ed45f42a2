// The limit of a tool call: one thread and one poll that write request lines and wait for their answers.
#pragma once
#include <string>
#include <vector>

#include "bench/common/summary.hpp"

namespace bench {

struct BareSetup {
  std::vector<std::string> server;  ///< a program that speaks MCP on its pipes
  std::string call;                 ///< params of tools/call
  int callers = 1;
  double pause_ms = 0;  ///< of a caller, between an answer and its next call
  double seconds = 5;
};

struct BareResult {
  Summary latency_ms;  ///< from before the write to after the read that brought the answer
  double cpu_us = 0;   ///< ours, a call
};

/// Runs on the core of clients. Throws std::runtime_error when the server does not play.
BareResult run_bare(const BareSetup& setup);

}  // namespace bench
