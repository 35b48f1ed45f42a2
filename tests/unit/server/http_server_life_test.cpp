// How connections live and end: clients that leave or do not read, idle ones, many at a time, and stopping.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/post.hpp>

#include "tests/unit/server/support.hpp"

namespace aitb::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

constexpr auto hours = std::chrono::hours(10);
const std::string get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

// What a service lived through that wanted to sleep for hours.
class Sleeper {
 public:
  explicit Sleeper(Lane& lane) : lane_(lane) {}
  task<> serve(ServerRequest, Responder& out) {
    out.on_gone([this] { ++gone_calls; });
    started = true;
    try {
      co_await lane_.clock->sleep_for(hours);
    } catch (const boost::system::system_error& error) {
      cancelled = error.code() == asio::error::operation_aborted;
      gone = out.gone();
      throw;
    }
  }
  bool started = false, cancelled = false, gone = false;
  int gone_calls = 0;

 private:
  Lane& lane_;
};

class ClientLeaves : public testing::TestWithParam<bool> {};

TEST_P(ClientLeaves, CancelsTheSleepingServiceAtOnce) {
  Lane lane;
  Sleeper sleeper(lane);
  FunctionService service(
      [&](ServerRequest request, Responder& out) { return sleeper.serve(std::move(request), out); });
  const auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    RawClient client(lane, server->port());
    co_await client.connect();
    co_await client.send(get);
    co_await lane.until([&] { return sleeper.started; });
    client.close(GetParam());
    co_await lane.until([&] { return server->connections() == 0; });
  };
  lane.run(story());
  EXPECT_TRUE(sleeper.cancelled);
  EXPECT_TRUE(sleeper.gone);
  EXPECT_EQ(sleeper.gone_calls, 1);
  EXPECT_TRUE(lane.log.lines.empty()) << lane.log.lines.front();
}

INSTANTIATE_TEST_SUITE_P(ByFinOrReset, ClientLeaves, testing::Bool(),
                         [](const auto& how) { return how.param ? "Reset" : "Fin"; });

TEST(HttpServer, TellsAServiceThatStreamsIntoTheVoid) {
  Lane lane;
  bool refused = false, threw = false;
  FunctionService service([&](ServerRequest, Responder& out) -> task<> {
    co_await out.start(200, Headers());
    while (out.try_write("data\n\n")) {
      co_await asio::post(lane.loop.get_executor(), use_task);
    }
    refused = true;
    try {
      co_await out.write("data\n\n");
    } catch (const Error& error) {
      threw = error.kind() == ErrorKind::cancelled;
    } catch (const boost::system::system_error& error) {
      threw = error.code() == asio::error::operation_aborted;
    }
  });
  const auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    RawClient client(lane, server->port());
    co_await client.connect();
    co_await client.send(get);
    co_await client.until("data");
    client.close(true);
    co_await lane.until([&] { return server->connections() == 0; });
  };
  lane.run(story());
  EXPECT_TRUE(threw || !refused);
}

