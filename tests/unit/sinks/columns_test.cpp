#include "record_codec/columns.hpp"

#include <set>

#include "fixtures.hpp"

namespace aitb::record_codec {
namespace {

Cell cell_of(const Record& record, std::string_view name, Scratch& scratch) {
  for (const auto& column : record_columns()) {
    if (column.name == name) return column.get(record, scratch);
  }
  ADD_FAILURE() << "no column " << name;
  return {};
}

std::string text_of(const Record& record, std::string_view name) {
  Scratch scratch;
  return std::string(cell_of(record, name, scratch).bytes);
}

Record streamed() {
  Record record;
  record.wall_start_ns = 1'700'000'000'000'000'000;
  record.dispatched = from_ns(1'000'000'000);
  record.sent_first = from_ns(1'100'000'000);
  record.end = from_ns(2'100'000'000);
  for (const std::int64_t at : {1'300'000'000, 1'310'000'001, 1'410'000'001}) {
    Chunk chunk;
    chunk.at = from_ns(at);
    record.chunks.push_back(chunk);
  }
  return record;
}

TEST(RecordColumns, HaveTheReferencesNamesAndEachOnce) {
  std::set<std::string_view> names;
  for (const auto& column : record_columns()) {
    EXPECT_TRUE(names.insert(column.name).second) << column.name << " stands twice";
    EXPECT_FALSE(column.meaning.empty());
  }
  for (const char* name : {"timestamp",         "scenario_id",      "session_id",   "turn_index",
                           "run_index",         "provider",         "model",        "request_bytes",
                           "response_bytes",    "tokens_in",        "tokens_out",   "t_request_start",
                           "t_first_token",     "t_last_token",     "latency_sec",  "network_profile",
                           "http_status",       "error_type",       "success",      "tool_calls_count",
                           "total_tool_bytes",  "tool_latency_sec", "is_streaming", "chunk_count",
                           "inter_chunk_times", "metadata"})
    EXPECT_TRUE(names.contains(name)) << name;
}

TEST(RecordColumns, GiveWallClockSecondsThroughTheAnchor) {
  Scratch scratch;
  const Record record = streamed();
  EXPECT_NEAR(cell_of(record, "t_request_start", scratch).real, 1'700'000'000.1, 1e-6);
  EXPECT_NEAR(cell_of(record, "t_first_token", scratch).real, 1'700'000'000.3, 1e-6);
  EXPECT_NEAR(cell_of(record, "timestamp", scratch).real, 1'700'000'001.1, 1e-6);
  EXPECT_DOUBLE_EQ(cell_of(record, "latency_sec", scratch).real, 1.0);
}

TEST(RecordColumns, ListGapsToTheNanosecond) {
  EXPECT_EQ(text_of(streamed(), "inter_chunk_times"), "[0.010000001,0.1]");
  Record record = streamed();
  const Chunk first = record.chunks.front();
  record.chunks.clear();
  for (const std::int64_t ns : {0LL, 0LL, 2'000'000'000LL, 1'999'999'995LL, 12'499'999'995LL}) {
    record.chunks.push_back(first);
    record.chunks.back().at += Duration(ns);
  }
  EXPECT_EQ(text_of(record, "inter_chunk_times"), "[0,2,-0.000000005,10.5]");
}

TEST(RecordColumns, LeaveOutChunksThatCarryNothing) {
  Record record = streamed();
  record.chunks[1].kind = ChunkKind::keep_alive;
  EXPECT_EQ(text_of(record, "inter_chunk_times"), "[0.110000001]");
  Scratch scratch;
  EXPECT_EQ(cell_of(record, "chunk_count", scratch).integer, 2);
}

TEST(RecordColumns, PreferReportedTokensAndSayWhoseTheyAre) {
  Record record;
  Scratch scratch;
  EXPECT_TRUE(cell_of(record, "tokens_out", scratch).null());
  EXPECT_EQ(text_of(record, "token_source"), "");
  record.counted_out = 9;
  record.count_method = "counted:o200k_base";
  EXPECT_EQ(cell_of(record, "tokens_out", scratch).integer, 9);
  EXPECT_EQ(text_of(record, "token_source"), "counted");
  record.usage.output = 10;
  EXPECT_EQ(cell_of(record, "tokens_out", scratch).integer, 10);
  EXPECT_EQ(text_of(record, "token_source"), "reported");
}

TEST(RecordColumns, EstimateIpBytesFromSegments) {
  Record record;
  Scratch scratch;
  record.connection.remote = "127.0.0.1:443";
  record.transport.emplace();
  record.transport->sent = 1000;
  EXPECT_TRUE(cell_of(record, "ip_bytes_up", scratch).null());
  record.transport->segments_out = 4;
  record.transport->segments_in = 3;
  EXPECT_EQ(cell_of(record, "ip_bytes_up", scratch).integer, 1000 + 4 * 52);
  record.connection.remote = "[::1]:443";
  record.transport->retransmits = 1;
  record.transport->mss = 500;
  EXPECT_EQ(cell_of(record, "ip_bytes_up", scratch).integer, 1000 + 4 * 72 + 500);
}

TEST(RecordColumns, TellTheReferencesTypeInTheMetadata) {
  Record record;
  record.klass = RecordClass::tool;
  record.tool_name = "search";
  record.notes["server"] = "a";
  EXPECT_EQ(text_of(record, "metadata"), R"({"server":"a","type":"mcp_tool_call","tool_name":"search"})");
}

}  // namespace
}  // namespace aitb::record_codec
