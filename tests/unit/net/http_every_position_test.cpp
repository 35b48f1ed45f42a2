// The same exchange with its bytes cut, its operations failing and its coroutine cancelled at every position.
#include <gtest/gtest.h>

#include <boost/asio/error.hpp>

#include "steps.hpp"
#include "support.hpp"

namespace aitb {
namespace {

const char* const kChunked =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    "10\r\ndata: h\xC3\xA9llo\r\n\r\n\r\n7\r\n: ping\n\r\n00A\r\n: sixteen\n\r\n3;x=y\r\n: \n\r\n"
    "2\r\n:\n\r\n0\r\nX: y\r\n\r\n";
const std::string kBody = "data: h\xC3\xA9llo\r\n\r\n: ping\n: sixteen\n: \n:\n";
const char* const kEmpty = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
const char* const kLength = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nhello, world";

/// A client in memory whose peer answers with `pieces`.
class World {
 public:
  World(std::vector<std::string> pieces, bool hold_open, MemoryDialer::Wrap wrap = {})
      : dog_(lane_.executor(), lane_.clock()),
        dialer_(
            lane_.executor(),
            [pieces, hold_open](std::unique_ptr<Stream> s) {
              return answer(std::move(s), pieces, hold_open);
            },
            std::move(wrap)),
        client_(net::make_stream_client(lane_.clock(), dog_, dialer_, HttpOptions(), net::TlsContext())) {}

  Outcome get() { return lane_.run(attempt(*client_, HttpRequest("GET", "http://memory/x"), tap)); }
  HttpClient& client() { return *client_; }
  asio::io_context& context() { return lane_.context(); }

  testing::RecordingExchange tap;

