// What the rounds of one load say together, and whether it meets its goals.
#pragma once
#include <array>
#include <vector>

#include "bench/common/summary.hpp"
#include "bench/harness/report.hpp"

namespace truth_bench {

using bench::Summary;

/// What one client made of one simulator.
struct Measured {
  Summary error_us;         ///< arrival − logged send, every chunk in the window
  Summary kernel_error_us;  ///< the kernel's receive time − logged send, where it is known
  double cpu_us_per_chunk = 0;
  double core = 0;           ///< share of its core that the client used
  double coalesced = 0;      ///< share of chunks that came in the same read as the one before
  double wrong = 0;          ///< answers whose chunks do not match the log
  Summary send_lateness_us;  ///< of the simulator, for reading the rest
  double taken = 0;          ///< share of the machine that was not ours in this round
  int repeated = 0;          ///< rounds that were not quiet enough to count
};

constexpr std::array quantile_shares = {0.5, 0.9, 0.99};
/// A figure a round, for p50, p90 and p99.
using QuantilesOfRounds = std::array<std::vector<double>, quantile_shares.size()>;

/// The rounds of one client. A figure of all is their median: pooled, the one round in which others held the
/// machine up would decide the p99.
struct Rounds {
  QuantilesOfRounds error_us, kernel_error_us;  ///< the second may be empty
  std::vector<double> late_p99_us, cpu, core, coalesced, taken;
  std::size_t chunks = 0;
  double wrong = 0;
  int repeated = 0;

  void add(const Measured& round);
};

/// Prints both clients' rows and every goal: met, missed, or open: the goals in µs of delay where the machine
/// was not quiet, all of delay where the simulator did not send the load in time.
void judge(bench::Report& report, const Rounds& ours, const Rounds& reference);

}  // namespace truth_bench
