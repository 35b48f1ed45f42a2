// bench/truth: how far the client's arrival times are from the send times that the simulator logged, chunk by
// chunk, and what a chunk costs. The reference client measures the same simulator in the same way, in turns
// with ours.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <fstream>
#include <iostream>
#include <sstream>
#include <unordered_map>

#include "bench/harness/machine.hpp"
#include "bench/harness/product.hpp"
#include "bench/harness/report.hpp"
#include "bench/harness/sampler.hpp"
#include "bench/harness/stored_run.hpp"
#include "plugins/common/truth/truth.hpp"

namespace {

using bench::Summary;

constexpr double ttft_ms = 50, itl_ms = 10, answer_s = 1.04;
/// The streams begin spread over so long: divided by 64, 256 or 1000 it leaves no few moments of the ITL that
/// many streams would share, and with them wake-ups, for as long as their client keeps the step.
constexpr double spread_s = 1.0337;

/// What one client made of one simulator.
struct Measured {
  Summary error_us;         ///< arrival − logged send, every chunk in the window
  Summary kernel_error_us;  ///< the kernel's receive time − logged send, where it is known
  double cpu_us_per_chunk = 0;
  double coalesced = 0;      ///< share of chunks that came in the same read as the one before
  double wrong = 0;          ///< answers whose chunks do not match the log
  Summary send_lateness_us;  ///< of the simulator, for reading the rest
  double taken = 0;          ///< share of the machine that was not ours in this round
  int repeated = 0;          ///< rounds that were not quiet enough to count
};

struct Arrived {
  std::int64_t at = 0, kernel = 0;  ///< ns; kernel: when the kernel had it, 0 unknown
};
using Arrivals =
    std::unordered_map<std::string, std::vector<Arrived>>;  // by response id, of generated chunks

/// Each chunk's times in ns, to see when a client was late and what ran then; not written unless asked for.
class Series {
 public:
  explicit Series(const std::string& file) {
    if (!file.empty()) out_.open(file);
    if (!file.empty() && !out_) throw std::runtime_error("cannot write " + file);
    if (out_.is_open()) out_ << "client,streams,tls,intended_ns,sent_ns,arrived_ns\n";
  }
  void of(std::string client, int streams, bool tls) {
    head_ = std::move(client) + "," + std::to_string(streams) + (tls ? ",1," : ",0,");
  }
  void add(const truth::Sent& sent, std::int64_t arrived) {
    if (out_.is_open()) out_ << head_ << sent.intended_ns << ',' << sent.sent_ns << ',' << arrived << '\n';
  }

 private:
  std::ofstream out_;
  std::string head_;
};

void compare(const std::filesystem::path& truth_file, const Arrivals& arrivals, const bench::Window& window,
             Measured& out, Series& series) {
  for (const auto& [id, sent] : truth::read(truth_file)) {
    const auto found = arrivals.find(id);
    if (found == arrivals.end()) continue;
    if (found->second.size() != sent.size()) {
      ++out.wrong;
      continue;
    }
    for (std::size_t i = 0; i < sent.size(); ++i) {
      const Arrived& arrived = found->second[i];
      if (!window.holds(arrived.at)) continue;
      out.error_us.add(static_cast<double>(arrived.at - sent[i].sent_ns) / 1e3);
      if (arrived.kernel != 0) {
        out.kernel_error_us.add(static_cast<double>(arrived.kernel - sent[i].sent_ns) / 1e3);
      }
      out.send_lateness_us.add(static_cast<double>(sent[i].sent_ns - sent[i].intended_ns) / 1e3);
      series.add(sent[i], arrived.at);
    }
  }
}

Measured measure_product(bench::Workspace& workspace, int streams, bool tls, double seconds, Series& series) {
  series.of("aitb-host", streams, tls);
  bench::Server server = bench::serve_product(workspace, {ttft_ms, itl_ms, 100, tls, true});
  const auto run = workspace.fresh("results");
  const std::string users = std::to_string(streams), duration = std::to_string(seconds + 2 * answer_s + 1.5);
  const auto client =
      bench::run_product(workspace,
                         {server.port(),
                          server.ca_file,
                          true,
                          100,
                          {"--users", users, "--ramp", std::to_string(spread_s), "--duration", duration}},
                         run);
  const bench::Taken taken;
  const bench::Window window = bench::watch_cpu(*client, 2 * answer_s + 1, seconds);
  const double taken_share = taken.share();
  const auto code = client->wait(60);
  if (code != 0) throw std::runtime_error("aitb-host run failed: " + client->output() + client->errors());
  server.stop();

  Measured out;
  out.taken = taken_share;
  Arrivals arrivals;
  double chunks = 0;
  for (auto& exchange : bench::read_exchanges(run)) {
    auto& times = arrivals[exchange.response_id];
    std::uint32_t read = ~0u;
    for (const aitb::Chunk& chunk : exchange.chunks) {
      if (!aitb::generated(chunk.kind)) continue;
      const std::int64_t at = aitb::to_ns(chunk.at);
      times.push_back({at, chunk.kernel_lead_ns >= 0 ? at - chunk.kernel_lead_ns : 0});
      if (!window.holds(at)) continue;
      ++chunks;
      out.coalesced += chunk.read_id == read;
      read = chunk.read_id;
    }
  }
  out.coalesced /= std::max(1.0, chunks);
  out.cpu_us_per_chunk = window.cpu_s / std::max(1.0, chunks) * 1e6;
  compare(server.truth_file, arrivals, window, out, series);
  return out;
}

Measured measure_limit(bench::Workspace& workspace, int streams, bool tls, double seconds, Series& series) {
  series.of("reference", streams, tls);
  bench::Server server = bench::serve_product(workspace, {ttft_ms, itl_ms, 100, tls, true});
  const auto log = workspace.fresh("arrivals");
  bench::Command command;
  command.core = bench::client_core;
  command.words = {bench::program_folder() / "ref_client",
                   "--port",
                   std::to_string(server.port()),
                   "--streams",
                   std::to_string(streams),
                   "--spread-ms",
                   std::to_string(spread_s * 1e3),
                   "--warmup-s",
                   "1.5",
                   "--measure-s",
                   std::to_string(seconds),
                   "--arrivals",
                   log};
  if (tls) command.words.emplace_back("--tls");
  const bench::Taken taken;
  bench::Child client(command, workspace.fresh("ref_client"));
  if (client.wait(60 + seconds) != 0) throw std::runtime_error("ref_client failed: " + client.errors());
  const double taken_share = taken.share();
  server.stop();

  Measured out;
  out.taken = taken_share;
  Arrivals arrivals;
  bench::Window window;
  window.from = 0;
  window.to = std::numeric_limits<std::int64_t>::max();
  std::ifstream in(log);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string id;
    std::int64_t at = 0;
    words >> id >> at;
    for (auto& times = arrivals[id]; words >> at;) times.push_back({at, 0});
  }
  const auto facts = boost::json::parse(client.output()).as_object();
  const double tokens = facts.at("tokens").to_number<double>();
  out.coalesced = 1 - std::min(1.0, facts.at("reads").to_number<double>() / std::max(1.0, tokens));
  out.cpu_us_per_chunk = facts.at("cpu_s").to_number<double>() / std::max(1.0, tokens) * 1e6;
  compare(server.truth_file, arrivals, window, out, series);
  return out;
}

