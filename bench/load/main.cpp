// bench/load: an open loop at 2 000 requests/s on one core: is each request sent when it was meant to be, are
// the arrivals the asked process whatever the number of lanes, and do concurrency, rate and time agree
// (Little).
#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cmath>
#include <fstream>
#include <iostream>
#include <sstream>

#include "bench/harness/machine.hpp"
#include "bench/harness/product.hpp"
#include "bench/harness/report.hpp"
#include "bench/harness/sampler.hpp"
#include "bench/harness/stored_run.hpp"

namespace {

using bench::figure;

/// Kolmogorov–Smirnov test of gaps against the exponential distribution of their own rate: distance and
/// p-value.
struct Fit {
  double distance = 0, p = 0;
};

Fit exponential_fit(std::vector<std::int64_t> times, double rate) {
  std::sort(times.begin(), times.end());
  std::vector<double> gaps;
  for (std::size_t i = 1; i < times.size(); ++i)
    gaps.push_back(static_cast<double>(times[i] - times[i - 1]) / 1e9);
  std::sort(gaps.begin(), gaps.end());
  const auto n = static_cast<double>(gaps.size());
  Fit fit;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const double expected = 1 - std::exp(-rate * gaps[i]);
    fit.distance = std::max(
        {fit.distance, expected - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - expected});
  }
  const double x =
      (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n)) * fit.distance;  // Stephens' correction for finite n
  for (int k = 1; k <= 100; ++k) fit.p += (k % 2 ? 2 : -2) * std::exp(-2.0 * k * k * x * x);
  fit.p = std::clamp(x < 0.2 ? 1.0 : fit.p, 0.0, 1.0);
  return fit;
}

/// |L − λW| / L over the middle of the run, from starts and ends alone.
double little_residual(const std::vector<bench::StoredExchange>& exchanges, std::int64_t from,
                       std::int64_t to) {
  double busy = 0, waited = 0;
  for (const auto& e : exchanges) {
    if (!e.sent || !e.end) continue;
    busy += static_cast<double>(std::max<std::int64_t>(0, std::min(*e.end, to) - std::max(*e.sent, from)));
    if (*e.sent >= from && *e.sent < to) waited += static_cast<double>(*e.end - *e.sent);
  }
  return busy > 0 ? std::abs(busy - waited) / busy : NAN;  // both divided by the window: L and λW
}

/// What the product's own report says, in percent; NAN if it says nothing.
double reported_residual(const std::filesystem::path& run) {
  std::ifstream in(run / "report.json");
  std::ostringstream text;
  text << in.rdbuf();
  boost::system::error_code failed;
  const auto report = boost::json::parse(text.str());
  const auto* value =
      report.find_pointer("/scenarios/bench/no_emulation/metrics/little_residual/value", failed);
  return value && value->is_number() ? value->to_number<double>() : NAN;
}

void measure(bench::Workspace& workspace, bench::Report& report, double rate, int lanes, double seconds) {
  report.section(
      fmt::format("{} requests/s, Poisson, {} lane{}, short answers", rate, lanes, lanes == 1 ? "" : "s"));
  bench::Server server = bench::serve_limit(workspace, {0, 0, 3, false, false});
  const auto run = workspace.fresh("results");
  const auto client = bench::run_product(workspace,
                                         {server.port(),
                                          "",
                                          false,
                                          3,
                                          {"--rate", figure(rate), "--arrivals", "poisson", "--duration",
                                           figure(seconds), "--lanes", std::to_string(lanes)}},
                                         run);
  const bench::Window window = bench::watch_cpu(*client, 2, seconds - 2.5);
  if (client->wait(60) != 0)
    throw std::runtime_error("aitb-host run failed: " + client->output() + client->errors());
  server.stop();

  const auto exchanges = bench::read_exchanges(run);
  bench::Summary lag_ms;
  std::vector<std::int64_t> scheduled, sent;
  double in_window = 0, failed = 0;
  for (const auto& e : exchanges) {
    failed += !e.success;
    if (!e.scheduled || !e.sent) continue;
    scheduled.push_back(*e.scheduled);
    sent.push_back(*e.sent);
    lag_ms.add(static_cast<double>(*e.sent - *e.scheduled) / 1e6);
    in_window += window.holds(*e.sent);
  }
  const double expected = rate * seconds;
  const Fit meant = exponential_fit(scheduled, rate), real = exponential_fit(sent, rate);
  auto values = bench::quantiles(lag_ms);
  values.emplace_back("requests", std::to_string(exchanges.size()));
  values.emplace_back("CPU/request µs", figure(window.cpu_s / std::max(1.0, in_window) * 1e6));
  report.row("send lag ms", values);
  report.row("KS against exponential", {{"schedule D", figure(meant.distance)},
                                        {"p", figure(meant.p)},
                                        {"sends D", figure(real.distance)},
                                        {"p", figure(real.p)}});
  report.at_most("send lag p99", lag_ms.quantile(0.99), 1, "ms");
  report.at_least("p of the scheduled arrivals", meant.p, 0.01, "");
  report.at_most("requests missing or too many, in standard errors",
                 std::abs(static_cast<double>(exchanges.size()) - expected) / std::sqrt(expected), 4, "");
  report.at_most("failed requests", failed, 0, "");
  if (!sent.empty()) {
    const std::int64_t first = *std::min_element(sent.begin(), sent.end());
    const double own = 100 * little_residual(exchanges, first + bench::from_ms(500),
                                             first + bench::from_ms(seconds * 1e3 - 500));
    report.at_most("Little residual from the stored starts and ends", own, 2, "%");
    report.at_most("Little residual as the run's report gives it", reported_residual(run), 2, "%");
  }
}

}  // namespace

int main(int argc, char** argv) try {
  const auto arguments = bench::benchmark_arguments(argc, argv, {{"rate", "2000"}});
  bench::Workspace workspace;
  bench::Report report("load", arguments);
  for (const int lanes : {1, 2})
    measure(workspace, report, arguments.number("rate"), lanes, arguments.is_set("quick") ? 5 : 12);
  return report.end();
} catch (const std::exception& failure) {
  std::cerr << "bench/load: " << failure.what() << '\n';
  return 3;
}
