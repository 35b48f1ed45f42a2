// bench/search: queries a second of the scenario parallel_search_benchmark, pages parsed and every query
// stored, against those of wrk, which looks at nothing, from the same simulated search engine with as many
// connections.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "bench/harness/limit_client.hpp"
#include "bench/harness/machine.hpp"
#include "bench/harness/product.hpp"
#include "bench/harness/report.hpp"
#include "bench/harness/sampler.hpp"
#include "bench/harness/stored_run.hpp"

namespace {

using bench::figure;

const std::vector<std::string> queries = {"artificial intelligence", "machine learning", "deep learning",
                                          "neural networks", "computer vision"};

/// `aitb-host serve` with one search engine that answers after so many milliseconds.
class Engine {
 public:
  Engine(bench::Workspace& workspace, double latency_ms) : port_(bench::free_port()) {
    const auto file = workspace.fresh("simulators");
    std::ofstream(file) << "simulators:\n  engine:\n    type: search\n    latency_ms: " << latency_ms << "\n";
    bench::Command command;
    command.core = bench::server_core;
    command.folder = bench::program_folder();  // away from configs/, which is not to be read here
    command.words = {bench::program_folder() / "aitb-host",
                     "serve",
                     "engine",
                     "--port",
                     std::to_string(port_),
                     "--config",
                     file};
    child_ = std::make_unique<bench::Child>(command, workspace.fresh("serve"));
    child_->wait_for("listening on", 20);
  }
  ~Engine() { child_->stop(10); }
  int port() const { return port_; }

 private:
  int port_;
  std::unique_ptr<bench::Child> child_;
};

/// The forms that the provider sends, over kept connections.
double wrk_rate(bench::Workspace& workspace, const Engine& engine, int connections, double seconds) {
  const auto script = workspace.fresh("form.lua");
  std::ofstream out(script);
  out << "wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/x-www-form-urlencoded'\n"
         "wrk.headers['Accept'] = 'text/html'\nlocal forms = {";
  for (std::string query : queries) {
    std::replace(query.begin(), query.end(), ' ', '+');
    out << "'q=" << query << "&b=&kl=',";
  }
  out << "}\nlocal at = 0\nrequest = function()\n  at = at % #forms + 1\n  return wrk.format(nil, nil, nil, "
         "forms[at])\nend\n";
  out.close();
  bench::Command command;
  command.core = bench::client_core;
  command.words = {"wrk",
                   "-t1",
                   fmt::format("-c{}", connections),
                   fmt::format("-d{}s", static_cast<int>(seconds)),
                   "-s",
                   script,
                   fmt::format("http://127.0.0.1:{}/lite/", engine.port())};
  bench::Child child(command, workspace.fresh("wrk"));
  if (child.wait(seconds + 60) != 0) {
    throw std::runtime_error("wrk failed (is it installed?): " + child.output() + child.errors());
  }
  const std::string output = child.output();
  if (output.find("Non-2xx") != output.npos) throw std::runtime_error("wrk met errors: " + output);
  constexpr std::string_view mark = "Requests/sec:";
  return std::strtod(output.c_str() + output.find(mark) + mark.size(), nullptr);
}

struct Ours {
  double per_s = 0, cpu_us = 0;
};

Ours host_rate(bench::Workspace& workspace, const Engine& engine, int threads, int count) {
  const auto file = workspace.fresh("scenarios"), run = workspace.fresh("run");
  std::ofstream out(file);
  out << fmt::format(
      "providers:\n  engine: {{type: duckduckgo, base_url: 'http://127.0.0.1:{}', keep_connections: true}}\n"
      "scenarios:\n  bench:\n    type: parallel_search_benchmark\n    search_engine: engine\n"
      "    thread_counts: [{}]\n    queries_per_run: {}\n    queries:\n",
      engine.port(), threads, count);
  for (const std::string& query : queries) out << "      - " << query << "\n";
  out << "defaults: {runs_per_scenario: 1, retry_count: 0, timeout_sec: 600}\n";
  out.close();
  const bench::Command command = bench::run_command(file, run);
  bench::Child child(command, workspace.fresh("run"));
  double cpu = 0;
  while (child.running()) {
    cpu = std::max(cpu, child.cpu_seconds());
    bench::sleep_seconds(0.05);
  }
  if (child.wait(60) != 0)
    throw std::runtime_error("aitb-host run failed: " + child.output() + child.errors());
  const auto notes = boost::json::parse(bench::read_text(run, "SELECT notes FROM sessions"));
  const auto& row = notes.at("parallel_search").as_array().at(0).as_object();
  if (bench::number_at(row, "successful") != count) throw std::runtime_error("some queries failed");
  if (bench::read_text(run, "SELECT count(*) FROM traffic_logs WHERE success") != std::to_string(count)) {
    throw std::runtime_error("not every query was stored");
  }
  return Ours{bench::number_at(row, "throughput_qps"), cpu / count * 1e6};
}

}  // namespace

int main(int argc, char** argv) try {
  const auto arguments = bench::benchmark_arguments(argc, argv);
  const int rounds = arguments.is_set("quick") ? 1 : 3;
  const double seconds = arguments.is_set("quick") ? 2 : 4;
  bench::raise_open_files();
  bench::Workspace workspace;
  bench::Report report("search", arguments);
  for (const double latency_ms : {20.0, 0.0}) {
    for (const int threads : {1, 5, 20, 100}) {
      report.section(fmt::format("{} at once, answers after {} ms", threads, latency_ms));
      const Engine engine(workspace, latency_ms);
      std::vector<double> ours, wrk, cpu;
      for (int i = 0; i < rounds; ++i) {
        wrk.push_back(wrk_rate(workspace, engine, threads, seconds));
        const int count = std::max(threads * 10, static_cast<int>(wrk.back() * seconds));
        const Ours one = host_rate(workspace, engine, threads, count);
        ours.push_back(one.per_s);
        cpu.push_back(one.cpu_us);
      }
      report.row("aitb-host run",
                 {{"queries/s", figure(bench::median(ours))}, {"CPU µs each", figure(bench::median(cpu))}});
      report.row("wrk", {{"queries/s", figure(bench::median(wrk))}});
      const double ratio = bench::median(ours) / bench::median(wrk);
      if (latency_ms > 0) {
        report.at_least("queries/s against wrk", ratio, 0.95, "×");
      } else {
        report.note(
            fmt::format("ratio {}: both are bound by one core, and parsing and storing cost time (no goal)",
                        figure(ratio)));
      }
    }
  }
  return report.end();
} catch (const std::exception& failure) {
  std::cerr << "bench/search: " << failure.what() << '\n';
  return 3;
}
