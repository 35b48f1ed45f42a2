// The result of the metrics: a flat list of figures, each with its definition, number of samples and
// interval.
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/metrics/confidence.hpp"
#include "core/metrics/definitions.hpp"
#include "core/metrics/sample.hpp"

namespace aitb::core {

/// One figure. `facet` splits a metric ("dl,10ms", a tool's name, an error kind), `statistic` names what of a
/// distribution it is ("mean", "p95"); both may be empty.
struct Metric {
  const Definition* definition = nullptr;
  std::string facet, statistic;
  std::optional<double> value;  ///< nullopt: missing
  bool infinite = false;        ///< the quantile lies among the failures
  std::uint64_t n = 0;
  std::optional<Interval> interval;
  std::string_view method;
};

/// The time that a summary is about, and by which rule it was chosen.
struct Window {
  std::int64_t from_ns = 0, to_ns = 0;
  std::string rule;
  double seconds() const noexcept { return static_cast<double>(to_ns - from_ns) / 1e9; }
};

/// All figures of one scenario × profile in one phase and window.
struct Summary {
  Window window;
  std::vector<Metric> metrics;
  std::map<std::string, std::optional<double>> compat;  ///< as the reference computes them, flaws included
  std::vector<std::string> degraded;                    ///< why the measurement is not to be trusted fully
  std::map<std::string, std::uint64_t> links;           ///< link in force → exchanges
  std::map<std::string, std::uint64_t> services;        ///< provider, model and protocol → exchanges
  std::vector<std::string> remarks;                     ///< what a reader must know: estimates, mismatches

  const Metric* find(std::string_view id, std::string_view statistic = {}, std::string_view facet = {}) const;
  std::optional<double> value(std::string_view id, std::string_view statistic = {},
                              std::string_view facet = {}) const;
};

/// Adds figures to a summary. An id that is not in the table of definitions is a programming error: it
/// throws.
class MetricWriter {
 public:
  MetricWriter(Summary& summary, std::uint64_t seed) : summary_(summary), seed_(seed) {}

  void scalar(std::string_view id, std::optional<double> value, std::uint64_t n, std::string facet = {},
              std::optional<Interval> interval = {});
  /// One statistic of a distribution that is not a Sample.
  void statistic(std::string_view id, std::string_view name, std::optional<double> value, std::uint64_t n);
  /// mean, std, min, max, sum, p50, p90, p95, p99, p999 (from 10 000 samples), with intervals of mean and
  /// quantiles. An empty sample gives one null.
  void distribution(std::string_view id, const Sample& sample, std::string facet = {});
  /// Quantiles with `failures` further values at +infinity.
  void with_failures(std::string_view id, const Sample& sample, std::uint64_t failures);

 private:
  Metric& add(std::string_view id, std::string facet, std::string statistic, std::optional<double> value,
              std::uint64_t n);
  Summary& summary_;
  std::uint64_t seed_;
};

}  // namespace aitb::core