TEST(HttpServer, HoldsAServiceBackWhileItsClientDoesNotRead) {
  Lane lane;
  const std::string chunk(1000, 'c');
  std::size_t written = 0;
  bool refused = false;
  FunctionService service([&](ServerRequest, Responder& out) -> task<> {
    co_await out.start(200, Headers());
    while (written < 20'000) {
      const bool taken = out.try_write(chunk);
      refused = refused || !taken;
      if (!taken) co_await out.write(chunk);
      ++written;
    }
    co_await out.finish();
  });
  const auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    RawClient client(lane, server->port());
    co_await client.connect();
    co_await client.send(get);
    co_await lane.until([&] { return refused; });
    const std::size_t at_refusal = written;
    for (int turn = 0; turn < 100; ++turn) co_await asio::post(lane.loop.get_executor(), use_task);
    EXPECT_LE(written, at_refusal + 2'000) << "the kernel's buffers may grow a little; the service must wait";
    const std::string all = co_await client.until("\r\n0\r\n\r\n");
    EXPECT_EQ(all.size(), all.find("\r\n\r\n") + 4 + 20'000 * (5 + 1000 + 2) + 5);
    EXPECT_THAT(all, EndsWith("\r\n0\r\n\r\n"));
  };
  lane.run(story());
  EXPECT_EQ(written, 20'000u);
}

TEST(HttpServer, ServesFiveHundredStreamsAtATime) {
  constexpr int streams = 500, chunks = 20;
  Lane lane;
  int running = 0, most = 0;
  FunctionService service([&](ServerRequest request, Responder& out) -> task<> {
    most = std::max(most, ++running);
    co_await out.start(200, Headers());
    co_await lane.until([&] { return most == streams; });
    Instant next = lane.clock->now();
    for (int i = 0; i < chunks; ++i) {
      next += std::chrono::milliseconds(2);
      co_await lane.clock->sleep_until(next);
      std::string chunk = request.path + " " + std::to_string(i) + "\n";
      if (!out.try_write(chunk)) co_await out.write(chunk);
    }
    co_await out.finish();
    --running;
  });
  const auto server = lane.listen(service);
  int whole = 0, ended = 0;
  auto one = [&](int number) -> task<> {
    RawClient client(lane, server->port());
    co_await client.connect();
    std::string request = "GET /" + std::to_string(number) + " HTTP/1.1\r\nHost: h\r\n\r\n";
    co_await client.send(std::move(request));
    const std::string answer = co_await client.until("\r\n0\r\n\r\n");
    bool good = answer.ends_with("\r\n0\r\n\r\n");
    for (int i = 0; i < chunks; ++i) {
      good = good &&
             answer.find("/" + std::to_string(number) + " " + std::to_string(i) + "\n") != std::string::npos;
    }
    whole += good;
    ++ended;
  };
  auto story = [&]() -> task<> {
    for (int i = 0; i < streams; ++i) spawn(lane.loop.get_executor(), one(i));
    co_await lane.until([&] { return ended == streams; });
  };
  lane.run(story());
  EXPECT_EQ(whole, streams);
  EXPECT_EQ(most, streams);
}

TEST(HttpServer, ClosesIdleConnectionsButNotSleepingAnswers) {
  Lane lane;
  FunctionService service([&](ServerRequest, Responder& out) -> task<> {
    co_await lane.clock->sleep_for(std::chrono::milliseconds(400));
    co_await out.reply(200, Headers(), std::string("late"));
  });
  ListenOptions options;
  options.idle = std::chrono::milliseconds(100);
  const auto server = lane.listen(service, std::move(options));
  auto story = [&]() -> task<> {
    RawClient busy(lane, server->port()), half(lane, server->port()), silent(lane, server->port());
    co_await busy.connect();
    co_await half.connect();
    co_await silent.connect();
    co_await busy.send(get);
    co_await half.send("GET / HTT");
    const std::string nothing = co_await silent.rest();
    const std::string nothing_either = co_await half.rest();
    EXPECT_EQ(nothing + nothing_either, "");
    const std::string late = co_await busy.rest();
    EXPECT_THAT(late, EndsWith("late"));
  };
  lane.run(story());
}

TEST(HttpServer, CutsAClientThatNeverReads) {
  Lane lane;
  const std::string chunk(60000, 'c');
  bool ended = false;
  FunctionService service([&](ServerRequest, Responder& out) -> task<> {
    co_await out.start(200, Headers());
    try {
      while (true) co_await out.write(chunk);
    } catch (...) {
      ended = true;
      throw;
    }
  });
  ListenOptions options;
  options.idle = std::chrono::milliseconds(100);
  const auto server = lane.listen(service, std::move(options));
  auto story = [&]() -> task<> {
    RawClient client(lane, server->port());
    co_await client.connect();
    co_await client.send(get);
    co_await lane.until([&] { return ended; });
  };
  lane.run(story());
}

TEST(HttpServer, AbortsWithAResetOrACut) {
  for (const bool reset : {true, false}) {
    Lane lane;
    FunctionService service([&](ServerRequest, Responder& out) -> task<> {
      co_await out.start(200, Headers());
      out.abort(reset);
      EXPECT_FALSE(out.try_write("x"));
      co_await lane.clock->sleep_for(std::chrono::milliseconds(1));
    });
    const auto server = lane.listen(service);
    auto story = [&]() -> task<> {
      RawClient client(lane, server->port());
      co_await client.connect();
      co_await client.send(get);
      co_await client.rest();
      EXPECT_EQ(client.error,
                reset ? error_code(asio::error::connection_reset) : error_code(asio::error::eof));
    };
    lane.run(story());
  }
}

TEST(HttpServer, LetsRunningAnswersEndWhenItStops) {
  Lane lane;
  FunctionService service([&](ServerRequest, Responder& out) -> task<> {
    co_await lane.clock->sleep_for(std::chrono::milliseconds(50));
    co_await out.reply(200, Headers(), std::string("done"));
  });
  const auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    RawClient busy(lane, server->port()), idle(lane, server->port()), late(lane, server->port());
    co_await busy.connect();
    co_await idle.connect();
    co_await busy.send(get);
    co_await lane.until([&] { return server->connections() == 2; });
    co_await asio::post(lane.loop.get_executor(), use_task);
    co_await lane.clock->sleep_for(std::chrono::milliseconds(5));
    const Duration grace = std::chrono::seconds(10);
    co_await server->stop(grace);
    EXPECT_EQ(server->connections(), 0u);
    const std::string answer = co_await busy.rest();
    EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(answer, EndsWith("done"));
    const std::string nothing = co_await idle.rest();
    EXPECT_EQ(nothing, "");
    bool refused = false;
    try {
      co_await late.connect();
    } catch (const boost::system::system_error& error) {
      refused = error.code() == asio::error::connection_refused;
    }
    EXPECT_TRUE(refused);
  };
  lane.run(story());
}

TEST(HttpServer, CutsAnswersThatOutlastTheGrace) {
  Lane lane;
  Sleeper sleeper(lane);
  FunctionService service(
      [&](ServerRequest request, Responder& out) { return sleeper.serve(std::move(request), out); });
  const auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    RawClient client(lane, server->port());
    co_await client.connect();
    co_await client.send(get);
    co_await lane.until([&] { return sleeper.started; });
    const Duration grace = std::chrono::milliseconds(20);
    co_await server->stop(grace);
    EXPECT_EQ(server->connections(), 0u);
  };
  lane.run(story());
  EXPECT_TRUE(sleeper.cancelled);
}

