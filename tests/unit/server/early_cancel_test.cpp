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

TEST(EarlyCancel, AWebSocketsReadMayBeCancelledBeforeItsFirstStep) {
  Lane lane;
  const Executor executor = lane.loop.get_executor();
  StreamPair pair(executor);
  net::StreamAdapter adapter(executor, std::move(pair.first), std::string(), true, *lane.clock);
  asio::cancellation_signal cancel;
  std::array<char, 16> into{};
  boost::system::error_code result;
  bool ended = false;
  auto done = [&](boost::system::error_code ec, std::size_t) {
    result = ec;
    ended = true;
  };
  asio::post(executor, [&] { cancel.emit(asio::cancellation_type::terminal); });
  adapter.async_read_some(asio::buffer(into), asio::bind_cancellation_slot(cancel.slot(), done));
  lane.run(lane.until([&] { return ended; }));
  EXPECT_EQ(result, asio::error::operation_aborted);
}

TEST(EarlyCancel, AWebSocketsReadMayBeCancelledWhileItWaits) {
  Lane lane;
  const Executor executor = lane.loop.get_executor();
  StreamPair pair(executor);
  net::StreamAdapter adapter(executor, std::move(pair.first), std::string(), true, *lane.clock);
  asio::cancellation_signal cancel;
  std::array<char, 16> into{};
  boost::system::error_code result;
  bool ended = false;
  auto done = [&](boost::system::error_code ec, std::size_t) {
    result = ec;
    ended = true;
  };
  adapter.async_read_some(asio::buffer(into), asio::bind_cancellation_slot(cancel.slot(), done));
  lane.run(lane.clock->sleep_for(std::chrono::milliseconds(1)));
  EXPECT_FALSE(ended);
  cancel.emit(asio::cancellation_type::terminal);
  lane.run(lane.until([&] { return ended; }));
  EXPECT_EQ(result, asio::error::operation_aborted);
}

}  // namespace
}  // namespace aitb::test
