// bench/paced: how many streams one core of `aitb-host serve openai` keeps true at 10 ms a token, against the
// bare server; and what 10 000 slow streams cost in memory on either end.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <functional>
#include <iostream>

#include "bench/harness/limit_client.hpp"
#include "bench/harness/machine.hpp"
#include "bench/harness/product.hpp"
#include "bench/harness/report.hpp"
#include "bench/harness/sampler.hpp"
#include "plugins/common/truth/truth.hpp"

namespace {

using bench::figure;
using bench::Server;
using bench::ServerSetup;
using Serve = std::function<Server()>;

struct Pace {
  double itl_error_pct = 0, own_late_p99_us = 0, seen_late_p99_ms = 0, events_per_s = 0, cpu_us = 0,
         taken = 0;
  bool holds() const { return std::abs(itl_error_pct) <= 0.2 && own_late_p99_us <= bench::most_late_us; }
};

double limit_lateness(const std::string& output) {
  const auto line = output.find('{');
  return bench::number_at(boost::json::parse(output.substr(line)).as_object(), "lateness_us", "p99");
}

double product_lateness(const std::filesystem::path& truth_file) {
  bench::Summary late;
  for (const auto& [id, sends] : truth::read(truth_file)) {
    for (const auto& send : sends) late.add(static_cast<double>(send.sent_ns - send.intended_ns) / 1e3);
  }
  return late.quantile(0.99);
}

Pace pace(bench::Workspace& workspace, const ServerSetup& setup, Server server, int streams, double seconds) {
  const double answer_s = (setup.ttft_ms + setup.itl_ms * setup.tokens) / 1e3;
  const bench::LimitClient client{server.port(), streams, 1, seconds, answer_s * 1e3, {}, false};
  const bench::Taken taken;
  bench::Child child(bench::limit_command(client, setup), workspace.fresh("ref_client"));
  const bench::Window window = bench::watch_cpu(server.child(), answer_s + 1.2, seconds * 0.8);
  if (child.wait(60) != 0) throw std::runtime_error("ref_client failed: " + child.errors());
  const double taken_share = taken.share();
  const auto facts = boost::json::parse(child.output()).as_object();
  const std::string output = server.stop();
  Pace out;
  out.taken = taken_share;
  out.itl_error_pct = 100 * (bench::number_at(facts, "itl_ms", "mean") / setup.itl_ms - 1);
  out.own_late_p99_us =
      server.truth_file.empty() ? limit_lateness(output) : product_lateness(server.truth_file);
  out.seen_late_p99_ms = bench::number_at(facts, "lateness_ms", "p99");
  out.events_per_s = bench::number_at(facts, "tokens") / bench::number_at(facts, "seconds");
  out.cpu_us = window.cpu_s / (out.events_per_s * window.seconds()) * 1e6;
  return out;
}

void print(bench::Report& report, const std::string& who, int streams, const Pace& p) {
  report.row(fmt::format("{} {}", streams, who), {{"ITL error %", figure(p.itl_error_pct)},
                                                  {"send late p99 µs", figure(p.own_late_p99_us)},
                                                  {"seen late p99 ms", figure(p.seen_late_p99_ms)},
                                                  {"events/s", figure(p.events_per_s)},
                                                  {"CPU/event µs", figure(p.cpu_us)},
                                                  {"taken %", figure(100 * p.taken)},
                                                  {"holds", p.holds() ? "yes" : "no"}});
}

/// One server on its way to the number of streams that it holds.
struct Candidate {
  const char* name;
  Serve serve;
  int held = 0, failed = 0;  ///< the most, the least; 0: none yet
};

/// Other work on the machine can only make a server worse, so a step is held if it is once in four attempts.
void take_step(bench::Workspace& workspace, bench::Report& report, const ServerSetup& setup, Candidate& who,
               int streams, double seconds) {
  for (int attempt = 0; attempt < 4; ++attempt) {
    const Pace measured = pace(workspace, setup, who.serve(), streams, seconds);
    print(report, who.name, streams, measured);
    if (!measured.holds()) continue;
    who.held = streams;
    return;
  }
  who.failed = streams;
}

/// Steps both servers up in turns until each has failed, then halves each one's gap twice.
void capacity(bench::Workspace& workspace, bench::Report& report, bool tls, bool quick) {
  report.section(
      fmt::format("streams on one core, TTFT 50 ms, ITL 10 ms, phases spread, {}", tls ? "TLS" : "plain"));
  const ServerSetup setup{50, 10, 100, tls, true};
  const std::vector<int> steps =
      quick ? std::vector<int>{500, 1000} : std::vector<int>{250, 500, 750, 1000, 1250, 1500, 1750, 2000};
  const double seconds = quick ? 2.5 : 4;
  Candidate both[] = {{"aitb-host serve", [&] { return bench::serve_product(workspace, setup); }},
                      {"reference server", [&] { return bench::serve_limit(workspace, setup); }}};
  for (const int streams : steps) {
    for (Candidate& who : both) {
      if (who.failed == 0) take_step(workspace, report, setup, who, streams, seconds);
    }
  }
  for (int halving = 0; halving < 2; ++halving) {
    for (Candidate& who : both) {
      if (who.failed != 0) take_step(workspace, report, setup, who, (who.held + who.failed) / 2, seconds);
    }
  }
  if (tls) {
    report.note(fmt::format("held: {} and {} (no goal is set for TLS)", both[0].held, both[1].held));
    return;
  }
  report.at_least("streams that aitb-host serve holds", both[0].held, 1000, "");
  report.at_least("against the reference", static_cast<double>(both[0].held) / both[1].held, 0.8, "×");
}

constexpr double slow_itl_ms = 100;

/// KiB a stream on a server while the reference client holds `streams`.
double server_memory(bench::Workspace& workspace, const ServerSetup& setup, Server server, int streams) {
  const double before = server.child().memory_kib();
  const bench::LimitClient client{server.port(), streams, 1, 6, 8000, {}, false};
  bench::Child child(bench::limit_command(client, setup), workspace.fresh("ref_client"));
  const bench::Window settled = bench::watch_cpu(server.child(), setup.tls ? 16 : 8.5, 0.1);
  const double peak = bench::peak_memory_kib(server.child(), 5);
  if (!child.running() && child.wait(0) != 0)
    throw std::runtime_error("ref_client failed: " + child.errors());
  child.stop();
  return settled.seconds() > 0 ? (peak - before) / streams : 0;
}

double client_peak(bench::Workspace& workspace, Server& server, int users) {
  const auto child =
      bench::run_product(workspace,
                         {server.port(),
                          server.ca_file,
                          true,
                          100,
                          {"--users", std::to_string(users), "--ramp", "8", "--duration", "16"}},
                         workspace.fresh("results"));
  const double peak = bench::peak_memory_kib(*child, 16);
  child->stop(20);
  return peak;
}

void memory(bench::Workspace& workspace, bench::Report& report, bool tls, int streams) {
  report.section(
      fmt::format("memory of {} slow streams, ITL {} ms, {}", streams, slow_itl_ms, tls ? "TLS" : "plain"));
  const ServerSetup setup{200, slow_itl_ms, 100, tls, false};
  const double ours = server_memory(workspace, setup, bench::serve_product(workspace, setup), streams);
  const double limit = server_memory(workspace, setup, bench::serve_limit(workspace, setup), streams);
  report.row("server", {{"aitb-host KiB/stream", figure(ours)}, {"reference KiB/stream", figure(limit)}});
  // TLS needs the product's own certificate authority; a plain client is measured against the bare server.
  Server server = tls ? bench::serve_product(workspace, setup) : bench::serve_limit(workspace, setup);
  const double one = client_peak(workspace, server, 1);
  const double many = client_peak(workspace, server, streams);
  const double client = (many - one) / (streams - 1);
  report.row("client", {{"aitb-host KiB/stream", figure(client)}, {"one stream KiB", figure(one)}});
  if (tls) {
    report.note("(no goal is set for TLS)");
    return;
  }
  report.at_most("server memory a stream", ours, 8, "KiB");
  report.at_most("client memory a stream", client, 16, "KiB");
}

}  // namespace

int main(int argc, char** argv) try {
  const auto arguments = bench::benchmark_arguments(
      argc, argv, {{"plain-only", "-"}, {"memory-only", "-"}, {"no-memory", "-"}, {"slow-streams", "0"}});
  const bool quick = arguments.is_set("quick"), plain_only = arguments.is_set("plain-only");
  const long files = bench::raise_open_files();
  bench::Workspace workspace;
  bench::Report report("paced", arguments);
  if (!arguments.is_set("memory-only")) {
    capacity(workspace, report, false, quick);
    if (!plain_only) capacity(workspace, report, true, quick);
  }
  if (!arguments.is_set("no-memory")) {
    int streams = arguments.integer("slow-streams") > 0 ? arguments.integer("slow-streams")
                  : quick                               ? 2000
                                                        : 10'000;
    if (streams + 200 > files) {
      streams = static_cast<int>(files) - 200;
      report.note(fmt::format("this system allows {} open files, so only {} streams", files, streams));
    }
    memory(workspace, report, false, streams);
    if (!plain_only) memory(workspace, report, true, streams);
  }
  return report.end();
} catch (const std::exception& failure) {
  std::cerr << "bench/paced: " << failure.what() << '\n';
  return 3;
}