TEST(HttpServer, CanBeDestroyedInTheMiddleOfAnswersAndSaysThatItShouldNot) {
  Lane lane;
  Sleeper sleeper(lane);
  FunctionService service(
      [&](ServerRequest request, Responder& out) { return sleeper.serve(std::move(request), out); });
  auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    RawClient client(lane, server->port());
    co_await client.connect();
    co_await client.send(get);
    co_await lane.until([&] { return sleeper.started; });
    server.reset();
    const std::string nothing = co_await client.rest();
    EXPECT_EQ(nothing, "");
    co_await lane.until([&] { return sleeper.cancelled; });
  };
  lane.run(story());
  EXPECT_TRUE(lane.log.has("1 answers are still running")) << "await stop() first";
}

TEST(HttpServer, GoesQuietlyOnceItHasStopped) {
  Lane lane;
  Sleeper sleeper(lane);
  FunctionService service(
      [&](ServerRequest request, Responder& out) { return sleeper.serve(std::move(request), out); });
  auto server = lane.listen(service);
  auto story = [&]() -> task<> {
    RawClient client(lane, server->port());
    co_await client.connect();
    co_await client.send(get);
    co_await lane.until([&] { return sleeper.started; });
    co_await server->stop(Duration::zero());
    EXPECT_TRUE(sleeper.cancelled);  // so the service may go now
    server.reset();
  };
  lane.run(story());
  EXPECT_TRUE(lane.log.lines.empty()) << lane.log.lines.front();
}

TEST(HttpServer, SaysThatAPortIsTaken) {
  Lane lane;
  FunctionService service([](ServerRequest, Responder&) -> task<> { co_return; });
  const auto first = lane.listen(service);
  ListenOptions again;
  again.port = first->port();
  try {
    lane.listen(service, again);
    FAIL() << "two servers on one port";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::connect);
    EXPECT_EQ(std::string(error.what()),
              "port " + std::to_string(first->port()) +
                  " on 127.0.0.1 is in use: choose another with --port, or 0 for any");
  }
}

TEST(HttpServer, SharesAPortBetweenLanes) {
  Lane lane;
  FunctionService service(
      [](ServerRequest, Responder& out) -> task<> { co_await out.reply(204, Headers(), std::string()); });
  ListenOptions options;
  options.reuse_port = true;
  const auto first = lane.listen(service, options);
  options.port = first->port();
  const auto second = lane.listen(service, options);
  EXPECT_EQ(first->port(), second->port());
  EXPECT_EQ(second->url(), "http://127.0.0.1:" + std::to_string(first->port()));
}

TEST(HttpServer, ListensByNameAndSaysWhenThereIsNone) {
  Lane lane;
  FunctionService service([](ServerRequest, Responder&) -> task<> { co_return; });
  ListenOptions options;
  options.host = "localhost";
  const auto by_name = lane.listen(service, options);
  EXPECT_THAT(by_name->url(), testing::StartsWith("http://localhost:"));
  options.host = "no.such.host.invalid";
  EXPECT_THROW(lane.listen(service, options), Error);
}

}  // namespace
}  // namespace aitb::test
