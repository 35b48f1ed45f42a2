#include "bench/harness/report.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <fstream>

#include "bench/harness/machine.hpp"

namespace bench {

Arguments benchmark_arguments(int argc, char** argv, std::map<std::string, std::string> own) {
  own.insert({{"quick", "-"}, {"strict", "-"}, {"json", ""}, {"nice", "0"}});
  return Arguments(argc, argv, std::move(own));
}

Report::Report(std::string name, const Arguments& arguments)
    : name_(std::move(name)), file_(arguments.text("json")), strict_(arguments.is_set("strict")) {
  const double idle = idle_share(1.5);
  fmt::print(
      "bench/{}{} on {}\nidle before: {:.0f} %{}\n", name_, arguments.is_set("quick") ? " --quick" : "",
      describe_machine(), 100 * idle,
      idle < 0.9 ? " (below 90 %: other programs are running, times will be worse than the truth)" : "");
  const int nice = arguments.integer("nice");
  if (nice != 0) {  // inherited by everything that is started from here
    const bool granted = ::setpriority(PRIO_PROCESS, 0, nice) == 0;
    fmt::print("priority: nice {}{}\n", nice, granted ? "" : " was refused");
  }
  facts_["nice"] = nice;
  facts_["benchmark"] = name_;
  facts_["quick"] = arguments.is_set("quick");
  facts_["machine"] = describe_machine();
  facts_["idle_before"] = idle;
  facts_["goals"].emplace_array();
  facts_["rows"].emplace_array();
}

void Report::section(const std::string& title) {
  section_ = title;
  fmt::print("\n{}\n", title);
}

void Report::row(const std::string& what, const std::vector<std::pair<std::string, std::string>>& values) {
  std::string line = fmt::format("  {:<34}", what);
  boost::json::object kept;
  kept["section"] = section_;
  kept["what"] = what;
  for (const auto& [name, value] : values) {
    line += fmt::format(" {} {:<9}", name, value);
    kept[name] = value;
  }
  fmt::print("{}\n", line);
  std::fflush(stdout);
  facts_["rows"].as_array().push_back(std::move(kept));
}

void Report::at_most(const std::string& what, double value, double limit, std::string_view unit,
                     const std::string& undecided) {
  goal(what, value, limit, unit, value <= limit, "≤", undecided);
}

void Report::at_least(const std::string& what, double value, double limit, std::string_view unit) {
  goal(what, value, limit, unit, value >= limit, "≥");
}

void Report::goal(const std::string& what, double value, double limit, std::string_view unit, bool met,
                  const char* relation, const std::string& undecided) {
  const bool open = !met && !undecided.empty();
  const char* verdict = "MISSED";
  if (met) {
    verdict = "met   ";
    ++met_;
  } else if (open) {
    verdict = "open  ";
    ++open_;
  } else {
    ++missed_;
  }
  fmt::print("  {} {:<60} {} {} (goal {} {}){}{}\n", verdict, what, figure(value), unit, relation,
             figure(limit), open ? ": " : "", open ? undecided : "");
  std::fflush(stdout);
  boost::json::object kept;
  kept["section"] = section_;
  kept["what"] = what;
  if (std::isfinite(value)) kept["value"] = value;
  kept["goal"] = limit;
  kept["unit"] = unit;
  if (open) {
    kept["met"] = nullptr;
    kept["why"] = undecided;
  } else {
    kept["met"] = met;
  }
  facts_["goals"].as_array().push_back(std::move(kept));
}

void Report::not_measured(const std::string& what, const std::string& why) {
  ++open_;
  fmt::print("  open   {}: {}\n", what, why);
  boost::json::object kept;
  kept["section"] = section_;
  kept["what"] = what;
  kept["met"] = nullptr;
  kept["why"] = why;
  facts_["goals"].as_array().push_back(std::move(kept));
}

void Report::note(const std::string& text) { fmt::print("  {}\n", text); }

void Report::keep(const std::string& name, boost::json::value value) { facts_[name] = std::move(value); }

int Report::end() {
  const double idle = idle_share(1);
  facts_["idle_after"] = idle;
  fmt::print("\nbench/{}: {} goals met, {} missed, {} open; idle after: {:.0f} %\n", name_, met_, missed_,
             open_, 100 * idle);
  if (!file_.empty()) std::ofstream(file_) << boost::json::serialize(facts_) << '\n';
  return strict_ && missed_ + open_ > 0 ? 1 : 0;
}

std::string figure(double value) {
  if (!std::isfinite(value)) return "–";
  if (value != 0 && std::abs(value) < 1000) return fmt::format("{:.3g}", value);
  return fmt::format("{:.0f}", value);
}

std::vector<std::pair<std::string, std::string>> quantiles(const Summary& summary, double scale) {
  return {{"p50", figure(scale * summary.quantile(0.5))},
          {"p90", figure(scale * summary.quantile(0.9))},
          {"p99", figure(scale * summary.quantile(0.99))}};
}

double median(std::vector<double> values) {
  Summary summary;
  for (double value : values) summary.add(value);
  return summary.quantile(0.5);
}

}  // namespace bench
