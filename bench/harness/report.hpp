// What a benchmark prints and stores: measured rows, ratios against the limit, each goal with its verdict.
#pragma once
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/common/arguments.hpp"
#include "bench/common/summary.hpp"

namespace bench {

/// The options that every benchmark takes, and its own.
Arguments benchmark_arguments(int argc, char** argv, std::map<std::string, std::string> own = {});

class Report {
 public:
  /// Says what is measured, on which machine, and how idle it is.
  Report(std::string name, const Arguments& arguments);

  void section(const std::string& title);
  /// One line: what, then its values.
  void row(const std::string& what, const std::vector<std::pair<std::string, std::string>>& values);
  /// A value that must not be above (or below) its goal; told and kept. `undecided`: why this run cannot
  /// tell, "" if it can: a value beyond its goal is then open, not missed.
  void at_most(const std::string& what, double value, double goal, std::string_view unit,
               const std::string& undecided = "");
  void at_least(const std::string& what, double value, double goal, std::string_view unit);
  /// Something that could not be measured: a goal that is neither met nor missed.
  void not_measured(const std::string& what, const std::string& why);
  void note(const std::string& text);
  void keep(const std::string& name, boost::json::value value);

  /// Prints the verdict, writes the JSON file if asked; gives the exit code (with --strict 1 for a missed
  /// goal).
  int end();

 private:
  void goal(const std::string& what, double value, double goal, std::string_view unit, bool met,
            const char* relation, const std::string& undecided = "");

  std::string name_, file_, section_;
  bool strict_;
  int met_ = 0, missed_ = 0, open_ = 0;
  boost::json::object facts_;
};

/// "0.023" with three significant digits, "–" for NAN.
std::string figure(double value);
/// p50, p90 and p99 of a sample, times `scale`, for row().
std::vector<std::pair<std::string, std::string>> quantiles(const Summary& summary, double scale = 1);
double median(std::vector<double> values);

}  // namespace bench
