// The command line of `aitb-host run`.
#include <CLI/CLI.hpp>
#include <limits>

#include "core/app/number_checks.hpp"
#include "core/app/run_command.hpp"

namespace aitb::core {
namespace {

constexpr const char* load_group = "Load instead of one session after the other";

}  // namespace

void RunOptions::add_to(CLI::App& command) {
  command.add_option("SCENARIO", scenarios, "Scenarios by name, or 'all'; none: the file's test_matrix");
  command.add_option("--profile", profiles, "Network profile (may be repeated)")
      ->type_name("PROFILE")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command.add_option("--runs", runs, "Repetitions of each cell; with --users: of each user")
      ->check(whole_number(1, std::numeric_limits<int>::max()));
  command.add_option("--seed", seed, "Seed of every random choice; printed when not given")
      ->check(whole_number(0, std::numeric_limits<long>::max()));
  command.add_option("--endpoint", endpoint, "Reach providers at their simulator or live")
      ->check(CLI::IsMember({"sim", "live"}))
      ->capture_default_str();
  config.add_to(command);
  command.add_option("--out", out, "Run folder [results/RUN-ID]")->type_name("DIR");
  command.add_option("--resume", resume, "Continue a run that ended early: only what is missing")
      ->type_name("RUN");
  command.add_option("--priority", priorities, "Only these priorities of the test_matrix")
      ->check(CLI::IsMember({"high", "medium", "low"}))
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command.add_option("--phase", phases, "Only these phases of the test_matrix")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command.add_option("--format", formats, "Report formats")
      ->check(CLI::IsMember({"json", "md", "csv"}))
      ->delimiter(',');
  command.add_option("--slo", slo, "Goodput objective NAME=MS, e.g. ttft_ms=500 (may be repeated)")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  command.add_option("--users", users, "Closed loop: this many users at once")
      ->check(whole_number(1, 100000))
      ->group(load_group);
  command.add_option("--rate", rate, "Open loop: sessions per second")
      ->check(positive_number())
      ->group(load_group);
  command.add_option("--arrivals", arrivals, "Open loop: constant, poisson or gamma:CV")
      ->capture_default_str()
      ->group(load_group);
  command.add_option("--duration", duration_sec, "Seconds of the measured phase")
      ->check(positive_number())
      ->group(load_group);
  command.add_option("--ramp", ramp_sec, "Seconds in which users or rate grow from nothing")
      ->check(non_negative_number())
      ->group(load_group);
  command.add_option("--warmup", warmup_sec, "Seconds of a warm-up phase, recorded apart")
      ->check(non_negative_number())
      ->group(load_group);
  command.add_option("--lanes", lanes, "Threads that carry the load")
      ->check(whole_number(1, 256))
      ->capture_default_str()
      ->group(load_group);
  command
      .add_option("--anonymize", anonymize,
                  "Store providers, models and scenarios under the aliases of this file")
      ->type_name("FILE");
  command.add_flag("--dry-run", dry_run, "Only tell what would run, and what cannot and why");
  command.add_flag("--trace", trace, "Also write a file of every turn, with texts, into traces/");
  command.add_flag("--stop-on-error", stop_on_error,
                   "End once every session of a scenario failed under no_emulation or ideal_6g");
  command.add_flag("--no-calibration", no_calibration, "Skip the self-calibration before the run");
  command.add_flag("-q,--quiet", quiet, "Only errors and the paths at the end");
  command.add_flag("-v,--verbose", verbose, "Log lines on the terminal too");
}

}  // namespace aitb::core
