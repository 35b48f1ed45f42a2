// bench/unpaced: how many events and how many short answers one core of `aitb-host serve openai` gives when
// nothing is paced, against the bare server.
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <iostream>

#include "bench/harness/limit_client.hpp"
#include "bench/harness/machine.hpp"
#include "bench/harness/report.hpp"
#include "bench/harness/sampler.hpp"

namespace {

using bench::figure;
using bench::Server;
using bench::ServerSetup;

const ServerSetup setup{0, 0, 100, false, false};  // the limit keeps no log either

struct Rate {
  double per_s = 0, cpu_us = 0;
};

Rate events(bench::Workspace& workspace, Server server, const ServerSetup& asked, double seconds) {
  bench::Child child(bench::limit_command({server.port(), 64, 0.5, seconds, 0, {}, true}, asked),
                     workspace.fresh("ref_client"));
  const bench::Window window = bench::watch_cpu(server.child(), 0.6, seconds * 0.8);
  if (child.wait(60) != 0) throw std::runtime_error("ref_client failed: " + child.errors());
  const auto facts = boost::json::parse(child.output()).as_object();
  server.stop();
  Rate rate;
  rate.per_s = bench::number_at(facts, "tokens") / bench::number_at(facts, "seconds");
  rate.cpu_us = window.cpu_s / (rate.per_s * window.seconds()) * 1e6;
  return rate;
}

/// wrk posts a request for a short answer over 64 connections.
Rate short_answers(bench::Workspace& workspace, Server server, double seconds) {
  const auto script = workspace.fresh("post.lua");
  std::ofstream(script)
      << "wrk.method = 'POST'\n"
         "wrk.headers['Content-Type'] = 'application/json'\n"
         "wrk.headers['Authorization'] = 'Bearer test'\n"
         "wrk.body = '{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
         "\"max_completion_tokens\":3}'\n";
  bench::Command command;
  command.core = bench::client_core;
  command.words = {"wrk",
                   "-t1",
                   "-c64",
                   fmt::format("-d{}s", static_cast<int>(seconds)),
                   "-s",
                   script,
                   fmt::format("http://127.0.0.1:{}/v1/chat/completions", server.port())};
  bench::Child child(command, workspace.fresh("wrk"));
  const bench::Window window = bench::watch_cpu(server.child(), 0.3, seconds * 0.8);
  if (child.wait(60) != 0)
    throw std::runtime_error("wrk failed (is it installed?): " + child.output() + child.errors());
  server.stop();
  const std::string output = child.output();
  if (output.find("Non-2xx") != output.npos) throw std::runtime_error("wrk met errors: " + output);
  constexpr std::string_view mark = "Requests/sec:";
  Rate rate;
  rate.per_s = std::strtod(output.c_str() + output.find(mark) + mark.size(), nullptr);
  rate.cpu_us = window.cpu_s / (rate.per_s * window.seconds()) * 1e6;
  return rate;
}

struct Rounds {
  std::vector<double> per_s, cpu_us;
  void add(Rate rate) {
    per_s.push_back(rate.per_s);
    cpu_us.push_back(rate.cpu_us);
  }
  double rate() const { return bench::median(per_s); }
};

void print(bench::Report& report, const std::string& who, const Rounds& rounds, const char* unit) {
  report.row(who,
             {{unit, figure(rounds.rate())}, {"server CPU µs each", figure(bench::median(rounds.cpu_us))}});
}

}  // namespace

int main(int argc, char** argv) try {
  const auto arguments = bench::benchmark_arguments(argc, argv);
  const int rounds = arguments.is_set("quick") ? 1 : 5;
  const double seconds = arguments.is_set("quick") ? 2 : 4;
  bench::raise_open_files();
  bench::Workspace workspace;
  bench::Report report("unpaced", arguments);
  for (const bool tls : {false, true}) {
    ServerSetup asked = setup;
    asked.tls = tls;
    report.section(
        fmt::format("100-token streams, one write a token, 64 connections, {}", tls ? "TLS" : "plain"));
    Rounds ours, limit, coalesced;
    for (int i = 0; i < rounds; ++i) {
      ours.add(events(workspace, bench::serve_product(workspace, asked), asked, seconds));
      limit.add(events(workspace, bench::serve_limit(workspace, asked), asked, seconds));
      if (!tls) coalesced.add(events(workspace, bench::serve_limit(workspace, asked, true), asked, seconds));
    }
    print(report, "aitb-host serve", ours, "events/s");
    print(report, "reference server", limit, "events/s");
    if (tls) {
      report.note(fmt::format("ratio {} (no goal is set for TLS)", figure(ours.rate() / limit.rate())));
      continue;
    }
    print(report, "reference, one write an answer", coalesced, "events/s");
    report.at_least("events/s against the reference", ours.rate() / limit.rate(), 0.7, "×");
  }
  report.section("short answers (no stream), wrk with 64 connections");
  Rounds ours, limit;
  for (int i = 0; i < rounds; ++i) {
    ours.add(short_answers(workspace, bench::serve_product(workspace, setup), seconds));
    limit.add(short_answers(workspace, bench::serve_limit(workspace, setup), seconds));
  }
  print(report, "aitb-host serve", ours, "answers/s");
  print(report, "reference server", limit, "answers/s");
  report.at_least("answers/s against the reference", ours.rate() / limit.rate(), 0.7, "×");
  return report.end();
} catch (const std::exception& failure) {
  std::cerr << "bench/unpaced: " << failure.what() << '\n';
  return 3;
}
