#include <aitb/process.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/unit/server/support.hpp"

namespace aitb::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ProcessOptions shell(const std::string& script) {
  ProcessOptions options;
  options.command.assign({"sh", "-c", script});
  options.label = "child";
  return options;
}

task<std::vector<std::string>> lines_of(Process& process) {
  std::vector<std::string> lines;
  while (true) {
    std::optional<std::string> line = co_await process.read_line();
    if (!line) break;
    lines.push_back(std::move(*line));
  }
  co_return lines;
}

bool alive(int pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(stat, text);
  return !text.empty() && text.find(") Z ") == std::string::npos;
}

TEST(Process, SplitsItsOutputIntoLines) {
  Lane lane;
  auto process = lane.process(shell(R"(printf 'one\ntwo\r\n\nlast without end')"));
  auto story = [&]() -> task<> {
    const std::vector<std::string> lines = co_await lines_of(*process);
    EXPECT_THAT(lines, ElementsAre("one", "two", "", "last without end"));
    const int status = co_await process->wait();
    EXPECT_EQ(status, 0);
  };
  lane.run(story());
}

TEST(Process, TalksBothWaysAndStampsWhatItReads) {
  Lane lane;
  auto process = lane.process(shell("while read -r line; do echo \"got $line\"; done"));
  auto story = [&]() -> task<> {
    for (int round = 0; round < 3; ++round) {
      const Instant before = lane.clock->now();
      co_await process->write("ping\n");
      const std::optional<std::string> line = co_await process->read_line();
      EXPECT_EQ(line, "got ping");
      EXPECT_GE(process->last_arrival().at, before);
      EXPECT_EQ(process->last_arrival().bytes, 9u);
    }
    process->close_stdin();
    const std::optional<std::string> end = co_await process->read_line();
    EXPECT_EQ(end, std::nullopt);
  };
  lane.run(story());
}

TEST(Process, CarriesMoreThanThePipesHold) {
  Lane lane;
  auto process = lane.process(shell("cat"));
  const std::string line(3'000'000, 'x');
  std::optional<std::string> back;
  bool written = false;
  auto feed = [&]() -> task<> {
    co_await process->write(line + "\n");
    written = true;
  };
  auto story = [&]() -> task<> {
    spawn(lane.loop.get_executor(), feed());
    back = co_await process->read_line();
  };
  lane.run(story());
  EXPECT_TRUE(written);
  EXPECT_EQ(back, line);
}

TEST(Process, RefusesALineWithoutEnd) {
  Lane lane;
  ProcessOptions options = shell("head -c 100000 /dev/zero");
  options.max_line = 1000;
  auto process = lane.process(std::move(options));
  auto story = [&]() -> task<> { co_await process->read_line(); };
  try {
    lane.run(story());
    FAIL() << "a line of 100000 bytes was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::protocol);
    EXPECT_THAT(error.what(), HasSubstr("longer than 1000 bytes"));
  }
}

TEST(Process, SeesExactlyTheEnvironmentItIsGiven) {
  ::setenv("AITB_TEST_SECRET", "planted", 1);
  Lane lane;
  ProcessOptions options;
  options.command.assign({"env"});
  options.environment.emplace("COLOUR", "blue = green");
  auto process = lane.process(std::move(options));
  std::vector<std::string> lines;
  auto story = [&]() -> task<> { lines = co_await lines_of(*process); };
  lane.run(story());
  ::unsetenv("AITB_TEST_SECRET");
  std::sort(lines.begin(), lines.end());
  const char* const home = std::getenv("HOME");
  EXPECT_THAT(lines, ElementsAre("COLOUR=blue = green", std::string("HOME=") + (home != nullptr ? home : "/"),
                                 std::string("PATH=") + std::getenv("PATH")));
}

TEST(Process, InheritsNoDescriptorOfOurs) {
  Lane lane;
  const int leaked = ::dup(1);  // not close-on-exec
  auto process = lane.process(shell("ls /proc/self/fd | wc -l"));
  std::optional<std::string> count;
  auto story = [&]() -> task<> { count = co_await process->read_line(); };
  lane.run(story());
  ::close(leaked);
  EXPECT_EQ(count, "4");  // 0, 1, 2 and the folder that ls reads
}

