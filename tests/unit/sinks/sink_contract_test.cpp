// What every sink of ours keeps: exact round trips, durability against a kill, resume without doubles.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixtures.hpp"

namespace aitb::testing_sinks {
namespace {

std::uint64_t seed() { return std::random_device()(); }

TEST(SinkContract, ReadsBackEveryFieldOfWhatWasWritten) {
  const std::uint64_t start = seed();
  SCOPED_TRACE("seed " + std::to_string(start));
  Dice dice(start);
  TempFolder folder;
  SinkContext context(folder.path());
  std::vector<Record> records;
  std::vector<SessionFact> sessions;
  const auto sink = make_sink(*context, true);
  sink->begin({{"run_id", "r1"}});
  for (int i = 0; i < 200; ++i) {
    sink->write(records.emplace_back(random_record(dice)));
    if (i % 10 == 0) sink->write(sessions.emplace_back(random_session(dice, "s" + std::to_string(i))));
    if (i % 70 == 0) sink->flush();
  }
  sink->close();
  const std::vector<Record> found = read_records(*sink);
  ASSERT_EQ(found.size(), records.size());
  for (std::size_t i = 0; i < found.size(); ++i) expect_same(records[i], found[i]);
  const std::vector<SessionFact> ended = read_sessions(*sink);
  ASSERT_EQ(ended.size(), sessions.size());
  for (std::size_t i = 0; i < ended.size(); ++i) expect_same(sessions[i], ended[i]);
}

TEST(SinkContract, KeepsTextsOutUnlessAsked) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context, false);
  Record record;
  record.request_text = "my secret prompt";
  record.response_text = "an answer";
  record.reasoning_text = "a thought";
  sink->begin({});
  sink->write(record);
  sink->close();
  const Record found = read_records(*sink).at(0);
  EXPECT_EQ(found.request_text, "");
  EXPECT_EQ(found.response_text, "");
  EXPECT_EQ(found.reasoning_text, "");
}

TEST(SinkContract, ReadsTheLastRunObject) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  sink->begin({{"run_id", "r1"}});
  sink->begin({{"run_id", "r1"}, {"quality", {{"dropped_records", 0}}}});
  sink->close();
  EXPECT_TRUE(reader_of(*sink).run().contains("quality"));
}

TEST(SinkContract, ShowsFlushedRecordsWhileItIsStillWriting) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  sink->begin({});
  sink->write(Record());
  sink->flush();
  sink->write(Record());
  EXPECT_EQ(read_records(*sink).size(), 1u);
  sink->close();
  EXPECT_EQ(read_records(*sink).size(), 2u);
}

TEST(SinkContract, MissingStaysMissing) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  sink->begin({});
  sink->write(Record());
  sink->close();
  const Record found = read_records(*sink).at(0);
  EXPECT_FALSE(found.http_status);
  EXPECT_FALSE(found.l7_up);
  EXPECT_FALSE(found.transport);
  EXPECT_FALSE(found.usage.input);
  EXPECT_FALSE(found.end);
}

TEST(SinkContract, SurvivesBytesThatAreNoText) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  Record record;
  record.error = "the peer sent \xff\xfe\xc3( instead of UTF-8";
  record.notes["body"] = "\x80\xed\xa0\x80";
  sink->begin({});
  sink->write(record);
  sink->close();
  EXPECT_NE(read_records(*sink).at(0).error.find("instead of UTF-8"), std::string::npos);
}

/// Writes records and tells through the pipe how many are flushed, until it is killed.
[[noreturn]] void write_until_killed(const std::filesystem::path& folder, int pipe) {
  SinkContext context(folder);
  const auto sink = make_sink(*context);
  sink->begin({{"run_id", "killed"}});
  Record record;
  record.chunks.resize(50);
  for (int i = 0;; ++i) {
    record.exchange_index = i;
    record.place.session_id = "s" + std::to_string(i / 10);
    sink->write(record);
    if (i % 10 == 9) {
      SessionFact session;
      session.place = record.place;
      sink->write(session);
    }
    if (i % 7 == 0) {
      sink->flush();
      if (::write(pipe, &i, sizeof i) != sizeof i) _exit(1);
    }
  }
}

TEST(SinkContract, AKillLosesNothingThatWasFlushed) {
  const std::uint64_t start = seed();
  SCOPED_TRACE("seed " + std::to_string(start));
  Dice dice(start);
  for (int round = 0; round < 8; ++round) {
    TempFolder folder;
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) write_until_killed(folder.path(), ends[1]);
    close(ends[1]);
    int flushed = -1;
    for (std::uint64_t left = 1 + dice() % 300; left > 0; --left)
      ASSERT_EQ(read(ends[0], &flushed, sizeof flushed), ssize_t{sizeof flushed});
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    close(ends[0]);

    SinkContext context(folder.path());
    const auto sink = make_sink(*context);
    const std::vector<Record> found = read_records(*sink);
    ASSERT_GT(found.size(), static_cast<std::size_t>(flushed));
    for (std::size_t i = 0; i < found.size(); ++i) {
      ASSERT_EQ(found[i].exchange_index, static_cast<int>(i));
      ASSERT_EQ(found[i].chunks.size(), 50u);
    }
    // A resume goes on in the same store: unfinished sessions are put aside, then written anew.
    const std::size_t unfinished = found.size() - read_sessions(*sink).size() * 10;
    EXPECT_EQ(reader_of(*sink).set_aside_unfinished(), unfinished);
    EXPECT_EQ(reader_of(*sink).set_aside_unfinished(), 0u);
    sink->begin({{"run_id", "killed"}});
    sink->write(Record());
    sink->close();
    EXPECT_EQ(read_records(*sink).size(), found.size() - unfinished + 1);
  }
}

TEST(SinkContract, ARunKilledBeforeItsFirstRecordCanBeResumed) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  EXPECT_EQ(reader_of(*sink).set_aside_unfinished(), 0u);
  EXPECT_TRUE(read_records(*sink).empty());
  EXPECT_TRUE(read_sessions(*sink).empty());
  sink->begin({});
  sink->write(Record());
  sink->close();
  EXPECT_EQ(read_records(*sink).size(), 1u);
}

TEST(SinkContract, ReadingAFolderWithoutARunSaysWhatToGive) {
  TempFolder folder;
  SinkContext context(folder.path());
  const auto sink = make_sink(*context);
  try {
    reader_of(*sink).run();
    FAIL() << "reading nothing succeeded";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_NE(std::string(error.what()).find("give the folder of a run"), std::string::npos);
  }
}

}  // namespace
}  // namespace aitb::testing_sinks
