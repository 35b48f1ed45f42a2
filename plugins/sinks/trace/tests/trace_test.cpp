#include "../src/trace_sink.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <aitb/testing/run.hpp>
#include <algorithm>
#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>

namespace trace {
namespace {

class Quiet final : public aitb::Log {
 public:
  bool enabled(aitb::Level) const noexcept override { return false; }
  void write(aitb::Level, std::string_view) noexcept override {}
};

class Trace : public testing::Test {
 protected:
  Trace() {
    std::string name = (std::filesystem::temp_directory_path() / "aitb-trace-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    context = std::make_unique<aitb::Context>(log, lane.clock(), lane.net(), aitb::Random(), folder);
  }
  ~Trace() override { std::filesystem::remove_all(folder); }

  aitb::Record record(int turn, std::string answer) {
    aitb::Record out;
    out.place.scenario = "a b/c";
    out.place.session_id = "s";
    out.place.turn_index = turn;
    out.wall_start_ns = 1'760'000'000'000'000'000;
    out.sent_first = aitb::from_ns(1000);
    out.success = true;
    out.response_text = std::move(answer);
    for (int i = 1; i <= 5; ++i) {
      aitb::Chunk chunk;
      chunk.at = aitb::from_ns(1000 + i * 1'000'000);
      chunk.bytes = 3;
      out.chunks.push_back(chunk);
    }
    return out;
  }
  std::vector<std::filesystem::path> files() const {
    std::vector<std::filesystem::path> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "traces"))
      all.push_back(entry.path());
    std::sort(all.begin(), all.end());
    return all;
  }
  static boost::json::value read(const std::filesystem::path& file) {
    std::ifstream in(file);
    return boost::json::parse(std::string(std::istreambuf_iterator<char>(in), {}));
  }

  Quiet log;
  aitb::testing::Lane lane;
  std::filesystem::path folder;
  std::unique_ptr<aitb::Context> context;
};

TEST_F(Trace, WritesAPrivateFileATurn) {
  TraceSink sink({}, *context);
  sink.begin({});
  sink.write(record(0, "one"));
  sink.write(record(0, "again"));
  sink.write(record(1, "two"));
  aitb::SessionFact session;
  session.place.session_id = "s";
  sink.write(session);
  sink.close();
  const auto all = files();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].filename().string().substr(0, 23), "20251009T085320Z_a_b_c_");
  EXPECT_TRUE(all[0].string().ends_with("_turn000.json"));
  const auto first = read(all[0]);
  EXPECT_EQ(first.at("exchanges").as_array().size(), 2u);
  EXPECT_EQ(first.at("exchanges").at(1).at("response").at("text"), "again");
  EXPECT_EQ(first.at("exchanges").at(0).at("response_events").at(0).at("ms"), 1.0);
  struct stat facts {};
  ASSERT_EQ(::stat(all[0].c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
}

TEST_F(Trace, KeepsToItsCapsAndSaysSo) {
  TraceSink::Options options;
  options.max_events = 2;
  options.max_bytes = 4;
  TraceSink sink(options, *context);
  sink.begin({});
  sink.write(record(0, "ab\xc3\xa4\xc3\xa4"));
  sink.close();
  const auto one = read(files().at(0)).at("exchanges").at(0);
  EXPECT_EQ(one.at("response").at("text"), "ab\xc3\xa4");
  EXPECT_EQ(one.at("texts_cut"), true);
  EXPECT_EQ(one.at("response_events").as_array().size(), 2u);
  EXPECT_EQ(one.at("events_left_out"), 3);
}

}  // namespace
}  // namespace trace