 private:
  testing::Lane lane_;
  net::Watchdog dog_;
  MemoryDialer dialer_;
  std::unique_ptr<HttpClient> client_;
};

TEST(HttpResponse, IsTheSameWhereverItIsCut) {
  for (const auto& [bytes, body] :
       {std::pair(kChunked, kBody), std::pair(kLength, std::string("hello, world")),
        std::pair(kEmpty, std::string())}) {
    const std::string whole = bytes;
    for (std::size_t at = 1; at <= whole.size(); ++at) {
      World world(cut(whole, at), true);
      const Outcome outcome = world.get();
      ASSERT_EQ(outcome.kind, std::nullopt) << "cut at " << at << ": " << outcome.text;
      ASSERT_EQ(outcome.text, body) << "cut at " << at;
      ASSERT_EQ(world.tap.head_down + world.tap.body_down, whole.size()) << "cut at " << at;
    }
  }
}

TEST(HttpResponse, IsTheSameInReadsOfAnySize) {
  const std::string whole = kChunked;
  for (std::size_t size = 1; size <= whole.size(); ++size) {
    World world({whole}, true, [size](std::unique_ptr<Stream> stream) {
      return fault_stream(std::move(stream), 0, Fault::none, size);
    });
    const Outcome outcome = world.get();
    ASSERT_EQ(outcome.kind, std::nullopt) << size << ": " << outcome.text;
    ASSERT_EQ(outcome.text, kBody) << size;
  }
}

TEST(HttpResponse, CutShortIsNeverTakenForWhole) {
  const std::string whole = kChunked;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    World world({whole.substr(0, size)}, false);
    const Outcome outcome = world.get();
    ASSERT_EQ(outcome.kind, size == 0 ? ErrorKind::connect : ErrorKind::protocol)
        << size << ": " << outcome.text;
  }
}

TEST(HttpExchange, SurvivesAFaultAtEveryOperation) {
  const std::string whole = kChunked;
  for (const Fault fault : {Fault::reset, Fault::eof, Fault::short_io}) {
    for (std::size_t at = 1; at < 40; ++at) {
      World world({whole}, true, [at, fault](std::unique_ptr<Stream> stream) {
        return fault_stream(std::move(stream), at, fault, 7);
      });
      const Outcome outcome = world.get();
      if (!outcome.kind) {
        ASSERT_EQ(outcome.text, kBody);
        continue;
      }
      ASSERT_NE(fault, Fault::short_io) << at << ": " << outcome.text;
      // The first operation is the request's write, the second the first read.
      ASSERT_EQ(*outcome.kind, at <= 2 ? ErrorKind::connect : ErrorKind::protocol)
          << at << ": " << outcome.text;
    }
  }
}

task<> fetch_and_drop(HttpClient& client, Tap& tap) {
  HttpResponse response = co_await client.send(HttpRequest("GET", "http://memory/x"), tap);
  co_await response.text();
}

TEST(HttpExchange, EndsAtOnceWhenCancelledWhileStalledAtAnyOperation) {
  for (std::size_t at = 1; at < 20; ++at) {
    World world({kChunked}, true, [at](std::unique_ptr<Stream> stream) {
      return fault_stream(std::move(stream), at, Fault::stall, 7);
    });
    std::exception_ptr thrown;
    Running work(world.context().get_executor(), fetch_and_drop(world.client(), world.tap),
                 [&](std::exception_ptr failure) { thrown = failure; });
    settle(world.context());
    if (work.ended()) {
      ASSERT_GT(at, 10u) << "so few operations make no exchange";
      break;
    }
    work.cancel();
    settle(world.context());
    ASSERT_TRUE(work.ended()) << at;
    ASSERT_TRUE(thrown);
    ASSERT_EQ(as_error(thrown, "").kind(), ErrorKind::cancelled) << at;
    ASSERT_EQ(world.tap.transports.size(), 1u) << at;
  }
}

TEST(HttpExchange, CanBeCancelledAtEveryStepOfTheLane) {
  bool completed = false;
  for (int steps = 0; !completed && steps < 200; ++steps) {
    World world(cut(kChunked, 100), true);
    std::exception_ptr thrown;
    Running work(world.context().get_executor(), fetch_and_drop(world.client(), world.tap),
                 [&](std::exception_ptr failure) { thrown = failure; });
    world.context().restart();
    for (int i = 0; i < steps; ++i) world.context().poll_one();
    completed = work.ended();
    work.cancel();
    settle(world.context());
    ASSERT_TRUE(work.ended()) << steps;
    // Where the last step was on its way already, the work may still end well.
    if (thrown) {
      ASSERT_EQ(as_error(thrown, "").kind(), ErrorKind::cancelled) << steps;
    }
  }
  EXPECT_TRUE(completed);
}

task<> read_two_slowly(HttpClient& client, Tap& tap, std::string* seen, Signal& go_on) {
  HttpResponse response = co_await client.send(HttpRequest("GET", "http://memory/x"), tap);
  while (true) {
    std::optional<BodyBlock> block = co_await response.read();
    if (!block) break;
    co_await go_on.wait();
    seen->append(block->data);
  }
}

TEST(HttpResponse, KeepsABlockWholeWhileOthersRead) {
  testing::Lane lane;
  net::Watchdog dog(lane.executor(), lane.clock());
  MemoryDialer dialer(lane.executor(), [](std::unique_ptr<Stream> s) {
    return answer(std::move(s), {std::string(kLength)}, true);
  });
  auto client = net::make_stream_client(lane.clock(), dog, dialer, HttpOptions(), net::TlsContext());
  std::string slow_text;
  Signal go_on;
  Running slow(lane.executor(), read_two_slowly(*client, no_tap(), &slow_text, go_on));
  settle(lane.context());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(lane.run(attempt(*client, HttpRequest("GET", "http://memory/y"), no_tap())).text,
              "hello, world");
  }
  go_on.notify();
  settle(lane.context());
  EXPECT_TRUE(slow.ended());
  EXPECT_EQ(slow_text, "hello, world");
}

}  // namespace
}  // namespace aitb
