#include "bench/truth/verdict.hpp"

#include <algorithm>
#include <string>

#include "bench/harness/machine.hpp"
#include "bench/harness/product.hpp"

namespace truth_bench {
namespace {

using bench::figure;
using bench::median;
using Values = std::vector<std::pair<std::string, std::string>>;

Values quantiles(const QuantilesOfRounds& of) {
  return {{"p50", figure(median(of[0]))}, {"p90", figure(median(of[1]))}, {"p99", figure(median(of[2]))}};
}

void print(bench::Report& report, const std::string& who, const Rounds& rounds) {
  Values values = quantiles(rounds.error_us);
  values.emplace_back("CPU/chunk µs", figure(median(rounds.cpu)));
  values.emplace_back("core %", figure(100 * median(rounds.core)));
  values.emplace_back("chunks", std::to_string(rounds.chunks));
  values.emplace_back("coalesced %", figure(100 * median(rounds.coalesced)));
  values.emplace_back("taken %", figure(100 * *std::max_element(rounds.taken.begin(), rounds.taken.end())));
  values.emplace_back("repeated", std::to_string(rounds.repeated));
  values.emplace_back("sim late p99 µs", figure(median(rounds.late_p99_us)));
  report.row(who, values);
}

/// Each round of ours was followed by one of the reference, under much the same conditions.
double ratio(const std::vector<double>& ours, const std::vector<double>& reference) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < std::min(ours.size(), reference.size()); ++i) {
    ratios.push_back(ours[i] / reference[i]);
  }
  return median(ratios);
}

/// The goals in time are for a quiet machine. Why this one was not; "" if it was.
std::string not_quiet(const Rounds& ours, double of_reference, double goal) {
  const double taken = median(ours.taken);
  if (taken > bench::quiet_share) return "others took " + figure(100 * taken) + " % of the machine";
  return of_reference > goal ? "the reference itself has " + figure(of_reference) : "";
}

/// Where the simulator is later than `paced` lets pass, and with both clients, it sends bursts instead of the
/// load that the section names. Why such times tell of neither client; "" if they do. Late with one client
/// only may be that client's doing.
std::string not_offered(const Rounds& ours, const Rounds& reference) {
  const double least = std::min(median(ours.late_p99_us), median(reference.late_p99_us));
  return least > bench::most_late_us ? "the simulator itself was " + figure(least / 1e3) + " ms late at p99"
                                     : "";
}

}  // namespace

void Rounds::add(const Measured& round) {
  for (std::size_t i = 0; i < quantile_shares.size(); ++i) {
    const double share = quantile_shares[i];
    error_us[i].push_back(round.error_us.quantile(share));
    if (!round.kernel_error_us.empty()) kernel_error_us[i].push_back(round.kernel_error_us.quantile(share));
  }
  late_p99_us.push_back(round.send_lateness_us.quantile(0.99));
  cpu.push_back(round.cpu_us_per_chunk);
  core.push_back(round.core);
  coalesced.push_back(round.coalesced);
  taken.push_back(round.taken);
  chunks += round.error_us.size();
  wrong += round.wrong;
  repeated += round.repeated;
}

void judge(bench::Report& report, const Rounds& ours, const Rounds& reference) {
  print(report, "aitb-host run", ours);
  if (!ours.kernel_error_us.front().empty()) {
    report.row("the same, kernel's time", quantiles(ours.kernel_error_us));
  }
  print(report, "reference client", reference);

  const std::string bursts = not_offered(ours, reference);
  const auto time = [&](const char* what, std::size_t quantile, double goal) {
    const auto &mine = ours.error_us[quantile], &least = reference.error_us[quantile];
    report.at_most(what, median(mine), goal, "µs",
                   bursts.empty() ? not_quiet(ours, median(least), goal) : bursts);
    report.at_most(std::string(what) + " against the reference", ratio(mine, least), 2, "×", bursts);
  };
  time("error p50", 0, 100);
  time("error p99", 2, 500);
  report.at_most("CPU a chunk with full records", median(ours.cpu), 8, "µs");
  report.at_most("CPU a chunk against the reference", ratio(ours.cpu, reference.cpu), 1.5, "×");
  report.at_most("answers whose chunks do not match the log", ours.wrong, 0, "");
}

}  // namespace truth_bench
