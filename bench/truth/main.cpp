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
#include "bench/truth/verdict.hpp"
#include "plugins/common/truth/truth.hpp"

namespace {

using truth_bench::Measured;
using truth_bench::Rounds;

constexpr double ttft_ms = 50, itl_ms = 10, answer_s = 1.04;
/// The streams begin spread over so long: divided by 64, 256 or 1000 it leaves no few moments of the ITL that
/// many streams would share, and with them wake-ups, for as long as their client keeps the step.
constexpr double spread_s = 1.0337;

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
    if (out_.is_open()) out_ << "client,streams,tls,chunk,intended_ns,sent_ns,arrived_ns\n";
  }
  void of(std::string client, int streams, bool tls) {
    head_ = std::move(client) + "," + std::to_string(streams) + (tls ? ",1," : ",0,");
  }
  /// The n-th of its answer.
  void add(std::size_t n, const truth::Sent& sent, std::int64_t arrived) {
    if (!out_.is_open()) return;
    out_ << head_ << n << ',' << sent.intended_ns << ',' << sent.sent_ns << ',' << arrived << '\n';
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
      series.add(i, sent[i], arrived.at);
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
  out.core = window.cpu_s / window.seconds();
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
  const double cpu_s = facts.at("cpu_s").to_number<double>();
  out.cpu_us_per_chunk = cpu_s / std::max(1.0, tokens) * 1e6;
  out.core = cpu_s / facts.at("seconds").to_number<double>();
  compare(server.truth_file, arrivals, window, out, series);
  return out;
}

}  // namespace

int main(int argc, char** argv) try {
  const auto arguments =
      bench::benchmark_arguments(argc, argv, {{"streams", "0"}, {"plain-only", "-"}, {"series", ""}});
  const bool quick = arguments.is_set("quick");
  const int rounds = quick ? 1 : 5;
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
      truth_bench::judge(report, ours, limit);
    }
  }
  return report.end();
} catch (const std::exception& failure) {
  std::cerr << "bench/truth: " << failure.what() << '\n';
  return 3;
}
