// bench/agent: what the host adds to a tool call: 200 agents that share one MCP simulator on its pipes, and
// 16 with a server from npm, against a bare loop that calls the same server in the same run.
#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "bench/agent/bare_loop.hpp"
#include "bench/common/clock.hpp"
#include "bench/harness/machine.hpp"
#include "bench/harness/product.hpp"
#include "bench/harness/report.hpp"
#include "bench/harness/sampler.hpp"
#include "bench/harness/stored_run.hpp"

namespace {

namespace json = boost::json;
using bench::figure;

constexpr double kThinking = 100;  // ms that the model takes for each answer

struct Case {
  std::string title;
  std::vector<std::string> server;  ///< the MCP server's command
  int agents;
  double seconds;
};

json::array texts(const std::vector<std::string>& words, std::size_t from) {
  json::array all;
  for (std::size_t i = from; i < words.size(); ++i) all.push_back(json::string(words[i]));
  return all;
}

std::filesystem::path write(bench::Workspace& workspace, const std::string& name, const json::object& value) {
  const std::filesystem::path file = workspace.fresh(name);
  std::ofstream(file) << json::serialize(value);  // JSON is YAML
  return file;
}

/// A model that asks for `at_once` echoes an answer, and answers after `steps` of them.
bench::Server serve_model(bench::Workspace& workspace, int at_once, int steps, int& port) {
  json::array calls, script;
  for (int i = 0; i < at_once; ++i) {
    json::object call, arguments;
    arguments["message"] = "What does the sea say to the wind?";
    call["name"] = "echo";
    call["arguments"] = std::move(arguments);
    calls.push_back(std::move(call));
  }
  const auto rule = [&script](json::object when, json::object what) {
    json::object one;
    one["when"] = std::move(when);
    one["do"] = std::move(what);
    script.push_back(std::move(one));
  };
  rule({{"tool_results", at_once * steps}}, {{"reply", "Nothing."}});
  rule({{"has_tools", true}}, {{"tool_calls", std::move(calls)}});
  json::object model{
      {"type", "openai"}, {"ttft_ms", kThinking}, {"itl_ms", 0}, {"script", std::move(script)}};
  json::object simulators{{"openai", std::move(model)}};
  const auto file = write(workspace, "simulators", {{"simulators", std::move(simulators)}});
  port = bench::free_port();
  bench::Command command;
  command.core = bench::server_core;
  command.words = {bench::program_folder() / "aitb-host",
                   "serve",
                   "openai",
                   "--port",
                   std::to_string(port),
                   "--config",
                   file};
  return bench::Server(workspace, command, "model");
}

std::unique_ptr<bench::Child> start_agents(bench::Workspace& workspace, const Case& one, int port, int calls,
                                           const std::filesystem::path& run) {
  json::object agent{{"type", "agent"},
                     {"provider", "target"},
                     {"model", "gpt-4o"},
                     {"server_group", ""},
                     {"max_tool_calls", calls},
                     {"prompts", json::array{"Ask the sea."}},
                     {"tools", json::array{"echo"}}};
  json::object target{{"type", "openai"},
                      {"base_url", fmt::format("http://127.0.0.1:{}/v1", port)},
                      {"api_key", "${BENCH_API_KEY}"}};
  json::object entry{{"command", one.server.front()}, {"args", texts(one.server, 1)}};
  json::object tools{
      {"type", "mcp"}, {"servers", json::object{{"sea", std::move(entry)}}}, {"groups", json::object()}};
  json::object providers{{"target", std::move(target)}, {"mcp", std::move(tools)}};
  const auto file =
      write(workspace, "scenarios",
            {{"providers", std::move(providers)}, {"scenarios", json::object{{"bench", std::move(agent)}}}});
  bench::Command command = bench::run_command(file, run);
  command.environment["BENCH_API_KEY"] = "bench-key-of-no-service";
  const std::vector<std::string> load{"--users",    std::to_string(one.agents), "--ramp", "0.5",
                                      "--duration", figure(one.seconds)};
  command.words.insert(command.words.end(), load.begin(), load.end());
  return std::make_unique<bench::Child>(command, workspace.fresh("agents"));
}

struct Measured {
  bench::Summary latency_ms, wire_ms;  ///< from the call to the end; from the first byte to the end
  double tool_calls = 0, answers = 0, failed = 0, cpu_s = 0;
};

Measured run_agents(bench::Workspace& workspace, const Case& one, int at_once) {
  const int steps = 20;
  int port = 0;
  bench::Server model = serve_model(workspace, at_once, steps, port);
  const auto run = workspace.fresh("results");
  const auto host = start_agents(workspace, one, port, at_once * steps, run);
  const bench::Window window = bench::watch_cpu(*host, 2.5, one.seconds - 3);
  if (host->wait(90) != 0)
    throw std::runtime_error("aitb-host run failed: " + host->output() + host->errors());
  model.stop();
  Measured measured;
  measured.cpu_s = window.cpu_s;
  for (const auto& exchange : bench::read_exchanges(run)) {
    measured.failed += !exchange.success;
    if (!exchange.sent || !exchange.end || !exchange.dispatched || !window.holds(*exchange.end)) continue;
    if (exchange.klass == "primary") ++measured.answers;
    if (exchange.klass != "tool") continue;
    ++measured.tool_calls;
    measured.latency_ms.add(static_cast<double>(*exchange.end - *exchange.dispatched) / 1e6);
    measured.wire_ms.add(static_cast<double>(*exchange.end - *exchange.sent) / 1e6);
  }
  return measured;
}

void measure(bench::Workspace& workspace, bench::Report& report, const Case& one) {
  report.section(one.title);
  bench::BareSetup bare;
  bare.server = one.server;
  bare.call = R"({"name":"echo","arguments":{"message":"What does the sea say to the wind?"}})";
  bare.callers = one.agents;
  bare.pause_ms = kThinking;
  bare.seconds = one.seconds / 2;
  const bench::BareResult before = bench::run_bare(bare);
  const Measured single = run_agents(workspace, one, 1);
  const Measured four = run_agents(workspace, one, 4);
  const bench::BareResult after = bench::run_bare(bare);
  bench::Summary limit = before.latency_ms;
  limit.add(after.latency_ms);
  auto values = bench::quantiles(limit);
  values.emplace_back("CPU/call µs", figure((before.cpu_us + after.cpu_us) / 2));
  report.row("bare loop, write to read, ms", values);
  report.row("host, first byte to end, ms", bench::quantiles(single.wire_ms));
  report.row("host, call to end, ms", bench::quantiles(single.latency_ms));
  // An answer of the model costs the same with one call in it or four, nearly: what differs is three calls.
  const double per_answer = single.cpu_s / single.answers * 1e6, per_four = four.cpu_s / four.answers * 1e6;
  report.row("host CPU µs", {{"tool calls/s", figure(single.tool_calls / (one.seconds - 3))},
                             {"an answer and its call", figure(per_answer)},
                             {"each further call", figure((per_four - per_answer) / 3)}});
  report.keep("cpu_us_per_tool_call", (per_four - per_answer) / 3);
  report.at_most("latency that the host adds, p50", single.latency_ms.quantile(0.5) - limit.quantile(0.5), 1,
                 "ms");
  report.at_most("failed exchanges", single.failed + four.failed, 0, "");
}

}  // namespace

int main(int argc, char** argv) try {
  const auto arguments = bench::benchmark_arguments(argc, argv);
  bench::Workspace workspace;
  bench::Report report("agent", arguments);
  const double seconds = arguments.is_set("quick") ? 6 : 12;
  const std::string core = std::to_string(bench::server_core);
  const std::string host = bench::program_folder() / "aitb-host";
  measure(workspace, report,
          {"200 agents on one MCP simulator, 20 ms a call",
           {"taskset", "-c", core, host, "serve", "mcp", "--stdio", "--set", "latency_ms=20"},
           200,
           seconds});
  const std::filesystem::path everything =
      std::filesystem::path(NPM_SERVERS) / "@modelcontextprotocol/server-everything/dist/index.js";
  if (std::filesystem::exists(everything)) {
    measure(workspace, report,
            {"16 agents on server-everything of npm",
             {"taskset", "-c", core, "node", everything, "stdio"},
             16,
             seconds});
  } else {
    report.section("16 agents on server-everything of npm");
    report.not_measured("latency that the host adds, p50", "tools/setup.sh test installs the server");
  }
  return report.end();
} catch (const std::exception& failure) {
  std::cerr << "bench/agent: " << failure.what() << '\n';
  return 3;
}