TEST(Process, WorksInItsDirectory) {
  Lane lane;
  ProcessOptions options = shell("pwd");
  options.directory = "/usr";
  auto process = lane.process(std::move(options));
  std::optional<std::string> where;
  auto story = [&]() -> task<> { where = co_await process->read_line(); };
  lane.run(story());
  EXPECT_EQ(where, "/usr");
}

TEST(Process, SendsItsErrorsToTheLog) {
  Lane lane;
  auto process = lane.process(shell("echo 'out of paper' >&2; echo done; printf tail >&2"));
  auto story = [&]() -> task<> {
    co_await process->wait();
    co_await lane.until([&] { return lane.log.lines.size() == 2; });
  };
  lane.run(story());
  EXPECT_THAT(lane.log.lines, ElementsAre("child: out of paper", "child: tail"));
}

TEST(Process, SaysWhatCannotBeStarted) {
  struct Case {
    const char *program, *directory, *words;
  };
  for (const Case& each : {Case{"no-such-program", "", "'no-such-program': program not found in PATH ("},
                           Case{"./no/such", "", "'./no/such': there is no such executable file"},
                           Case{"/etc/passwd", "", "'/etc/passwd': there is no such executable file"},
                           Case{"sh", "/no/such/folder", "/no/such/folder: No such file or directory"}}) {
    Lane lane;
    ProcessOptions options;
    options.command.assign({each.program});
    options.directory = each.directory;
    try {
      lane.process(std::move(options));
      ADD_FAILURE() << each.program << " was started";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::config);
      EXPECT_THAT(error.what(), HasSubstr(each.words));
    }
  }
  Lane lane;
  EXPECT_THROW(lane.process(ProcessOptions()), Error);
}

TEST(Process, TellsItsExitStatusAndItsSignal) {
  Lane lane;
  auto exits = lane.process(shell("exit 7"));
  auto dies = lane.process(shell("kill -USR1 $$"));
  auto story = [&]() -> task<> {
    const int status = co_await exits->wait();
    EXPECT_EQ(status, 7);
    const int signal = co_await dies->wait();
    EXPECT_EQ(signal, 128 + SIGUSR1);
    const int again = co_await dies->wait();
    EXPECT_EQ(again, signal);
  };
  lane.run(story());
}

TEST(Process, StopsByTermAndThenByKill) {
  Lane lane;
  auto polite = lane.process(shell("trap 'exit 3' TERM; echo ready; while :; do sleep 0.01; done"));
  auto stubborn = lane.process(shell("trap '' TERM; echo ready; while :; do sleep 0.01; done"));
  auto story = [&]() -> task<> {
    co_await polite->read_line();
    co_await stubborn->read_line();
    const Duration long_grace = std::chrono::seconds(20), short_grace = std::chrono::milliseconds(50);
    const int left = co_await polite->stop(long_grace);
    EXPECT_EQ(left, 3);
    const int killed = co_await stubborn->stop(short_grace);
    EXPECT_EQ(killed, 128 + SIGKILL);
  };
  lane.run(story());
}

TEST(Process, LeavesNoOrphanAndNoZombie) {
  Lane lane;
  auto process = lane.process(shell("sleep 1000 & echo $!; sleep 1000"));
  const int pid = process->pid();
  int grandchild = 0;
  auto story = [&]() -> task<> {
    std::optional<std::string> line = co_await process->read_line();
    grandchild = std::stoi(line.value_or("0"));
  };
  lane.run(story());
  ASSERT_TRUE(alive(pid));
  ASSERT_TRUE(alive(grandchild));
  process.reset();
  EXPECT_EQ(::waitpid(pid, nullptr, WNOHANG), -1) << "the child was not reaped";
  for (int i = 0; i < 1000 && alive(grandchild); ++i) ::usleep(1000);  // its new parent reaps it
  EXPECT_FALSE(alive(grandchild));
}

TEST(Process, SaysThatAWriterHasNoReader) {
  Lane lane;
  auto process = lane.process(shell("exec <&-; echo closed; sleep 1000"));
  auto story = [&]() -> task<> {
    co_await process->read_line();
    co_await process->write("anyone?\n");
  };
  try {
    lane.run(story());
    FAIL() << "nobody reads, and nobody said so";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::protocol);
    EXPECT_THAT(error.what(), HasSubstr("writing to child"));
  }
}

}  // namespace
}  // namespace aitb::test
