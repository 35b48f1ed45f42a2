#include "core/metrics/summary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace aitb::core {
namespace {

constexpr std::array<std::pair<std::string_view, double>, 5> quantiles = {
    {{"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}};
constexpr std::uint64_t p999_needs = 10'000;

}  // namespace

const Metric* Summary::find(std::string_view id, std::string_view statistic, std::string_view facet) const {
  const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const Metric& metric) {
    return metric.definition->id == id && metric.statistic == statistic && metric.facet == facet;
  });
  return found == metrics.end() ? nullptr : &*found;
}

std::optional<double> Summary::value(std::string_view id, std::string_view statistic,
                                     std::string_view facet) const {
  const Metric* metric = find(id, statistic, facet);
  return metric ? metric->value : std::nullopt;
}

Metric& MetricWriter::add(std::string_view id, std::string facet, std::string statistic,
                          std::optional<double> value, std::uint64_t n) {
  const Definition* definition = find_definition(id);
  if (definition == nullptr) throw std::logic_error("no metric is defined as '" + std::string(id) + "'");
  Metric& metric = summary_.metrics.emplace_back();
  metric.definition = definition;
  metric.facet = std::move(facet);
  metric.statistic = std::move(statistic);
  metric.value = value;
  metric.n = n;
  metric.method = definition->method;
  return metric;
}

void MetricWriter::scalar(std::string_view id, std::optional<double> value, std::uint64_t n,
                          std::string facet, std::optional<Interval> interval) {
  add(id, std::move(facet), "", value, n).interval = interval;
}

void MetricWriter::statistic(std::string_view id, std::string_view name, std::optional<double> value,
                             std::uint64_t n) {
  add(id, "", std::string(name), value, n);
}

void MetricWriter::distribution(std::string_view id, const Sample& sample, std::string facet) {
  const std::uint64_t n = sample.n();
  add(id, facet, "mean", sample.mean(), n).interval =
      mean_interval(sample, seed_ ^ std::hash<std::string_view>()(id));
  if (n == 0) return;
  add(id, facet, "std", sample.deviation(), n);
  add(id, facet, "min", sample.min(), n);
  add(id, facet, "max", sample.max(), n);
  add(id, facet, "sum", sample.sum(), n);
  for (const auto& [name, p] : quantiles) {
    if (name == "p999" && n < p999_needs) continue;
    add(id, facet, std::string(name), sample.quantile(p), n).interval = quantile_interval(sample, p);
  }
}

void MetricWriter::with_failures(std::string_view id, const Sample& sample, std::uint64_t failures) {
  const std::uint64_t n = sample.n() + failures;
  if (n == 0) {
    add(id, "", "p50", std::nullopt, 0);
    return;
  }
  for (const auto& [name, p] : quantiles) {
    if (name == "p999" && n < p999_needs) continue;
    // Interpolation towards an infinite neighbour is infinite.
    const double rank = static_cast<double>(n - 1) * p;
    const bool infinite = static_cast<std::uint64_t>(std::ceil(rank)) >= sample.n();
    std::optional<double> value;
    if (!infinite)
      value = sample.quantile(rank / static_cast<double>(std::max<std::uint64_t>(sample.n() - 1, 1)));
    add(id, "", std::string(name), value, n).infinite = infinite;
  }
}

}  // namespace aitb::core
