// Streams in the shapes that services really send must give exact counts, wherever a read happens to end.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "openai_dialect/stream_decoder.hpp"
#include "plugins/providers/openai/tests/recorder.hpp"

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using openai_test::Recorder;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

std::vector<std::string> names() {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(STREAMS_DIR)) {
    if (entry.path().extension() == ".sse") found.push_back(entry.path().stem().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// What a decoder made of the stream, its failure included.
struct Outcome {
  Recorder recorder;
  std::optional<aitb::Error> error;
};

Outcome decode(const std::vector<std::string>& reads) {
  Outcome outcome;
  service::JsonScratch scratch;
  const service::Peer peer("service.example", "sk-canary");
  openai_dialect::StreamDecoder decoder(outcome.recorder, scratch, peer);
  try {
    for (const std::string& bytes : reads) decoder.feed(bytes);
    decoder.finish();
  } catch (const aitb::Error& error) {
    outcome.error = error;
  }
  return outcome;
}

class StreamCorpus : public testing::TestWithParam<std::string> {
 protected:
  std::string bytes = read_file(fs::path(STREAMS_DIR) / (GetParam() + ".sse"));
  json::object expected = json::parse(read_file(fs::path(STREAMS_DIR) / (GetParam() + ".json"))).as_object();

  std::vector<std::string> expected_lines() const {
    std::vector<std::string> lines;
    for (const json::value& line : expected.at("events").as_array()) lines.emplace_back(line.as_string());
    return lines;
  }
};

TEST_P(StreamCorpus, LeavesExactlyTheExpectedTrace) {
  const Outcome outcome = decode({bytes});
  EXPECT_EQ(outcome.recorder.lines, expected_lines());
}

TEST_P(StreamCorpus, IsCountedByKind) {
  Outcome outcome = decode({bytes});
  std::map<std::string, int> counts;
  for (const auto& count : expected.at("counts").as_object()) {
    counts[count.key()] = static_cast<int>(count.value().as_int64());
  }
  EXPECT_EQ(outcome.recorder.counts, counts);
  for (const char* channel : {"answer", "reasoning"}) {
    if (!expected.contains(channel)) continue;
    EXPECT_EQ(outcome.recorder.texts[channel], std::string(expected.at(channel).as_string()));
  }
}

TEST_P(StreamCorpus, ReportsUsageAsSent) {
  const Outcome outcome = decode({bytes});
  ASSERT_EQ(outcome.recorder.last_usage.has_value(), expected.contains("usage"));
  if (!outcome.recorder.last_usage) return;
  const aitb::Usage& usage = *outcome.recorder.last_usage;
  const json::object& wanted = expected.at("usage").as_object();
  const auto number = [&](const char* name) -> std::optional<std::int64_t> {
    return wanted.contains(name) ? std::optional(wanted.at(name).as_int64()) : std::nullopt;
  };
  EXPECT_EQ(usage.input, number("input"));
  EXPECT_EQ(usage.output, number("output"));
  EXPECT_EQ(usage.total, number("total"));
  EXPECT_EQ(usage.cached_input, number("cached"));
  EXPECT_EQ(usage.reasoning, number("reasoning"));
}

TEST_P(StreamCorpus, FailsWithTheRightKind) {
  const Outcome outcome = decode({bytes});
  ASSERT_EQ(outcome.error.has_value(), expected.contains("error"))
      << (outcome.error ? outcome.error->what() : "");
  if (!outcome.error) return;
  const json::object& wanted = expected.at("error").as_object();
  EXPECT_EQ(to_string(outcome.error->kind()), std::string(wanted.at("kind").as_string()))
      << outcome.error->what();
  EXPECT_EQ(outcome.error->code(), std::string(wanted.at("code").as_string()));
  EXPECT_NE(std::string(outcome.error->what()).find(wanted.at("contains").as_string()), std::string::npos)
      << outcome.error->what();
}

TEST_P(StreamCorpus, IsTheSameWhereverTheBytesAreSplit) {
  const Outcome whole = decode({bytes});
  for (std::size_t at = 1; at < bytes.size(); ++at) {
    const Outcome split = decode({bytes.substr(0, at), bytes.substr(at)});
    ASSERT_EQ(split.recorder.lines, whole.recorder.lines) << "split at byte " << at;
    ASSERT_EQ(split.error.has_value(), whole.error.has_value()) << "split at byte " << at;
  }
  std::vector<std::string> single;
  for (char byte : bytes) single.emplace_back(1, byte);
  EXPECT_EQ(decode(single).recorder.lines, whole.recorder.lines) << "byte by byte";
}

std::string shape_name(const testing::TestParamInfo<std::string>& one) { return one.param; }
INSTANTIATE_TEST_SUITE_P(Shapes, StreamCorpus, testing::ValuesIn(names()), shape_name);

TEST(StreamShapes, HoldsAtLeastFifteenShapes) { EXPECT_GE(names().size(), 15u); }

}  // namespace
