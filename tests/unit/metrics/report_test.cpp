#include "core/report/report.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/report/figures.hpp"
#include "core/report/json_text.hpp"
#include "tests/unit/metrics/report_run.hpp"

namespace aitb::core {
namespace {

using fixtures::small_run;

Report small_report() {
  fixtures::MemoryReader run = small_run();
  return build_report(run);
}

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// AITB_UPDATE_GOLDEN=1 writes the file instead; look at the difference before it is committed.
void expect_golden(const std::string& name, const std::string& text) {
  const std::filesystem::path file = std::filesystem::path(AITB_GOLDEN) / name;
  if (std::getenv("AITB_UPDATE_GOLDEN") != nullptr) std::ofstream(file, std::ios::binary) << text;
  EXPECT_EQ(text, read(file)) << file << "; AITB_UPDATE_GOLDEN=1 writes it anew";
}

TEST(Report, IsTheGoldenOneInEveryFormat) {
  const Report report = small_report();
  expect_golden("report.json", report_json(report));
  expect_golden("report.md", report_markdown(report));
  expect_golden("terminal.txt", terminal_table(report, 120, false));
  expect_golden("terminal_narrow.txt", terminal_table(report, 60, false));
}

TEST(Report, HasALineOfCsvForEveryFigure) {
  const Report report = small_report();
  const std::string csv = report_csv(report);
  std::size_t figures = 0;
  for (const CellReport& cell : report.cells)
    figures += cell.whole.metrics.size() + cell.warmup->metrics.size();
  EXPECT_EQ(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')), figures + 1);
  EXPECT_EQ(csv.rfind("scenario,profile,metric,value,unit,n,ci_low,ci_high,method,phase\n", 0), 0u);
  for (const char* row : {"\nchat,plain,ttft_mean,50,ms,4,50,50,measured,whole\n",
                          "\nchat,slow,errors[protocol],1,1,1,,,measured,whole\n",
                          "\nchat,slow,latency_error_adjusted_p99,inf,ms,4,,,measured,whole\n",
                          "\nchat,plain,\"burst_size[dl,10ms]_mean\",20,B,4,20,20,measured,whole\n",
                          "\nchat,plain,cancel_latency_mean,,ms,0,,,measured,whole\n",
                          "\nchat,plain,ip_bytes_up_sum,1072,B,1,,,estimated,warmup\n"})
    EXPECT_NE(csv.find(row), std::string::npos) << row;
}

TEST(Report, IsTheSameWheneverItIsMade) {
  EXPECT_EQ(report_json(small_report()), report_json(small_report()));
  EXPECT_EQ(small_report().generated_at, "2026-03-01T12:00:10.500Z");
}

TEST(Report, HasTheReferencesBlocksWithNullsForWhatIsMissing) {
  const auto json = boost::json::parse(report_json(small_report())).as_object();
  const auto& block = json.at("scenarios").at("chat").at("plain").as_object();
  EXPECT_EQ(block.at("scenario").as_string(), "chat");
  EXPECT_EQ(block.at("network_conditions").as_string(), "plain");
  EXPECT_EQ(block.at("samples").to_number<int>(), 4);
  EXPECT_EQ(block.at("qoe_metrics").at("time_to_first_token_ms").to_number<double>(), 50);
  EXPECT_EQ(block.at("qoe_metrics").at("response_latency_p95_ms").to_number<double>(), 91);
  EXPECT_EQ(block.at("traffic_characteristics").at("uplink_bytes_avg").to_number<double>(), 700);
  EXPECT_EQ(block.at("ai_service_metrics").at("tool_latency_ms").to_number<double>(), 25);
  EXPECT_TRUE(block.at("computer_use_metrics").at("actions_avg").is_null());
  EXPECT_TRUE(block.at("streaming_metrics").at("stall_duration_mean_ms").is_null());
  EXPECT_EQ(block.at("error_taxonomy").at("timeout").to_number<int>(), 0);
  EXPECT_EQ(block.at("burstiness").at("gap_threshold_ms").to_number<int>(), 1000);
}

TEST(Report, KeepsCompatNamesInTheirOwnPlace) {
  const std::string text = report_json(small_report());
  const auto json = boost::json::parse(text).as_object();
  EXPECT_TRUE(
      json.at("scenarios").at("chat").at("plain").at("compat").as_object().contains("compat_loop_factor"));
  EXPECT_EQ(report_csv(small_report()).find("compat_"), std::string::npos);
  EXPECT_EQ(report_markdown(small_report()).find("compat_"), std::string::npos);
}

TEST(Report, NeverMixesTheWarmUpIn) {
  const Report report = small_report();
  ASSERT_EQ(report.cells.size(), 2u);
  EXPECT_EQ(report.cells[0].whole.value("samples"), 4);
  ASSERT_TRUE(report.cells[0].warmup);
  EXPECT_EQ(report.cells[0].warmup->value("samples"), 1);
}

TEST(Report, OfNothingIsStillAReport) {
  fixtures::MemoryReader empty;
  const Report report = build_report(empty);
  EXPECT_TRUE(boost::json::parse(report_json(report)).at("generated_at").is_null());
  EXPECT_EQ(terminal_table(report, 80, true), "no exchange was recorded\n");
  EXPECT_NE(report_markdown(report).find("# Run"), std::string::npos);
}

TEST(Report, WritesWholeFilesAndSaysWhereTheyAre) {
  std::string folder = (std::filesystem::temp_directory_path() / "aitb-report-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  const Report report = small_report();
  const auto paths = write_report(report, folder, {"json", "csv"});
  ASSERT_EQ(paths.size(), 2u);
  EXPECT_EQ(read(paths[0]), report_json(report));
  EXPECT_EQ(read(paths[1]), report_csv(report));
  EXPECT_THROW(write_report(report, folder, {"xml"}), Error);
  EXPECT_THROW(write_report(report, "/proc/nowhere", {"json"}), Error);
  std::filesystem::remove_all(folder);
}

TEST(Report, FitsTheTerminal) {
  const Report report = small_report();
  for (const int width : {40, 60, 80, 200}) {
    std::istringstream lines(terminal_table(report, width, false));
    std::string line;
    std::getline(lines, line);
    if (width >= 60) {
      EXPECT_LE(line.size(), static_cast<std::size_t>(width)) << line;
    }
  }
  EXPECT_NE(terminal_table(report, 80, true).find("\033["), std::string::npos);
  EXPECT_EQ(terminal_table(report, 80, false).find("\033["), std::string::npos);
}

TEST(Steady, IsMeasuredInASecondReading) {
  fixtures::MemoryReader run;
  run.facts = boost::json::parse(R"({"load": {"mode": "closed", "users": 1}})").as_object();
  for (int i = 0; i < 30; ++i)
    run.all.push_back(fixtures::Make(i * 1000, "s").chunk(i * 1000 + 10).end(i * 1000 + 990).record);
  run.ended.push_back(fixtures::session(4000, 29'990, "s"));  // the user's session only counts from here
  const Report report = build_report(run);
  ASSERT_TRUE(report.cells.at(0).steady) << report.cells[0].no_steady;
  EXPECT_EQ(report.cells[0].whole.value("samples"), 30);
  EXPECT_EQ(report.cells[0].steady->value("samples"), 25);
  EXPECT_NEAR(*report.cells[0].steady->value("window"), 25, 1e-9);
}

TEST(Definitions, AreInTheDocumentationWordForWord) {
  EXPECT_NE(read(AITB_METRICS_DOC).find(definitions_markdown()), std::string::npos)
      << "docs/metrics.md ends with the output of: aitb-host list metrics --markdown";
}

TEST(Definitions, HaveEachIdOnce) {
  for (const Definition& one : metric_definitions()) EXPECT_EQ(find_definition(one.id), &one) << one.id;
}

TEST(JsonText, PrintsNumbersAsPeopleWriteThem) {
  EXPECT_EQ(number_text(12), "12");
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(-2.5), "-2.5");
  EXPECT_EQ(json_text(boost::json::parse(R"({"a": [1, 2.5], "b": {}, "c": [{"d": null}]})")),
            "{\n  \"a\": [1, 2.5],\n  \"b\": {},\n  \"c\": [\n    {\n      \"d\": null\n    }\n  ]\n}\n");
}

TEST(FigureText, KeepsThreeOrFourDigits) {
  EXPECT_EQ(figure_text(std::nullopt), "–");
  EXPECT_EQ(figure_text(0.0), "0");
  EXPECT_EQ(figure_text(0.0834), "0.083");
  EXPECT_EQ(figure_text(52.149), "52.15");
  EXPECT_EQ(figure_text(1234.5), "1234");
  EXPECT_EQ(figure_text(1234567.0), "1 234 567");
  EXPECT_EQ(figure_text(-12345.6), "-12 346");
}

}  // namespace
}  // namespace aitb::core
