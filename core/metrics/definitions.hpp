// What each metric means: the one table behind reports, `list metrics` and docs/metrics.md.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace aitb::core {

/// A distribution is reported as mean, std, min, max, p50, p90, p95, p99 (p999 from 10 000 samples) and sum.
enum class MetricKind : std::uint8_t { scalar, distribution };

struct Definition {
  std::string_view id;       ///< stable, as in report.json and report.csv
  std::string_view section;  ///< heading in the report
  std::string_view name;
  std::string_view unit;
  MetricKind kind;
  std::string_view method;  ///< measured, reported, counted, estimated
  std::string_view point;   ///< where it is measured
  std::string_view formula;
};

std::span<const Definition> metric_definitions();
/// The tables of docs/metrics.md, one a section.
std::string definitions_markdown();
/// nullptr if there is none of that id.
const Definition* find_definition(std::string_view id);

}  // namespace aitb::core
