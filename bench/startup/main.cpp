// bench/startup: how soon aitb-host is there, and how soon it gives up when it must, leaving nothing behind.
#include <fmt/format.h>
#include <signal.h>

#include <cerrno>
#include <fstream>
#include <iostream>

#include "bench/harness/product.hpp"
#include "bench/harness/report.hpp"
#include "bench/harness/sampler.hpp"

namespace {

struct Ended {
  double ms = 0;
  int code = 0;
  bool orphans = false;
};

Ended time(const bench::Command& command, bench::Workspace& workspace) {
  const std::int64_t start = bench::now_ns();
  bench::Child child(command, workspace.fresh("startup"));
  Ended ended;
  ended.code = child.wait(30).value_or(-1);
  ended.ms = static_cast<double>(bench::now_ns() - start) / 1e6;
  ended.orphans = ::kill(-child.pid(), 0) == 0 || errno != ESRCH;  // its process group must be empty
  return ended;
}

std::string host() { return bench::program_folder() / "aitb-host"; }

void dead_target(bench::Workspace& workspace, bench::Report& report) {
  const auto run = workspace.fresh("results");
  const std::int64_t start = bench::now_ns();
  bench::ClientSetup setup{bench::free_port(), "", true, 10, {"--runs", "1"}};
  const auto child = bench::run_product(workspace, setup, run);
  const int code = child->wait(30).value_or(-1);
  const double ms = static_cast<double>(bench::now_ns() - start) / 1e6;
  const bool orphans = ::kill(-child->pid(), 0) == 0;
  report.row("dead target", {{"ms", bench::figure(ms)}, {"exit code", std::to_string(code)}});
  report.at_most("run against a port where nobody listens", ms / 1e3, 2, "s");
  report.at_most("its exit code is 1 (0: yes)", code == 1 ? 0 : 1, 0, "");
  report.at_most("processes left behind", orphans, 0, "");
}

}  // namespace

int main(int argc, char** argv) try {
  const auto arguments = bench::benchmark_arguments(argc, argv);
  bench::Workspace workspace;
  bench::Report report("startup", arguments);

  report.section("aitb-host list plugins");
  bench::Summary ms;
  bench::Command list;
  list.words = {host(), "list", "plugins"};
  for (int i = arguments.is_set("quick") ? 5 : 30; i > 0; --i) {
    const Ended ended = time(list, workspace);
    if (ended.code != 0) throw std::runtime_error("aitb-host list plugins failed");
    ms.add(ended.ms);
  }
  report.row("time ms", bench::quantiles(ms));
  report.at_most("median", ms.quantile(0.5), 100, "ms");

  report.section("a bad configuration");
  const auto file = workspace.fresh("scenarios");
  std::ofstream(file) << "scenarios:\n  bench:\n    type: chat\n    provder: openai\n";
  bench::Command bad;
  bad.words = {host(), "run", "bench", "--config", file, "--out", workspace.fresh("results")};
  const Ended ended = time(bad, workspace);
  report.row("bad configuration",
             {{"ms", bench::figure(ended.ms)}, {"exit code", std::to_string(ended.code)}});
  report.at_most("time to the answer", ended.ms / 1e3, 2, "s");
  report.at_most("its exit code is 2 (0: yes)", ended.code == 2 ? 0 : 1, 0, "");
  report.at_most("processes left behind", ended.orphans, 0, "");

  report.section("a dead target");
  dead_target(workspace, report);
  return report.end();
} catch (const std::exception& failure) {
  std::cerr << "bench/startup: " << failure.what() << '\n';
  return 3;
}
