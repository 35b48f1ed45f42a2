// What bench/truth calls met, missed and open: open are only the goals in time, on a machine that is not
// quiet, and what is compared with the reference in time where the simulator was late; never CPU or wrong
// answers.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "bench/truth/verdict.hpp"

namespace {

using truth_bench::Measured;
using truth_bench::Rounds;

struct Client {
  double error_us, cpu_us, taken = 0, late_us = 70;
};

Rounds rounds(const std::vector<Client>& of, double wrong = 0) {
  Rounds all;
  for (const Client& one : of) {
    Measured round;
    round.error_us.add(one.error_us);
    round.cpu_us_per_chunk = one.cpu_us;
    round.taken = one.taken;
    round.send_lateness_us.add(one.late_us);
    round.wrong = wrong;
    all.add(round);
  }
  return all;
}

const Rounds reference = rounds({{50, 5}});
const Rounds slow_reference = rounds({{600, 9}});

using Verdicts = std::map<std::string, std::string>;  // "met", "missed" or "open", by the goal's words

/// By section. All in one report, because each looks how idle the machine is and takes seconds for it.
std::map<std::string, Verdicts> judge_all() {
  const auto file = std::filesystem::temp_directory_path() / "verdicts.json";
  std::string json = file.string(), option = "--json", program = "truth";
  char* words[] = {program.data(), option.data(), json.data()};
  {
    bench::Report report("truth", bench::benchmark_arguments(3, words));
    const auto judge = [&](const char* section, const Rounds& ours, const Rounds& least) {
      report.section(section);
      truth_bench::judge(report, ours, least);
    };
    judge("good", rounds({{90, 7}}), reference);
    judge("bad", rounds({{600, 9}}, 1), reference);
    judge("one bad round", rounds({{90, 7}, {9000, 9}, {80, 7}}), rounds({{50, 5}, {50, 5}, {50, 5}}));
    judge("slow machine", rounds({{1000, 13}}), slow_reference);
    judge("bad on a slow machine", rounds({{1300, 14}}), slow_reference);
    judge("others at work", rounds({{1300, 9, 0.03}}), reference);
    judge("late simulator", rounds({{600, 9, 0, 29'000}}), rounds({{50, 5, 0, 2500}}));
    judge("late with us", rounds({{600, 9, 0, 29'000}}), rounds({{50, 5, 0, 1900}}));
    judge("late and good", rounds({{90, 7, 0, 29'000}}), rounds({{50, 5, 0, 2500}}));
    report.end();
  }
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  std::filesystem::remove(file);
  const boost::json::value stored = boost::json::parse(text.str());
  std::map<std::string, Verdicts> out;
  for (const auto& goal : stored.at("goals").as_array()) {
    const auto& met = goal.at("met");
    EXPECT_EQ(met.is_null(), goal.as_object().contains("why"));
    out[std::string(goal.at("section").as_string())][std::string(goal.at("what").as_string())] =
        met.is_null()   ? "open"
        : met.as_bool() ? "met"
                        : "missed";
  }
  return out;
}

Verdicts verdicts(const std::string& section) {
  static const auto all = judge_all();
  return all.at(section);
}

void expect_all(const std::string& section, const std::string& verdict) {
  const Verdicts of = verdicts(section);
  EXPECT_EQ(of.size(), 7u);
  for (const auto& [what, given] : of) EXPECT_EQ(given, verdict) << what;
}

TEST(TruthVerdict, AQuietMachineDecidesEverything) {
  expect_all("good", "met");
  expect_all("bad", "missed");
}

TEST(TruthVerdict, OneBadRoundDecidesNothing) { expect_all("one bad round", "met"); }

TEST(TruthVerdict, TimesThatTheReferenceMissesItselfAreOpen) {
  Verdicts of = verdicts("slow machine");
  EXPECT_EQ(of["error p50"], "open");
  EXPECT_EQ(of["error p99"], "open");
  EXPECT_EQ(of["CPU a chunk with full records"], "missed");
  EXPECT_EQ(of["error p99 against the reference"], "met");
  of = verdicts("bad on a slow machine");
  EXPECT_EQ(of["error p99 against the reference"], "missed");
  EXPECT_EQ(of["CPU a chunk against the reference"], "missed");
}

TEST(TruthVerdict, TimesWhileOthersWorkAreOpen) {
  Verdicts of = verdicts("others at work");
  EXPECT_EQ(of["error p99"], "open");
  EXPECT_EQ(of["error p99 against the reference"], "missed");
  EXPECT_EQ(of["CPU a chunk with full records"], "missed");
}

TEST(TruthVerdict, TimesOfALoadThatTheSimulatorDidNotSendInTimeAreOpen) {
  Verdicts of = verdicts("late simulator");
  for (const char* what : {"error p50", "error p99"}) {
    EXPECT_EQ(of[what + std::string(" against the reference")], "open");
  }
  EXPECT_EQ(of["error p50"], "open");
  EXPECT_EQ(of["error p99"], "open");
  EXPECT_EQ(of["CPU a chunk against the reference"], "missed");
  expect_all("late and good", "met");
}

TEST(TruthVerdict, ASimulatorThatIsLateWithUsAloneExcusesNothing) {
  const Verdicts of = verdicts("late with us");
  EXPECT_EQ(of.at("error p99"), "missed");
  EXPECT_EQ(of.at("error p99 against the reference"), "missed");
}

}  // namespace
