// HttpClient on libcurl: exchanges that end early, and bytes that no server should send.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/write.hpp>

#include "tests/unit/server/curl_notes.hpp"
#include "tests/unit/server/support.hpp"

namespace aitb::test {
namespace {

using testing::HasSubstr;

/// Answers each connection with fixed bytes, whatever is asked, and then does as `ending` says.
class Canned {
 public:
  enum Ending { closes, resets, stalls };
  Canned(Lane& lane, std::string bytes, Ending ending)
      : acceptor_(lane.loop.get_executor(), {asio::ip::address_v4::loopback(), 0}) {
    running_ = Running(lane.loop.get_executor(), serve(acceptor_, std::move(bytes), ending));
  }
  std::string url() { return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/"; }

 private:
  using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
  using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
  static task<> serve(Acceptor& acceptor, std::string bytes, Ending ending) {
    Socket socket = co_await acceptor.async_accept(use_task);
    std::string request;
    char block[4096];
    while (request.find("\r\n\r\n") == std::string::npos) {
      const std::size_t n = co_await socket.async_read_some(asio::buffer(block), use_task);
      request.append(block, n);
    }
    co_await asio::async_write(socket, asio::buffer(bytes), use_task);
    if (ending == resets) socket.set_option(asio::socket_base::linger(true, 0));
    if (ending == stalls) co_await socket.async_wait(Socket::wait_error, use_task);
  }
  Acceptor acceptor_;
  Running running_;
};

TEST(CurlClient, ClosesTheConnectionOfAnAbandonedResponse) {
  Lane lane;
  bool gone = false;
  FunctionService service([&](ServerRequest, Responder& out) -> task<> {
    out.on_gone([&] { gone = true; });
    co_await out.start(200, Headers());
    co_await lane.clock->sleep_for(std::chrono::hours(1));
  });
  const auto server = lane.listen(service);
  const auto client = lane.curl();
  Notes notes;
  auto story = [&]() -> task<> {
    {
      HttpRequest request("GET", server->url());
      HttpResponse response = co_await client->send(std::move(request), notes);
      EXPECT_EQ(response.status, 200);
    }
    co_await lane.until([&] { return gone; });
  };
  lane.run(story());
  EXPECT_EQ(notes.ends, 0);
  EXPECT_EQ(notes.transports.size(), 1u) << "its bytes were sent all the same";
}

TEST(CurlClient, EndsWhenItIsCancelled) {
  Lane lane;
  bool gone = false, started = false;
  FunctionService service([&](ServerRequest, Responder& out) -> task<> {
    started = true;
    out.on_gone([&] { gone = true; });
    co_await lane.clock->sleep_for(std::chrono::hours(1));
  });
  const auto server = lane.listen(service);
  const auto client = lane.curl();
  auto exchange = [&]() -> task<> {
    HttpRequest request("GET", server->url());
    co_await client->send(std::move(request), no_tap());
  };
  auto story = [&]() -> task<> {
    Running running(lane.loop.get_executor(), exchange());
    co_await lane.until([&] { return started; });
    running.cancel();
    co_await lane.until([&] { return gone && running.ended(); });
  };
  lane.run(story());
}

TEST(CurlClient, GivesEachFailureItsKind) {
  struct Case {
    const char* name;
    std::string bytes;
    Canned::Ending ending;
    ErrorKind kind;
    const char* words;
  };
  const std::string head = "HTTP/1.1 200 OK\r\n";
  const std::vector<Case> cases = {
      {"cut before the head", "", Canned::closes, ErrorKind::connect, "GET http://127.0.0.1:"},
      {"reset before the head", "", Canned::resets, ErrorKind::connect, "GET http://127.0.0.1:"},
      {"garbage", "\x15\x03\x01 no http\r\n\r\n", Canned::closes, ErrorKind::protocol, ""},
      {"cut inside the body", head + "Content-Length: 100\r\n\r\nhalf", Canned::closes, ErrorKind::protocol,
       ""},
      {"cut inside a chunk", head + "Transfer-Encoding: chunked\r\n\r\n64\r\nhalf", Canned::closes,
       ErrorKind::protocol, ""},
      {"bad chunk", head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", Canned::closes, ErrorKind::protocol,
       ""},
      {"reset inside the body", head + "Content-Length: 100\r\n\r\nhalf", Canned::resets, ErrorKind::protocol,
       ""},
      {"silent", "", Canned::stalls, ErrorKind::timeout, "first_byte deadline of 60 ms"},
      {"stalls", head + "Content-Length: 100\r\n\r\nhalf", Canned::stalls, ErrorKind::timeout,
       "between deadline of 50 ms"},
  };
  for (const Case& each : cases) {
    Lane lane;
    Canned peer(lane, each.bytes, each.ending);
    HttpOptions options;
    Deadlines deadlines;
    deadlines.first_byte = std::chrono::milliseconds(60);
    deadlines.between = std::chrono::milliseconds(50);
    options.deadlines = deadlines;
    const auto client = lane.curl(options);
    auto story = [&]() -> task<> {
      HttpRequest request("GET", peer.url() + "?key=secret");
      HttpResponse response = co_await client->send(std::move(request), no_tap());
      co_await response.text();
    };
    try {
      lane.run(story());
      ADD_FAILURE() << each.name << ": taken as a good response";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), each.kind) << each.name << ": " << error.what();
      EXPECT_THAT(error.what(), HasSubstr(each.words)) << each.name;
      EXPECT_THAT(error.what(), testing::Not(HasSubstr("secret"))) << each.name;
    }
  }
}

TEST(CurlClient, SaysWhenNobodyListens) {
  Lane lane;
  const auto client = lane.curl();
  for (const std::string url : {"http://127.0.0.1:1/", "http://no.such.host.invalid/", "gopher://x/"}) {
    auto story = [&]() -> task<> {
      HttpRequest request("GET", url);
      co_await client->send(std::move(request), no_tap());
    };
    try {
      lane.run(story());
      ADD_FAILURE() << url;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), url[0] == 'g' ? ErrorKind::config : ErrorKind::connect) << error.what();
    }
  }
}

TEST(CurlClient, KeepsTheTotalDeadline) {
  Lane lane;
  FunctionService service([&](ServerRequest, Responder& out) -> task<> {
    co_await out.start(200, Headers());
    while (true) {
      co_await out.write(".");
      co_await lane.clock->sleep_for(std::chrono::milliseconds(5));
    }
  });
  const auto server = lane.listen(service);
  const auto client = lane.curl();
  auto story = [&]() -> task<> {
    HttpRequest request("GET", server->url());
    Deadlines deadlines;
    deadlines.total = std::chrono::milliseconds(80);
    request.deadlines = deadlines;
    HttpResponse response = co_await client->send(std::move(request), no_tap());
    co_await response.text();
  };
  try {
    lane.run(story());
    FAIL() << "it streams forever";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::timeout);
    EXPECT_THAT(error.what(), HasSubstr("total deadline of 80 ms"));
  }
}

}  // namespace
}  // namespace aitb::test
