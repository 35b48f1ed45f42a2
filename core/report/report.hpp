// Turns a stored run into its report: the same bytes whenever and wherever it is made from the same records.
#pragma once
#include <boost/json/object.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <aitb/sink.hpp>

#include "core/metrics/run_facts.hpp"
#include "core/metrics/summary.hpp"
#include "core/report/notes.hpp"

namespace aitb::core {

/// One scenario × profile: the whole run, the steady state if there is one, and the warm-up apart.
struct CellReport {
  std::string scenario, profile;
  int cell = 0;
  Summary whole;
  std::optional<Summary> steady, warmup;
  std::string no_steady;  ///< why there is no steady state
  MeanNotes notes;        ///< of the sessions, warm-up left out
};

struct Report {
  RunFacts run;
  std::string
      generated_at;  ///< the run's end, so that making a report again changes nothing; "" if it never ended
  std::vector<CellReport> cells;  ///< in the order of the plan
  boost::json::object ran2;       ///< Q1–Q5 over all cells
};

/// Reads the stored run, once more if a cell has a steady state.
Report build_report(RecordReader& reader);

/// `formats`: "json", "md", "csv"; writes report.FORMAT into `folder`, whole or not at all. Returns the
/// paths.
std::vector<std::filesystem::path> write_report(const Report& report, const std::filesystem::path& folder,
                                                const std::vector<std::string>& formats);

/// One of "json", "md", "csv". Throws Error(config) for another name.
std::string render_report(const Report& report, const std::string& format);
std::string report_json(const Report& report);
std::string report_markdown(const Report& report);
std::string report_csv(const Report& report);
/// The summary for a terminal of `width` columns.
std::string terminal_table(const Report& report, int width, bool colour);

}  // namespace aitb::core
