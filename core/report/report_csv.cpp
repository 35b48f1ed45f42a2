#include "core/report/json_text.hpp"
#include "core/report/report.hpp"

namespace aitb::core {
namespace {

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  return out + "\"";
}

std::string metric_name(const Metric& metric) {
  std::string name(metric.definition->id);
  if (!metric.facet.empty()) name += "[" + metric.facet + "]";
  if (!metric.statistic.empty()) name += "_" + metric.statistic;
  return name;
}

void append_rows(std::string& out, const CellReport& cell, const Summary& summary, std::string_view phase) {
  for (const Metric& metric : summary.metrics) {
    out +=
        csv_field(cell.scenario) + "," + csv_field(cell.profile) + "," + csv_field(metric_name(metric)) + ",";
    if (metric.infinite) out += "inf";
    if (metric.value) out += number_text(*metric.value);
    out += "," + std::string(metric.definition->unit) + "," + std::to_string(metric.n) + ",";
    if (metric.interval) out += number_text(metric.interval->low);
    out += ",";
    if (metric.interval) out += number_text(metric.interval->high);
    out += "," + csv_field(metric.method) + "," + std::string(phase) + "\n";
  }
}

}  // namespace

std::string report_csv(const Report& report) {
  std::string out = "scenario,profile,metric,value,unit,n,ci_low,ci_high,method,phase\n";
  for (const CellReport& cell : report.cells) {
    append_rows(out, cell, cell.whole, "whole");
    if (cell.steady) append_rows(out, cell, *cell.steady, "steady");
    if (cell.warmup) append_rows(out, cell, *cell.warmup, "warmup");
  }
  for (const SkippedFact& each : report.run.skipped)
    out += csv_field(each.scenario) + ",,skipped,1,count,1,,," + csv_field(each.reason) + ",none\n";
  return out;
}

}  // namespace aitb::core
