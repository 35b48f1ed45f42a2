#include <unistd.h>

#include <chrono>
#include <optional>
#include <thread>

#include "checkpointer.hpp"
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

TEST(SqliteSink, GoesOnWithADatabaseOfPagesOfAnotherSize) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  sink->begin({});
  sink->write(answered(0, 100, 10));
  sink->close();
  {
    Database earlier(sink->location(), Database::Mode::change);
    EXPECT_EQ(earlier.integer("PRAGMA page_size"), 16'384);
    earlier.execute("PRAGMA journal_mode=DELETE; PRAGMA page_size=4096; VACUUM");
  }
  sink->begin({});
  sink->write(answered(1, 200, 20));
  sink->close();
  EXPECT_EQ(read_records(*sink).size(), 2u);
  Database database(sink->location(), Database::Mode::read);
  EXPECT_EQ(database.integer("PRAGMA page_size"), 4096);
}

constexpr std::int64_t kShort = 200'000, kNever = std::int64_t{1} << 40;

/// A database with a log and one table, and commits of 80 kB.
class Logged {
 public:
  explicit Logged(Checkpointer::Limits limits)
      : writer_(file(), Database::Mode::create), checkpointer_(std::in_place, prepared(), writer_, limits) {}
  void commit() {
    writer_.execute("INSERT INTO t (x) VALUES (zeroblob(80000))");
    ++rows_;
  }
  std::uintmax_t size() const { return std::filesystem::file_size(file()); }
  std::uintmax_t log_size() const { return std::filesystem::file_size(file().string() + "-wal"); }
  std::uintmax_t written() const { return rows_ * 80'000; }
  /// Both at once, as at the end of a run.
  void end() {
    checkpointer_.reset();
    EXPECT_EQ(writer_.integer("SELECT count(*) FROM t"), static_cast<std::int64_t>(rows_));
    EXPECT_EQ(writer_.integer("SELECT sum(length(x)) FROM t"), static_cast<std::int64_t>(written()));
  }

 private:
  std::filesystem::path file() const { return folder_.path() / "logged.sqlite"; }
  std::filesystem::path prepared() {
    writer_.execute("PRAGMA journal_mode=WAL");
    writer_.execute("PRAGMA wal_autocheckpoint=0");  // what moves the log is not SQLite itself
    writer_.execute("CREATE TABLE t (x)");
    return file();
  }

  TempFolder folder_;
  Database writer_;
  std::optional<Checkpointer> checkpointer_;
  std::uintmax_t rows_ = 0;
};

TEST(Checkpointer, MovesTheLogWhileTheWriterGoesOn) {
  Logged logged({kShort, kNever});
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  // The log is written from its beginning again and again, so it stays shorter than what went through it.
  while (logged.written() < 3 * logged.log_size() && std::chrono::steady_clock::now() < give_up) {
    logged.commit();
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_GE(logged.written(), 3 * logged.log_size());
  EXPECT_GT(logged.size(), logged.log_size());
  logged.end();
}

TEST(Checkpointer, LeavesItToTheWriterWhereTheThreadIsNotEnough) {
  Logged logged({kNever, kShort});
  for (int i = 0; i < 30; ++i) logged.commit();
  EXPECT_GE(logged.written(), 3 * logged.log_size());
  logged.end();
}

TEST(Checkpointer, EndsInTheMiddleOfItsWork) {
  for (int i = 0; i < 20; ++i) {
    Logged logged({kShort / 2, kNever});
    for (int commits = 0; commits <= i; ++commits) logged.commit();
    logged.end();
  }
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
