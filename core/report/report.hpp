// Turns a stored run into its report: the same bytes whenever and wherever it is made from the same records.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/sink.hpp>

#include "core/metrics/run_facts.hpp"
#include "core/metrics/summary.hpp"

namespace aitb::core {

/// One scenario × profile: the whole run, the steady state if there is one, and the warm-up apart.
struct CellReport {
  std::string scenario, profile;
  int cell = 0;
  Summary whole;
  std::optional<Summary> steady, warmup;
};

struct Report {
  RunFacts run;
  std::string generated_at;       ///< the run's end, so that making a report again changes nothing
  std::vector<CellReport> cells;  ///< in the order of the plan
  boost::json::object ran2;       ///< Q1–Q5 over all cells
};

/// Reads the stored run (twice if a steady state is to be reported). Memory does not grow with the number of
/// records beyond the exact samples.
Report build_report(RecordReader& reader);

/// `formats`: "json", "md", "csv"; writes report.FORMAT into `folder`. Returns the paths.
std::vector<std::filesystem::path> write_report(const Report& report, const std::filesystem::path& folder,
                                                const std::vector<std::string>& formats);

std::string report_json(const Report& report);
std::string report_markdown(const Report& report);
std::string report_csv(const Report& report);
/// The summary for a terminal of `width` columns.
std::string terminal_table(const Report& report, int width, bool colour);

}  // namespace aitb::core
