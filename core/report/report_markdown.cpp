#include <fmt/format.h>

#include <set>

#include "core/report/figures.hpp"
#include "core/report/json_text.hpp"
#include "core/report/report.hpp"

namespace aitb::core {
namespace {

/// One column of a table: a metric's statistic, or the number of its samples.
struct Column {
  std::string_view title, id, statistic;
  std::string_view facet = {};
  enum Shows { value, interval, samples } shows = value;
};

using Columns = std::vector<Column>;
constexpr auto interval = Column::interval;
constexpr auto samples = Column::samples;

const Columns qoe = {{"n", "samples", ""},
                     {"Success (%)", "success_rate", "", "", interval},
                     {"TTFT n", "ttft", "mean", "", samples},
                     {"TTFT mean (ms)", "ttft", "mean", "", interval},
                     {"TTFT p50 (ms)", "ttft", "p50", "", interval},
                     {"TTFT p95 (ms)", "ttft", "p95", "", interval},
                     {"TTFT p99 (ms)", "ttft", "p99", "", interval},
                     {"TTLT mean (ms)", "ttlt", "mean", "", interval},
                     {"Latency mean (ms)", "latency", "mean", "", interval},
                     {"Latency P95 (ms)", "latency", "p95", "", interval}};
const Columns scheduled = {{"n", "effective_latency", "mean", "", samples},
                           {"Effective TTFT p50 (ms)", "effective_ttft", "p50", "", interval},
                           {"Effective TTFT p99 (ms)", "effective_ttft", "p99", "", interval},
                           {"Effective latency p50 (ms)", "effective_latency", "p50", "", interval},
                           {"Effective latency p99 (ms)", "effective_latency", "p99", "", interval},
                           {"Latency p99, failures ∞ (ms)", "latency_error_adjusted", "p99"}};
const Columns traffic = {{"n", "total_bytes", "mean", "", samples},
                         {"UL L7 (B)", "request_bytes", "mean", "", interval},
                         {"DL L7 (B)", "response_bytes", "mean", "", interval},
                         {"UL/DL", "ul_dl_ratio", ""},
                         {"Token rate (tokens/s)", "token_rate_mean", "", "", interval}};
const Columns layers = {{"Content UL (B)", "content_bytes_up", "sum"},
                        {"Content DL (B)", "content_bytes_down", "sum"},
                        {"L7 UL (B)", "request_bytes", "sum"},
                        {"L7 DL (B)", "response_bytes", "sum"},
                        {"Transport UL (B)", "transport_bytes_up", "sum"},
                        {"Transport DL (B)", "transport_bytes_down", "sum"},
                        {"IP UL, estimated (B)", "ip_bytes_up", "sum"},
                        {"IP DL, estimated (B)", "ip_bytes_down", "sum"}};
const Columns tokens = {{"n", "tokens_out", "mean", "", samples},
                        {"Prompt, reported", "reported_tokens_in", "mean"},
                        {"Prompt, counted", "counted_tokens_in", "mean"},
                        {"Completion, reported", "reported_tokens_out", "mean"},
                        {"Completion, counted", "counted_tokens_out", "mean"},
                        {"Reasoning, reported", "reported_tokens_reasoning", "mean"},
                        {"Mismatch over 5 %", "token_mismatch_count", ""}};
const Columns costs = {{"Answers with a price", "estimated_cost", "mean", "", samples},
                       {"Mean (USD)", "estimated_cost", "mean", "", interval},
                       {"Sum (USD)", "estimated_cost", "sum"}};
const Columns agents = {{"Prompts", "user_prompts", ""},
                        {"Loop factor", "loop_factor", ""},
                        {"Tool calls asked", "tool_calls", "mean"},
                        {"Tool calls made", "tool_records", ""},
                        {"Tool latency mean (ms)", "tool_latency", "mean", "", interval},
                        {"Tool latency P95 (ms)", "tool_latency", "p95", "", interval}};
const Columns streaming = {{"Answers", "chunk_count", "mean", "", samples},
                           {"Chunks", "chunk_count", "mean"},
                           {"Gaps", "inter_chunk", "mean", "", samples},
                           {"Inter-chunk p50 (ms)", "inter_chunk", "p50", "", interval},
                           {"Inter-chunk p99 (ms)", "inter_chunk", "p99", "", interval},
                           {"ITL mean (ms)", "itl_mean", "mean", "", interval},
                           {"Tokens/chunk", "bundle_factor", "mean"},
                           {"Chunks/read", "coalescing_factor", ""},
                           {"Rate (B/s)", "streaming_rate", "mean"},
                           {"Stalls", "stall_count", ""},
                           {"Relative stalls", "relative_stall_count", ""}};
const Columns bursts = {{"Peak/mean of totals", "burst_peak_to_mean", ""},
                        {"CV of totals", "burst_cv", ""},
                        {"DL bursts (10 ms)", "burst_size", "mean", "dl,10ms", samples},
                        {"DL burst (B)", "burst_size", "mean", "dl,10ms"},
                        {"DL burst (ms)", "burst_duration", "mean", "dl,10ms"},
                        {"DL idle (ms)", "idle_gap", "mean", "dl,10ms"},
                        {"DL peak/mean, 100 ms", "window_peak_to_mean", "mean", "dl,100ms"},
                        {"DL IDC, 100 ms", "window_idc", "mean", "dl,100ms"}};
const Columns load = {{"Window (s)", "window", ""},
                      {"Attempts", "attempts", ""},
                      {"In flight, mean", "concurrency", "mean"},
                      {"In flight, max", "concurrency", "max"},
                      {"Arrivals (1/s)", "arrival_rate", ""},
                      {"Completions (1/s)", "completion_rate", ""},
                      {"Tokens/s in window", "token_rate", ""},
                      {"Little residual (%)", "little_residual", ""},
                      {"Goodput (1/s)", "goodput", ""},
                      {"Good (%)", "good_fraction", ""}};
const Columns quality = {{"Send lag p50 (ms)", "send_lag_own", "p50"},
                         {"Send lag p99 (ms)", "send_lag_own", "p99"},
                         {"Send lag max (ms)", "send_lag_own", "max"},
                         {"with connection set-up p99 (ms)", "send_lag", "p99"},
                         {"Kernel-to-user p50 (ms)", "kernel_delta", "p50"},
                         {"Kernel-to-user p99 (ms)", "kernel_delta", "p99"},
                         {"TTFT at the kernel p99 (ms)", "ttft_kernel", "p99"},
                         {"Inter-chunk at the kernel p99 (ms)", "inter_chunk_kernel", "p99"}};

std::string cell_text(const Summary& summary, const Column& column) {
  const Metric* metric = summary.find(column.id, column.statistic, column.facet);
  if (column.shows == samples)
    return metric ? figure_text(static_cast<double>(metric->n)) : std::string(missing);
  return figure_text(metric, column.shows == interval);
}

/// A row a cell; rows without any figure are left out, and the whole table if none is left.
void table(std::string& out, std::string_view heading, const Report& report, const Columns& columns,
           std::optional<Summary> CellReport::*phase = nullptr) {
  std::string rows;
  for (const CellReport& cell : report.cells) {
    if (phase != nullptr && !(cell.*phase)) continue;
    const Summary& summary = phase != nullptr ? *(cell.*phase) : cell.whole;
    std::string row = fmt::format("| {} | {} |", cell.scenario, cell.profile);
    bool any = false;
    for (const Column& column : columns) {
      const std::string text = cell_text(summary, column);
      any = any || (text != missing && text != "0");
      row += " " + text + " |";
    }
    if (any) rows += row + "\n";
  }
  if (rows.empty()) return;
  out += fmt::format("\n## {}\n\n| Scenario | Profile |", heading);
  std::string rule = "\n|---|---|";
  for (const Column& column : columns) {
    out += fmt::format(" {} |", column.title);
    rule += "---:|";
  }
  out += rule + "\n" + rows;
}

void errors(std::string& out, const Report& report) {
  std::string rows;
  for (const CellReport& cell : report.cells) {
    for (const Metric& metric : cell.whole.metrics) {
      if (metric.definition->id != "errors" && metric.definition->id != "attempt_errors") continue;
      rows += fmt::format("| {} | {} | {} | {} | {} |\n", cell.scenario, cell.profile,
                          metric.definition->id == "errors" ? "exchanges" : "attempts", metric.facet,
                          figure_text(metric.value));
    }
  }
  if (rows.empty()) return;
  out += "\n## Errors\n\n| Scenario | Profile | Of | Kind | Count |\n|---|---|---|---|---:|\n" + rows;
}

std::string millis(std::optional<double> value) {
  return value ? figure_text(value) + " ms" : std::string("unknown");
}

void notes(std::string& out, const Report& report) {
  std::string all;
  for (const CellReport& cell : report.cells) {
    const boost::json::value mean = cell.notes.mean();
    const std::string tables = mean.is_object() ? notes_markdown(mean.get_object()) : std::string();
    if (tables.empty()) continue;
    all += fmt::format("\n### {} × {} (mean of {} sessions)\n{}", cell.scenario, cell.profile,
                       cell.notes.sessions(), tables);
  }
  if (!all.empty()) out += "\n## What the scenarios say of their sessions\n" + all;
}

void head(std::string& out, const Report& report) {
  const RunFacts& run = report.run;
  out += fmt::format("# Run {}\n\n", run.run_id.empty() ? "without a name" : run.run_id);
  out += fmt::format("{} to {}{}; load {}; seed {}.\n", run.started_at.empty() ? "unknown" : run.started_at,
                     run.ended_at.empty() ? "unknown (the run was killed)" : run.ended_at,
                     run.interrupted ? " (interrupted)" : "", run.load.mode,
                     run.seed ? std::to_string(*run.seed) : "unknown");
  out += fmt::format(
      "Measurement error by self-calibration, p50 and p99: TTFT {} and {}, inter-chunk time {} and {}.\n",
      millis(run.calibration.ttft_p50_ms), millis(run.calibration.ttft_p99_ms),
      millis(run.calibration.gap_p50_ms), millis(run.calibration.gap_p99_ms));
  out +=
      "Figures in brackets are 95 % intervals; – is missing, which is not zero. Uplink is from the user's "
      "side.\n";
}

void skipped(std::string& out, const Report& report) {
  if (report.run.skipped.empty()) return;
  out += "\n## Not run\n\n| Scenario | Type | Provider | Why |\n|---|---|---|---|\n";
  for (const SkippedFact& each : report.run.skipped) {
    std::string why = each.reason;
    for (auto at = why.find('|'); at != std::string::npos; at = why.find('|', at + 2))
      why.replace(at, 1, "\\|");
    out += fmt::format("| {} | {} | {} | {} |\n", each.scenario, each.type, each.provider, why);
  }
}

void verdicts(std::string& out, const Report& report) {
  out += "\n## Is the measurement to be trusted?\n\n";
  for (const CellReport& cell : report.cells) {
    out += fmt::format("- {} × {}: {}", cell.scenario, cell.profile,
                       cell.whole.degraded.empty() ? "ok" : "**degraded**");
    for (const std::string& reason : cell.whole.degraded) out += "; " + reason;
    out += "\n";
  }
}

void list_of(std::string& out, std::string_view heading, const std::set<std::string>& lines) {
  if (lines.empty()) return;
  out += fmt::format("\n## {}\n\n", heading);
  for (const std::string& line : lines) out += "- " + line + "\n";
}

std::set<std::string> conditions(const Report& report) {
  std::set<std::string> lines;
  for (const CellReport& cell : report.cells) {
    for (const auto& [link, count] : cell.whole.links)
      lines.insert(fmt::format("{} × {}: link {} ({} exchanges)", cell.scenario, cell.profile,
                               link.empty() ? "unknown" : link, count));
    for (const auto& [service, count] : cell.whole.services)
      lines.insert(
          fmt::format("{} × {}: service {} ({} exchanges)", cell.scenario, cell.profile, service, count));
  }
  return lines;
}

std::set<std::string> remarks(const Report& report) {
  std::set<std::string> lines;
  for (const CellReport& cell : report.cells) {
    for (const std::string& remark : cell.whole.remarks)
      lines.insert(fmt::format("{} × {}: {}", cell.scenario, cell.profile, remark));
    if (!cell.no_steady.empty())
      lines.insert(fmt::format("{} × {}: no steady state: {}", cell.scenario, cell.profile, cell.no_steady));
    if (cell.warmup)
      lines.insert(fmt::format("{} × {}: {} warm-up exchanges are a phase of their own and in no table above",
                               cell.scenario, cell.profile, figure_text(cell.warmup->value("samples"))));
  }
  return lines;
}

void host(std::string& out, const Report& report) {
  if (!report.run.quality.empty())
    out += "\n## Host during the run\n\n```json\n" + json_text(report.run.quality) + "```\n";
  if (!report.run.environment.empty())
    out += "\n## Environment\n\n```json\n" + json_text(report.run.environment) + "```\n";
}

}  // namespace

std::string report_markdown(const Report& report) {
  std::string out;
  head(out, report);
  table(out, "QoE Metrics Summary", report, qoe);
  table(out, "Against the schedule", report, scheduled);
  table(out, "Traffic Characteristics", report, traffic);
  table(out, "Bytes by layer, sums", report, layers);
  table(out, "Tokens per answer, means", report, tokens);
  const std::string priced = fmt::format("Costs, estimated by prices of {}", report.run.prices.date);
  table(out, priced, report, costs);
  table(out, "Agent/Tool Metrics", report, agents);
  table(out, "Streaming", report, streaming);
  table(out, "Burstiness", report, bursts);
  table(out, "Load", report, load);
  table(out, "Steady state: QoE", report, qoe, &CellReport::steady);
  table(out, "Steady state: load", report, load, &CellReport::steady);
  notes(out, report);
  errors(out, report);
  skipped(out, report);
  verdicts(out, report);
  table(out, "Lateness of the host", report, quality);
  list_of(out, "Estimates and remarks", remarks(report));
  list_of(out, "Conditions", conditions(report));
  host(out, report);
  out +=
      "\nEvery figure with its definition, method and number of samples is in report.json and report.csv.\n";
  return out;
}

}  // namespace aitb::core
