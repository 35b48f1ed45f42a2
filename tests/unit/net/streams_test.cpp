// Streams: in memory, with faults, over TCP; and deadlines by a clock that stands still.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/error.hpp>

#include <aitb/testing/fake_clock.hpp>
#include <aitb/testing/run.hpp>
#include <aitb/testing/scripted_server.hpp>

#include "net/scratch.hpp"
#include "net/upcoming.hpp"
#include "net/watchdog.hpp"
#include "support.hpp"

namespace aitb {
namespace {

using std::chrono::seconds;

std::string read_now(Stream& stream, std::size_t most, error_code& ec) {
  std::string text(most, '\0');
  text.resize(stream.try_read(asio::buffer(text), ec));
  return text;
}

TEST(StreamPair, KeepsTheBoundariesOfWrites) {
  asio::io_context lane(1);
  StreamPair pair(lane.get_executor());
  error_code ec;
  EXPECT_EQ(read_now(*pair.second, 10, ec), "");
  EXPECT_EQ(ec, asio::error::would_block);
  pair.first->try_write(asio::buffer("one", 3), ec);
  pair.first->try_write(asio::buffer("two", 3), ec);
  EXPECT_EQ(read_now(*pair.second, 10, ec), "one");
  EXPECT_EQ(read_now(*pair.second, 2, ec), "tw");
  EXPECT_EQ(pair.second->last_arrival().bytes, 2u);
  EXPECT_EQ(read_now(*pair.second, 10, ec), "o");
  EXPECT_EQ(pair.first->totals().sent, 6u);
  EXPECT_EQ(pair.second->totals().received, 6u);
  pair.first->shutdown();
  EXPECT_EQ(read_now(*pair.second, 10, ec), "");
  EXPECT_EQ(ec, asio::error::eof);
  pair.first.reset();
  pair.second->try_write(asio::buffer("x", 1), ec);
  EXPECT_EQ(ec, asio::error::broken_pipe);
}

task<> write_much(Stream& stream, std::size_t size, bool* done) {
  const std::string text(size, 'w');
  co_await stream.write_all(asio::buffer(text));
  *done = true;
}
task<std::size_t> read_much(Stream& stream, std::size_t size) {
  std::string block(100'000, '\0');
  std::size_t got = 0;
  while (got < size) got += co_await stream.read_some(asio::buffer(block));
  co_return got;
}

TEST(StreamPair, MakesTheWriterWaitForASlowReader) {
  asio::io_context lane(1);
  StreamPair pair(lane.get_executor());
  bool done = false;
  Running writer(lane.get_executor(), write_much(*pair.first, 5'000'000, &done));
  lane.poll();
  EXPECT_FALSE(done);
  std::optional<std::size_t> got;
  testing::run_on(lane, testing::keep_result(read_much(*pair.second, 5'000'000), &got));
  EXPECT_EQ(got, 5'000'000u);
  EXPECT_TRUE(done);
}

TEST(FaultStream, CountsReadsAndWritesTogether) {
  asio::io_context lane(1);
  for (const auto& [fault, read_error, write_error] :
       {std::tuple(Fault::reset, error_code(asio::error::connection_reset),
                   error_code(asio::error::connection_reset)),
        std::tuple(Fault::eof, error_code(asio::error::eof), error_code(asio::error::broken_pipe)),
        std::tuple(Fault::stall, error_code(asio::error::would_block),
                   error_code(asio::error::would_block))}) {
    StreamPair pair(lane.get_executor());
    const auto stream = fault_stream(std::move(pair.first), 3, fault);
    error_code ec;
    pair.second->try_write(asio::buffer("abc", 3), ec);
    EXPECT_EQ(read_now(*stream, 1, ec), "a");
    EXPECT_EQ(stream->try_write(asio::buffer("x", 1), ec), 1u);
    EXPECT_FALSE(ec);
    EXPECT_EQ(read_now(*stream, 1, ec), "");
    EXPECT_EQ(ec, read_error);
    EXPECT_EQ(stream->try_write(asio::buffer("x", 1), ec), 0u);
    EXPECT_EQ(ec, write_error);
  }
}

task<error_code> wait_readable(Stream& stream) { co_return co_await stream.wait(Ready::read); }

TEST(FaultStream, EndsAStallWhenItIsCancelled) {
  asio::io_context lane(1);
  StreamPair pair(lane.get_executor());
  const auto stream = fault_stream(std::move(pair.first), 1, Fault::stall);
  error_code ec;
  EXPECT_EQ(stream->try_write(asio::buffer("x", 1), ec), 0u);
  std::optional<error_code> ended;
  Running waiting(lane.get_executor(), testing::keep_result(wait_readable(*stream), &ended));
  lane.poll();
  EXPECT_FALSE(ended.has_value());
  stream->cancel();
  testing::run_on(lane, waiting.join());
  EXPECT_EQ(ended, error_code(asio::error::operation_aborted));
}

task<std::string> read_to_the_end(std::unique_ptr<Stream> stream, error_code* end) {
  std::string all, block(1000, '\0');
  while (true) {
    error_code ec = co_await stream->wait(Ready::read);
    const std::size_t count = ec ? 0 : stream->try_read(asio::buffer(block), ec);
    all.append(block, 0, count);
    if (ec && ec != asio::error::would_block) {
      *end = ec;
      co_return all;
    }
  }
}
task<std::string> dial_and_read(Net& net, std::string url, error_code* end) {
  std::unique_ptr<Stream> stream = co_await net.dial(std::move(url), HttpOptions());
  co_await stream->write_all(asio::buffer("x", 1));
  task<std::string> reading = read_to_the_end(std::move(stream), end);
  co_return co_await std::move(reading);
}

// The end that comes together with the last bytes makes no event of its own; it must be seen all the same,
// every time.
TEST(TcpStream, SeesTheEndThatComesWithTheLastBytes) {
  testing::Lane lane;
  for (int i = 0; i < 50; ++i) {
    testing::ScriptedServer closing(testing::Script().receive(1).send("last words"));
    error_code end;
    EXPECT_EQ(lane.run(dial_and_read(lane.net(), closing.url(), &end)), "last words");
    EXPECT_EQ(end, asio::error::eof);
    testing::ScriptedServer resetting(testing::Script().receive(1).send("last words").reset());
    end = {};
    lane.run(dial_and_read(lane.net(), resetting.url(), &end));
    EXPECT_EQ(end, asio::error::connection_reset);
  }
}

/// Reads with one wait until `ready` has had enough.
task<error_code> read_each(Net& net, std::string url, std::function<bool(std::unique_ptr<Stream>&)> take) {
  std::unique_ptr<Stream> stream = co_await net.dial(std::move(url), HttpOptions());
  task<> greeting = stream->write_all(asio::buffer("x", 1));
  co_await std::move(greeting);
  std::function<bool()> ready = [&stream, &take] { return take(stream); };
  task<error_code> waiting = stream->wait_each(std::move(ready));
  const error_code ec = co_await std::move(waiting);
  co_return ec;
}

TEST(TcpStream, IsKnownBeforeItsTurnWhileItLives) {
  testing::Lane lane;
  const std::size_t before = net::Upcoming::of_this_thread()->remembered();
  testing::Script script;
  for (int i = 0; i < 5; ++i) script.receive(1).send("word");
  testing::ScriptedServer server(script);
  error_code end;
  int calls = 0, turns = 0;
  const auto take = [&](std::unique_ptr<Stream>& stream) {
    const net::Upcoming& upcoming = *net::Upcoming::of_this_thread();
    EXPECT_EQ(upcoming.remembered(), before + 1);
    ++calls;
    if (upcoming.waiting().empty()) ++turns;
    read_now(*stream, 100, end);
    error_code gone;
    if (!end) stream->try_write(asio::buffer("x", 1), gone);
    return !end || end == asio::error::would_block;
  };
  EXPECT_EQ(lane.run(read_each(lane.net(), server.url(), take)), error_code());
  EXPECT_GE(calls, 5);
  EXPECT_GE(turns, calls - 2) << "only the first and the end may be found without an event of their own";
  EXPECT_EQ(net::Upcoming::of_this_thread()->remembered(), before);
}

TEST(TcpStream, TellsEachTimeUpToTheEnd) {
  testing::Lane lane;
  for (const bool reset : {false, true}) {
    for (int i = 0; i < 50; ++i) {
      testing::Script script;
      script.receive(1).send_split("a few last words", 5);
      testing::ScriptedServer server(reset ? script.reset() : script);
      std::string all;
      error_code end;
      const auto take = [&](std::unique_ptr<Stream>& stream) {
        all += read_now(*stream, 3, end);
        return !end || end == asio::error::would_block;
      };
      EXPECT_EQ(lane.run(read_each(lane.net(), server.url(), take)), error_code());
      EXPECT_EQ(end, reset ? asio::error::connection_reset : error_code(asio::error::eof));
      if (!reset) {
        EXPECT_EQ(all, "a few last words");
      }
    }
  }
}

TEST(TcpStream, MayFailOrGoAwayWhileItTells) {
  testing::Lane lane;
  testing::ScriptedServer server(testing::Script().receive(1).send("word").stall());
  const auto fail = [](std::unique_ptr<Stream>&) -> bool { throw std::runtime_error("enough"); };
  EXPECT_THROW(lane.run(read_each(lane.net(), server.url(), fail)), std::runtime_error);
  testing::ScriptedServer other(testing::Script().receive(1).send("word").stall());
  const auto close = [](std::unique_ptr<Stream>& stream) {
    stream.reset();
    return false;
  };
  EXPECT_EQ(lane.run(read_each(lane.net(), other.url(), close)), error_code());
}

TEST(TcpStream, StopsTellingWhenItIsCancelled) {
  testing::Lane lane;
  for (const bool from_within : {false, true}) {
    testing::ScriptedServer server(testing::Script().receive(1).send("word").stall());
    std::optional<error_code> ended;
    std::exception_ptr failure;
    std::optional<Running> work;
    int told = 0;
    const auto take = [&](std::unique_ptr<Stream>& stream) {
      error_code ec;
      read_now(*stream, 100, ec);
      ++told;
      if (from_within) work->cancel();
      return true;
    };
    work.emplace(lane.executor(), testing::keep_result(read_each(lane.net(), server.url(), take), &ended),
                 [&](std::exception_ptr thrown) { failure = thrown; });
    lane.context().restart();
    while (told == 0) ASSERT_EQ(lane.context().run_one_for(seconds(5)), 1u);
    if (!from_within) work->cancel();
    while (!work->ended()) ASSERT_EQ(lane.context().run_one_for(seconds(5)), 1u);
    ASSERT_TRUE(ended || failure);
    if (ended) {
      EXPECT_EQ(*ended, asio::error::operation_aborted);
    }
    EXPECT_EQ(told, 1);
  }
}

task<> hold(Executor executor, Clock& clock, task<error_code> work) {
  std::optional<error_code> ended;
  Running inner(executor, testing::keep_result(std::move(work), &ended));
  task<> sleeping = clock.sleep_for(seconds(3600));
  co_await std::move(sleeping);
}

// The lane takes both down: the wait, and the coroutine that cancels it when it goes.
TEST(TcpStream, MayStillBeWaitedForWhenTheLaneEnds) {
  testing::ScriptedServer server(testing::Script().receive(1).send("word").stall());
  int told = 0;
  testing::Lane lane;
  const auto take = [&](std::unique_ptr<Stream>& stream) {
    error_code ec;
    read_now(*stream, 100, ec);
    ++told;
    return true;
  };
  spawn(lane.executor(), hold(lane.executor(), lane.clock(), read_each(lane.net(), server.url(), take)));
  lane.context().restart();
  while (told == 0) ASSERT_EQ(lane.context().run_one_for(seconds(5)), 1u);
}

TEST(TcpStream, CountsWhatNobodyHasReadYet) {
  testing::Lane lane;
  testing::ScriptedServer server(testing::Script().send(std::string(5000, 'u')).stall());
  std::unique_ptr<Stream> stream = lane.run(lane.net().dial(server.url(), HttpOptions()));
  std::optional<error_code> ready;
  while (stream->totals().received < 5000) lane.run(wait_readable(*stream));
  error_code ec;
  EXPECT_EQ(read_now(*stream, 1000, ec).size(), 1000u);
  EXPECT_EQ(stream->totals().received, 5000u);
  EXPECT_GT(stream->totals().mss.value_or(0), 0u);
  EXPECT_EQ(stream->connection().remote, server.url().substr(7));
}

TEST(Scratch, IsHandedOnWhenItIsGivenBack) {
  net::Scratch first, second;
  char* const block = first.acquire();
  EXPECT_EQ(first.acquire(), block);
  EXPECT_NE(second.acquire(), block);
  first.release();
  net::Scratch third;
  EXPECT_EQ(third.acquire(), block);
}

/// Watches by a clock that stands still.
class DeadlineTest : public ::testing::Test {
 protected:
  void settle() {
    lane.restart();
    while (lane.poll() > 0) {
    }
  }
  asio::io_context lane{1};
  testing::FakeClock clock;
  net::Watchdog dog{lane.get_executor(), clock};
  int stopped = 0;
  static void stop(void* count) noexcept { ++*static_cast<int*>(count); }
};

TEST_F(DeadlineTest, StopsWhatWaitsTooLong) {
  net::Watchdog::Watch watch(dog);
  const net::Watchdog::Watch::Aim aim(watch, &stop, &stopped);
  watch.expect(net::Limit::first_byte, seconds(10));
  settle();
  clock.advance(seconds(9));
  settle();
  EXPECT_EQ(stopped, 0);
  clock.advance(seconds(2));
  EXPECT_EQ(stopped, 1);
  EXPECT_EQ(watch.expired(), net::Limit::first_byte);
  EXPECT_EQ(watch.sentence(), "the first byte deadline of 10 s passed");
}

TEST_F(DeadlineTest, MoveLaterWithEveryByteAndSleepNoMoreThanOnce) {
  net::Watchdog::Watch watch(dog);
  const net::Watchdog::Watch::Aim aim(watch, &stop, &stopped);
  for (int i = 0; i < 100; ++i) {
    watch.expect(net::Limit::between, seconds(10));
    settle();
    EXPECT_LE(clock.sleepers(), 1u);
    clock.advance(seconds(5));
    settle();
  }
  EXPECT_EQ(stopped, 0);
  clock.advance(seconds(6));
  EXPECT_EQ(watch.expired(), net::Limit::between);
}

TEST_F(DeadlineTest, LetTheTotalEndWhatStillMoves) {
  net::Watchdog::Watch watch(dog);
  const net::Watchdog::Watch::Aim aim(watch, &stop, &stopped);
  watch.total(clock.now(), seconds(30));
  for (int i = 0; i < 7; ++i) {
    watch.expect(net::Limit::between, seconds(10));
    settle();
    clock.advance(seconds(5));
    settle();
  }
  EXPECT_EQ(watch.expired(), net::Limit::total);
  EXPECT_EQ(stopped, 1);
}

TEST_F(DeadlineTest, DoNotCountWhileTheConsumerIsBusy) {
  net::Watchdog::Watch watch(dog);
  const net::Watchdog::Watch::Aim aim(watch, &stop, &stopped);
  watch.expect(net::Limit::between, seconds(10));
  settle();
  watch.rest();
  clock.advance(seconds(100));
  settle();
  EXPECT_EQ(watch.expired(), net::Limit::none);
}

TEST_F(DeadlineTest, EndEarlierWhenAShorterOneIsSet) {
  net::Watchdog::Watch far(dog), near(dog);
  far.expect(net::Limit::total, seconds(600));
  settle();
  near.expect(net::Limit::connect, seconds(1));
  settle();
  clock.advance(seconds(2));
  EXPECT_EQ(near.expired(), net::Limit::connect);
  EXPECT_EQ(far.expired(), net::Limit::none);
}

}  // namespace
}  // namespace aitb
