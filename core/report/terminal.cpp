#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "core/report/figures.hpp"
#include "core/report/report.hpp"

namespace aitb::core {
namespace {

struct Column {
  std::string_view title, id, statistic;
  int weight;  ///< the lightest columns are left out first where the terminal is narrow
};

constexpr Column columns[] = {
    {"runs", "sessions", "", 8},
    {"requests", "samples", "", 9},
    {"ok %", "success_rate", "", 8},
    {"TTFT p50 ms", "ttft", "p50", 7},
    {"TTFT p95 ms", "ttft", "p95", 4},
    {"latency p50 ms", "latency", "p50", 6},
    {"latency p95 ms", "latency", "p95", 5},
    {"chunk gap p50 ms", "inter_chunk", "p50", 3},
    {"tokens/s", "token_rate_mean", "", 2},
    {"sent B/request", "request_bytes", "mean", 1},
    {"received B/request", "response_bytes", "mean", 1},
};

/// Characters on the screen: UTF-8 continuation bytes take no room.
std::size_t room(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

struct Cell {
  std::string text;
  bool alarm = false;
};
using Row = std::vector<Cell>;

std::vector<Row> rows_of(const Report& report, int least_weight) {
  std::vector<Row> rows(1);
  rows[0] = {{"scenario"}, {"profile"}};
  for (const Column& column : columns) {
    if (column.weight >= least_weight) rows[0].push_back({std::string(column.title)});
  }
  for (const CellReport& cell : report.cells) {
    const Metric* requests = cell.whole.find("samples", "");
    const bool none = !requests || !requests->value || *requests->value == 0;
    Row& row = rows.emplace_back();
    row.push_back({cell.scenario, !cell.whole.degraded.empty()});
    row.push_back({cell.profile});
    for (const Column& column : columns) {
      if (column.weight < least_weight) continue;
      const Metric* metric = cell.whole.find(column.id, column.statistic);
      // A scenario without requests to a model (searches alone) is as well as its sessions.
      if (none && column.id == "samples") metric = nullptr;
      if (none && column.id == "success_rate") metric = cell.whole.find("session_success_rate", "");
      const bool failures = column.id == "success_rate" && metric && metric->value && *metric->value < 100;
      row.push_back({figure_text(metric, false), failures});
    }
  }
  return rows;
}

std::vector<std::size_t> widths_of(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows[0].size());
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], room(row[i].text));
  }
  return widths;
}

std::size_t total(const std::vector<std::size_t>& widths) {
  std::size_t sum = 0;
  for (const std::size_t width : widths) sum += width + 2;
  return sum - 2;
}

std::string painted(const std::string& text, std::string_view code, bool colour) {
  return colour ? fmt::format("\033[{}m{}\033[0m", code, text) : text;
}

std::string table_text(const std::vector<Row>& rows, bool colour) {
  const std::vector<std::size_t> widths = widths_of(rows);
  std::string out;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t i = 0; i < rows[r].size(); ++i) {
      const std::string pad(widths[i] - room(rows[r][i].text), ' ');
      const std::string_view code = r == 0 ? "1" : rows[r][i].alarm ? "31" : "0";
      const std::string text = painted(rows[r][i].text, code, colour && code != "0");
      const bool last = i + 1 == rows[r].size();
      out += i < 2 ? text + (last ? "" : pad) : pad + text;
      if (!last) out += "  ";
    }
    out += "\n";
  }
  return out;
}

std::string not_run(const Report& report, bool colour) {
  std::string out;
  std::set<std::string_view> told;
  for (const SkippedFact& each : report.run.skipped) {
    if (!told.insert(each.reason).second) continue;
    std::string names;
    for (const SkippedFact& other : report.run.skipped)
      if (other.reason == each.reason) names += (names.empty() ? "" : ", ") + other.scenario;
    out += painted("not run", "33", colour) + fmt::format("  {}: {}\n", names, each.reason);
  }
  return out;
}

std::string verdict(const Report& report, bool colour) {
  std::string out;
  for (const CellReport& cell : report.cells) {
    for (const std::string& reason : cell.whole.degraded)
      out += painted("degraded", "31", colour) +
             fmt::format(" {} × {}: {}\n", cell.scenario, cell.profile, reason);
  }
  if (out.empty() && !report.cells.empty()) {
    out = painted("measurement ok", "32", colour);
    if (report.run.calibration.ttft_p99_ms)
      out += fmt::format(": error p99 of TTFT {} ms, of inter-chunk time {} ms",
                         figure_text(report.run.calibration.ttft_p99_ms),
                         figure_text(report.run.calibration.gap_p99_ms));
    out += "\n";
  }
  for (const CellReport& cell : report.cells) {
    for (const std::string& remark : cell.whole.remarks) {
      if (remark.starts_with("inconsistent"))
        out += painted(remark, "31", colour) + fmt::format(" ({} × {})\n", cell.scenario, cell.profile);
    }
  }
  return out;
}

}  // namespace

std::string terminal_table(const Report& report, int width, bool colour) {
  const std::string left_out = not_run(report, colour);
  if (report.cells.empty()) return "no exchange was recorded\n" + left_out;
  std::vector<Row> rows;
  for (int least = 1; least <= 9; ++least) {
    rows = rows_of(report, least);
    if (total(widths_of(rows)) <= static_cast<std::size_t>(std::max(width, 1))) break;
  }
  return table_text(rows, colour) + left_out + verdict(report, colour);
}

}  // namespace aitb::core
