#include <unistd.h>

#include "database.hpp"
#include "fixtures.hpp"
#include "schema.hpp"

namespace aitb::sqlite {
namespace {

using namespace testing_sinks;

Record answered(int run, std::int64_t ttft_ms, std::uint64_t bytes) {
  Record record;
  record.place.scenario = "chat";
  record.place.profile = "plain";
  record.place.session_id = "chat/plain/u0/r" + std::to_string(run);
  record.sent_first = from_ns(1'000'000'000);
  record.end = from_ns(3'000'000'000);
  record.l7_up = bytes;
  record.success = true;
  record.chunks.resize(1);
  record.chunks[0].at = *record.sent_first + std::chrono::milliseconds(ttft_ms);
  return record;
}

TEST(SqliteSink, AnswersAnalystsInPlainSql) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  sink->begin({});
  sink->write(answered(0, 100, 10));
  sink->write(answered(1, 200, 20));
  Record retried = answered(2, 900, 40);
  retried.final = false;
  sink->write(retried);
  Record warm = answered(3, 900, 80);
  warm.place.warmup = true;
  sink->write(warm);
  sink->flush();
  {
    Database early(sink->location(), Database::Mode::read);
    EXPECT_EQ(early.integer("SELECT count(*) FROM traffic_logs"), 4);
    EXPECT_EQ(early.integer("SELECT count(*) FROM pragma_index_list('traffic_logs')"), 0);
  }
  sink->close();

  Database database(sink->location(), Database::Mode::read);
  EXPECT_EQ(database.integer("SELECT count(*) FROM traffic_logs"), 4);
  EXPECT_EQ(database.integer("SELECT samples FROM v_summary"), 2);
  EXPECT_EQ(database.integer("SELECT request_bytes FROM v_summary"), 30);
  EXPECT_EQ(database.integer("SELECT ttft_mean_ms = 150.0 FROM v_summary"), 1);
  EXPECT_EQ(database.integer("SELECT latency_ms = 2000.0 FROM v_primary LIMIT 1"), 1);
  EXPECT_EQ(database.integer("SELECT count(*) FROM traffic_logs WHERE http_status IS NULL"), 4);
  EXPECT_EQ(database.integer("SELECT count(*) FROM traffic_logs WHERE created_at IS NULL"), 0);
  const auto documented = static_cast<std::int64_t>(record_codec::record_columns().size());
  EXPECT_EQ(database.integer("SELECT count(*) FROM column_docs WHERE table_name = 'traffic_logs'"),
            documented);
  EXPECT_EQ(database.integer("SELECT count(*) FROM pragma_index_list('traffic_logs')"), 3);
}

TEST(SqliteSink, PutsTheRowsOfUnfinishedSessionsAside) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  sink->begin({});
  sink->write(answered(0, 100, 10));
  SessionFact ended;
  ended.place = answered(0, 100, 10).place;
  sink->write(ended);
  sink->write(answered(1, 100, 10));
  sink->close();
  EXPECT_EQ(reader_of(*sink).set_aside_unfinished(), 1u);
  Database database(sink->location(), Database::Mode::read);
  EXPECT_EQ(database.integer("SELECT count(*) FROM traffic_logs"), 1);
  EXPECT_EQ(
      database.integer("SELECT count(*) FROM traffic_logs_set_aside WHERE session_id = 'chat/plain/u0/r1'"),
      1);
}

TEST(SqliteSink, KeepsEarlierRunObjectsAsHistory) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  sink->begin({{"n", 1}});
  sink->begin({{"n", 2}});
  sink->close();
  Database database(sink->location(), Database::Mode::read);
  EXPECT_EQ(database.integer("SELECT count(*) FROM runs"), 2);
}

TEST(SqliteSink, RefusesADatabaseThatIsNotItsOwn) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  {
    Database other(sink->location(), Database::Mode::create);
    other.execute("CREATE TABLE t (x)");
  }
  EXPECT_THROW(sink->begin({}), Error);
  EXPECT_THROW(reader_of(*sink).run(), Error);
}

TEST(SqliteSink, LeavesOneFileBehindAlsoAfterReading) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  sink->begin({});
  sink->write(answered(0, 100, 10));
  sink->close();
  EXPECT_EQ(read_records(*sink).size(), 1u);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run.sqlite-wal"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run.sqlite-shm"));
}

TEST(SqliteSink, ReadsFromAFolderThatCannotBeWritten) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  sink->begin({});
  sink->write(answered(0, 100, 10));
  sink->close();
  std::filesystem::permissions(folder.path(),
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
  EXPECT_EQ(read_records(*sink).size(), 1u);
}

TEST(SqliteSink, SaysInASentenceThatItCannotWrite) {
  TempFolder folder;
  SinkContext context(folder.path() / "file" / "run");
  std::filesystem::create_directories(folder.path() / "file" / "run" / "run.sqlite");
  const auto sink = make_sink(*context);
  try {
    sink->begin({});
    FAIL() << "a folder was taken for a database";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("run.sqlite"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("check the path"), std::string::npos);
  }
}

}  // namespace
}  // namespace aitb::sqlite