struct Rounds {
  Summary error_us, kernel_error_us, lateness_us;
  std::vector<double> cpu, coalesced, taken;
  double wrong = 0;
  int repeated = 0;
  void add(const Measured& round) {
    error_us.add(round.error_us);
    kernel_error_us.add(round.kernel_error_us);
    lateness_us.add(round.send_lateness_us);
    cpu.push_back(round.cpu_us_per_chunk);
    coalesced.push_back(round.coalesced);
    taken.push_back(round.taken);
    wrong += round.wrong;
    repeated += round.repeated;
  }
};

void print(bench::Report& report, const std::string& who, const Rounds& rounds) {
  auto values = bench::quantiles(rounds.error_us);
  values.emplace_back("CPU/chunk µs", bench::figure(bench::median(rounds.cpu)));
  values.emplace_back("chunks", std::to_string(rounds.error_us.size()));
  values.emplace_back("coalesced %", bench::figure(100 * bench::median(rounds.coalesced)));
  values.emplace_back("taken %",
                      bench::figure(100 * *std::max_element(rounds.taken.begin(), rounds.taken.end())));
  values.emplace_back("repeated", std::to_string(rounds.repeated));
  values.emplace_back("sim late p99 µs", bench::figure(rounds.lateness_us.quantile(0.99)));
  report.row(who, values);
}

}  // namespace

int main(int argc, char** argv) try {
  const auto arguments =
      bench::benchmark_arguments(argc, argv, {{"streams", "0"}, {"plain-only", "-"}, {"series", ""}});
  const bool quick = arguments.is_set("quick");
  const int rounds = quick ? 1 : 3;
  const double seconds = quick ? 2 : 5;
  bench::raise_open_files();
  bench::Workspace workspace;
  bench::Report report("truth", arguments);
  Series series(arguments.text("series"));
  report.note(
      "arrival at the client − send logged by the simulator, µs; TTFT 50 ms, ITL 10 ms, one chunk a token");
  std::vector<int> counts = {64, 256, 1000};
  if (arguments.integer("streams") > 0) counts = {arguments.integer("streams")};
  for (const bool tls : {false, true}) {
    if (tls && arguments.is_set("plain-only")) continue;
    for (const int streams : counts) {
      report.section(std::to_string(streams) + " streams, " + (tls ? "TLS" : "plain"));
      Rounds ours, limit;
      for (int i = 0; i < rounds; ++i) {
        ours.add(bench::quietest([&] { return measure_product(workspace, streams, tls, seconds, series); }));
        limit.add(bench::quietest([&] { return measure_limit(workspace, streams, tls, seconds, series); }));
      }
      print(report, "aitb-host run", ours);
      if (!ours.kernel_error_us.empty()) {
        report.row("the same, kernel's time", bench::quantiles(ours.kernel_error_us));
      }
      print(report, "reference client", limit);
      const double p50 = ours.error_us.quantile(0.5), p99 = ours.error_us.quantile(0.99);
      report.at_most("error p50", p50, 100, "µs");
      report.at_most("error p99", p99, 500, "µs");
      report.at_most("error p50 against the reference", p50 / limit.error_us.quantile(0.5), 2, "×");
      report.at_most("error p99 against the reference", p99 / limit.error_us.quantile(0.99), 2, "×");
      report.at_most("CPU a chunk with full records", bench::median(ours.cpu), 8, "µs");
      report.at_most("CPU a chunk against the reference", bench::median(ours.cpu) / bench::median(limit.cpu),
                     1.5, "×");
      report.at_most("answers whose chunks do not match the log", ours.wrong, 0, "");
    }
  }
  return report.end();
} catch (const std::exception& failure) {
  std::cerr << "bench/truth: " << failure.what() << '\n';
  return 3;
}
