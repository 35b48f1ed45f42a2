// What bench/truth calls met, missed and open: open only where the reference of the same run shows that the
// run cannot tell, and never what concerns CPU beside the reference or wrong answers.
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
  double error_us, cpu_us, core, taken = 0;
};

Rounds rounds(const std::vector<Client>& of, double wrong = 0) {
  Rounds all;
  for (const Client& one : of) {
    Measured round;
    round.error_us.add(one.error_us);
    round.cpu_us_per_chunk = one.cpu_us;
    round.core = one.core;
    round.taken = one.taken;
    round.wrong = wrong;
    all.add(round);
  }
  return all;
}

const Rounds reference = rounds({{50, 5, 0.4}});
const Rounds slow_reference = rounds({{600, 9, 0.4}});
const Rounds full_reference = rounds({{50, 7, 0.67}});

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
    judge("good", rounds({{90, 7, 0.5}}), reference);
    judge("bad", rounds({{600, 9, 0.5}}, 1), reference);
    judge("one bad round", rounds({{90, 7, 0.5}, {9000, 9, 0.6}, {80, 7, 0.5}}),
          rounds({{50, 5, 0.4}, {50, 5, 0.4}, {50, 5, 0.4}}));
    judge("slow machine", rounds({{1000, 13, 0.5}}), slow_reference);
    judge("bad on a slow machine", rounds({{1300, 14, 0.5}}), slow_reference);
    judge("others at work", rounds({{1300, 9, 0.5, 0.03}}), reference);
    judge("bad at a full core", rounds({{9000, 11, 0.99}}, 1), full_reference);
    judge("good at a full core", rounds({{60, 7, 0.7}}), full_reference);
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

TEST(TruthVerdict, WhatTheReferenceMissesItselfIsOpen) {
  Verdicts of = verdicts("slow machine");
  EXPECT_EQ(of["error p50"], "open");
  EXPECT_EQ(of["error p99"], "open");
  EXPECT_EQ(of["CPU a chunk with full records"], "open");
  EXPECT_EQ(of["error p99 against the reference"], "met");
  of = verdicts("bad on a slow machine");
  EXPECT_EQ(of["error p99 against the reference"], "missed");
  EXPECT_EQ(of["CPU a chunk against the reference"], "missed");
}

TEST(TruthVerdict, AGoalInTimeIsForAQuietMachine) {
  Verdicts of = verdicts("others at work");
  EXPECT_EQ(of["error p99"], "open");
  EXPECT_EQ(of["error p99 against the reference"], "missed");
  EXPECT_EQ(of["CPU a chunk with full records"], "missed");
}

TEST(TruthVerdict, ALoadThatTheCoreCannotBearDecidesNoTimes) {
  EXPECT_TRUE(truth_bench::load_is_bearable(rounds({{50, 5, 0.66}})));
  EXPECT_FALSE(truth_bench::load_is_bearable(full_reference));
  Verdicts of = verdicts("bad at a full core");
  EXPECT_EQ(of["error p99"], "open");
  EXPECT_EQ(of["error p99 against the reference"], "open");
  EXPECT_EQ(of["CPU a chunk with full records"], "missed");
  EXPECT_EQ(of["CPU a chunk against the reference"], "missed");
  EXPECT_EQ(of["answers whose chunks do not match the log"], "missed");
  EXPECT_EQ(verdicts("good at a full core")["error p99"], "met");
}

}  // namespace
