#include <boost/json/parse.hpp>
#include <fstream>

#include "fixtures.hpp"
#include "utf8.hpp"

namespace aitb::jsonl {
namespace {

using namespace testing_sinks;

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(JsonlSink, WritesOneObjectALineWithTheSameNamesAsTheDatabase) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  Record record;
  record.place.scenario = "chat";
  record.l7_up = 12;
  record.chunks.resize(1);
  record.chunks[0].at = from_ns(5);
  record.chunks[0].bytes = 3;
  sink->begin({{"run_id", "r1"}});
  sink->write(record);
  sink->close();
  const auto lines = lines_of(sink->location());
  ASSERT_EQ(lines.size(), 2u);
  const auto line = boost::json::parse(lines[1]).as_object();
  EXPECT_EQ(line.at("line").as_string(), "record");
  EXPECT_EQ(line.at("scenario_id").as_string(), "chat");
  EXPECT_EQ(line.at("request_bytes").as_int64(), 12);
  EXPECT_FALSE(line.contains("response_bytes"));
  EXPECT_EQ(line.at("chunks"), boost::json::parse(R"([[5,-1,0,3,0,"content"]])"));
}

TEST(JsonlSink, LeavesOutAndTellsTheHalfLineOfACrash) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  sink->begin({});
  sink->write(Record());
  sink->close();
  std::ofstream(sink->location(), std::ios::app) << R"({"line":"record","scenario_id":"ch)";
  EXPECT_EQ(read_records(*sink).size(), 1u);
  EXPECT_NE(context.logged().find("half written"), std::string::npos);
  sink->begin({});  // a resume cuts it off
  sink->write(Record());
  sink->close();
  context.logged().clear();
  EXPECT_EQ(read_records(*sink).size(), 2u);
  EXPECT_EQ(context.logged(), "");
}

TEST(JsonlSink, NamesTheLineThatSomebodyBroke) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  sink->begin({});
  sink->close();
  std::ofstream(sink->location(), std::ios::app) << "{\"line\":\"record\",oops}\n";
  try {
    read_records(*sink);
    FAIL() << "a broken line was read";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("run.jsonl:2:"), std::string::npos) << error.what();
  }
}

TEST(ValidUtf8, ReplacesOnlyWhatIsInvalid) {
  const auto valid = [](std::string_view text) {
    std::string out;
    append_valid_utf8(out, text);
    return out;
  };
  EXPECT_EQ(valid("grüße 東京 🚀"), "grüße 東京 🚀");
  EXPECT_EQ(valid("a\xff"
                  "b"),
            "a\xef\xbf\xbd"
            "b");
  EXPECT_EQ(valid("\xc3"), "\xef\xbf\xbd");
  EXPECT_EQ(valid("\xc0\xaf"), "\xef\xbf\xbd\xef\xbf\xbd");                  // overlong
  EXPECT_EQ(valid("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");  // surrogate
}

}  // namespace
}  // namespace aitb::jsonl
