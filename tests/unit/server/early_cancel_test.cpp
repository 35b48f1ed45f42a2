// What is cancelled before its first step ends quietly: Asio 1.81 would throw out of the lane's loop.
#include <gtest/gtest.h>

#include <array>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/post.hpp>

#include "net/http_server_connection.hpp"
#include "net/websocket_adapter.hpp"
#include "tests/unit/server/support.hpp"

namespace aitb::test {
namespace {

TEST(EarlyCancel, AConnectionMayBeCutBeforeItsFirstStep) {
  Lane lane;
  FunctionService service([](ServerRequest, Responder&) -> task<> { co_return; });
  const Executor executor = lane.loop.get_executor();
  const auto shared = std::make_shared<net::ServerShared>(executor, *lane.clock, lane.log, service);
  StreamPair pair(executor);
  auto connection = std::make_shared<net::Connection>(shared, std::move(pair.first), -1);
  asio::post(executor, [connection] { connection->cut(); });
  net::Connection::start(std::move(connection), {});
  EXPECT_EQ(shared->connections.size(), 1u);
  lane.run(lane.until([&] { return shared->connections.empty(); }));
}

/// A WebSocket's read of a stream on which nothing comes.
class LoneRead {
 public:
  void begin() {
    auto done = [this](boost::system::error_code ec, std::size_t) {
      result = ec;
      ended = true;
    };
    adapter_.async_read_some(asio::buffer(into_), asio::bind_cancellation_slot(signal_.slot(), done));
  }
  void cancel() { signal_.emit(asio::cancellation_type::terminal); }

  Lane lane;
  boost::system::error_code result;
  bool ended = false;

 private:
  StreamPair pair_{lane.loop.get_executor()};
  net::StreamAdapter adapter_{lane.loop.get_executor(), std::move(pair_.first), std::string(), true,
                              *lane.clock};
  asio::cancellation_signal signal_;
  std::array<char, 16> into_{};
};

TEST(EarlyCancel, AWebSocketsReadMayBeCancelledBeforeItsFirstStep) {
  LoneRead read;
  asio::post(read.lane.loop.get_executor(), [&] { read.cancel(); });
  read.begin();
  read.lane.run(read.lane.until([&] { return read.ended; }));
  EXPECT_EQ(read.result, asio::error::operation_aborted);
}

TEST(EarlyCancel, AWebSocketsReadMayBeCancelledWhileItWaits) {
  LoneRead read;
  read.begin();
  read.lane.run(read.lane.clock->sleep_for(std::chrono::milliseconds(1)));
  EXPECT_FALSE(read.ended);
  read.cancel();
  read.lane.run(read.lane.until([&] { return read.ended; }));
  EXPECT_EQ(read.result, asio::error::operation_aborted);
}

}  // namespace
}  // namespace aitb::test
