#include "bench/truth/verdict.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <string>

#include "bench/harness/machine.hpp"

namespace truth_bench {
namespace {

using bench::figure;
using bench::median;
using Values = std::vector<std::pair<std::string, std::string>>;

constexpr double allowed_cpu = 1.5;  // of the reference's

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

std::string overload(const Rounds& reference) {
  if (load_is_bearable(reference)) return "";
  return fmt::format("the reference fills {} % of its core, and {} × its CPU would not fit into one",
                     figure(100 * median(reference.core)), figure(allowed_cpu));
}

/// A goal in µs is for a machine that is quiet, and able: one on which the least client meets it.
std::string beyond_reference(double of_reference, double goal) {
  return of_reference <= goal ? "" : "the reference itself has " + figure(of_reference);
}

std::string not_quiet(const Rounds& ours) {
  const double taken = median(ours.taken);
  if (taken <= bench::quiet_share) return "";
  return "others took " + figure(100 * taken) + " % of the machine";
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

bool load_is_bearable(const Rounds& reference) { return allowed_cpu * median(reference.core) < 1; }

void judge(bench::Report& report, const Rounds& ours, const Rounds& reference) {
  print(report, "aitb-host run", ours);
  if (!ours.kernel_error_us.front().empty()) {
    report.row("the same, kernel's time", quantiles(ours.kernel_error_us));
  }
  print(report, "reference client", reference);

  const std::string too_much = overload(reference), noise = not_quiet(ours);
  const auto& [p50, p90, p99] = ours.error_us;
  const auto& [least_p50, least_p90, least_p99] = reference.error_us;
  const auto time = [&](const char* what, double value, double least, double goal) {
    std::string undecided = too_much;
    if (undecided.empty()) undecided = noise;
    if (undecided.empty()) undecided = beyond_reference(least, goal);
    report.at_most(what, value, goal, "µs", undecided);
  };
  time("error p50", median(p50), median(least_p50), 100);
  time("error p99", median(p99), median(least_p99), 500);
  report.at_most("error p50 against the reference", ratio(p50, least_p50), 2, "×", too_much);
  report.at_most("error p99 against the reference", ratio(p99, least_p99), 2, "×", too_much);
  report.at_most("CPU a chunk with full records", median(ours.cpu), 8, "µs",
                 beyond_reference(median(reference.cpu), 8));
  report.at_most("CPU a chunk against the reference", ratio(ours.cpu, reference.cpu), allowed_cpu, "×");
  report.at_most("answers whose chunks do not match the log", ours.wrong, 0, "");
}

}  // namespace truth_bench
