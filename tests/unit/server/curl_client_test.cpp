// HttpClient on libcurl against our own server and against bytes that no server should send.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/write.hpp>
#include <fstream>

#include "tests/unit/server/support.hpp"

namespace aitb::test {
namespace {

using testing::HasSubstr;

/// Writes down what the client reports.
class Notes final : public Tap {
 public:
  void connection(const ConnectionFact& fact) noexcept override { connections.push_back(fact); }
  void request_sent(Instant first_, Instant last_, std::size_t head, std::size_t body) noexcept override {
    first = first_;
    last = last_;
    request_head = head;
    request_body = body;
  }
  void arrived(const Arrival& arrival) noexcept override { arrivals.push_back(arrival); }
  void response_head(int status_, std::size_t bytes) noexcept override {
    status = status_;
    response_head_bytes = bytes;
  }
  void response_end(std::size_t bytes) noexcept override {
    response_body = bytes;
    ++ends;
  }
  void transport(const TransportFact& fact) noexcept override { transports.push_back(fact); }

  std::vector<ConnectionFact> connections;
  std::vector<Arrival> arrivals;
  std::vector<TransportFact> transports;
  Instant first{}, last{};
  std::size_t request_head = 0, request_body = 0, response_head_bytes = 0, response_body = 0;
  int status = 0, ends = 0;
};

task<> echo(ServerRequest request, Responder& out) {
  Headers headers;
  headers.add("X-Method", request.method);
  headers.add("X-Accept", request.headers.has("Accept") ? "sent" : "absent");
  std::string body = request.path + " " + std::string(request.headers.get("X-Key")) + " " + request.body;
  co_await out.reply(201, std::move(headers), std::move(body));
}

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

TEST(CurlClient, SendsAndReceives) {
  Lane lane;
  FunctionService service(echo);
  const auto server = lane.listen(service);
  const auto client = lane.curl();
  Notes notes;
  auto story = [&]() -> task<> {
    HttpRequest request("POST", server->url() + "/path?q=1", "the body", "text/plain");
    request.headers.set("X-Key", "k1");
    HttpResponse response = co_await client->send(std::move(request), notes);
    EXPECT_EQ(response.status, 201);
    EXPECT_EQ(response.headers.get("x-method"), "POST");
    EXPECT_EQ(response.headers.get("x-accept"), "absent") << "nothing is sent that nobody asked for";
    const std::string text = co_await response.text();
    EXPECT_EQ(text, "/path k1 the body");
  };
  lane.run(story());
  ASSERT_EQ(notes.connections.size(), 1u);
  const ConnectionFact& fact = notes.connections.front();
  EXPECT_FALSE(fact.reused);
  EXPECT_TRUE(fact.tcp_done && !fact.tls_done);
  EXPECT_EQ("http://" + fact.remote, server->url());
  EXPECT_EQ(fact.protocol, "http/1.1");
  EXPECT_GE(notes.first, *fact.tcp_done);
  EXPECT_GE(notes.last, notes.first);
  EXPECT_EQ(notes.request_body, 8u);
  EXPECT_EQ(notes.status, 201);
  EXPECT_EQ(notes.response_body, 17u);
  EXPECT_EQ(notes.ends, 1);
  ASSERT_EQ(notes.transports.size(), 1u);
  EXPECT_EQ(notes.transports[0].sent, notes.request_head + 8);
  EXPECT_EQ(notes.transports[0].received, notes.response_head_bytes + 17);
  EXPECT_TRUE(notes.transports[0].rtt_us);
}

TEST(CurlClient, ReusesItsConnectionUntilItForgets) {
  Lane lane;
  FunctionService service(echo);
  const auto server = lane.listen(service);
  const auto client = lane.curl();
  Notes notes;
  auto story = [&]() -> task<> {
    for (int i = 0; i < 3; ++i) {
      if (i == 2) client->forget_idle();
      HttpRequest request("GET", server->url() + "/" + std::to_string(i));
      HttpResponse response = co_await client->send(std::move(request), notes);
      co_await response.text();
    }
  };
  lane.run(story());
  ASSERT_EQ(notes.connections.size(), 3u);
  EXPECT_FALSE(notes.connections[0].reused);
  EXPECT_TRUE(notes.connections[1].reused);
  EXPECT_FALSE(notes.connections[2].reused);
  EXPECT_GT(notes.transports[1].sent_offset, 0u) << "a kept connection counts from where it stood";
  EXPECT_EQ(notes.transports[1].sent_offset, notes.transports[0].sent);
  EXPECT_EQ(notes.transports[2].sent_offset, 0u);
}

TEST(CurlClient, HandsOutAStreamAsItArrives) {
  Lane lane;
  int asked = 0;
  FunctionService service([&](ServerRequest, Responder& out) -> task<> {
    co_await out.start(200, Headers());
    for (int i = 0; i < 5; ++i) {
      co_await lane.until([&] { return asked > i; });  // only when the block before has been read
      co_await out.write("block " + std::to_string(i));
    }
    co_await out.finish();
  });
  const auto server = lane.listen(service);
  const auto client = lane.curl();
  Notes notes;
  auto story = [&]() -> task<> {
    HttpRequest request("GET", server->url());
    HttpResponse response = co_await client->send(std::move(request), notes);
    Instant before{};
    for (int i = 0; i < 5; ++i) {
      ++asked;
      const std::optional<BodyBlock> block = co_await response.read();
      EXPECT_TRUE(block.has_value());
      if (!block) co_return;
      EXPECT_EQ(block->data, "block " + std::to_string(i));
      EXPECT_EQ(block->arrival.bytes, 7u);
      EXPECT_GT(block->arrival.at, before);
      EXPECT_EQ(notes.arrivals.back().at, block->arrival.at);
      before = block->arrival.at;
    }
    const std::optional<BodyBlock> end = co_await response.read();
    EXPECT_FALSE(end.has_value());
  };
  lane.run(story());
  EXPECT_EQ(notes.response_body, 5 * (3 + 7 + 2) + 5u) << "with chunk framing";
  EXPECT_EQ(notes.transports.at(0).received, notes.response_head_bytes + notes.response_body);
}

TEST(CurlClient, HoldsTheServerBackWhileNobodyReads) {
  Lane lane;
  const std::string chunk(50000, 'c');
  std::size_t written = 0;
  bool refused = false;
  FunctionService service([&](ServerRequest, Responder& out) -> task<> {
    co_await out.start(200, Headers());
    for (; written < 1000; ++written) {
      const bool taken = out.try_write(chunk);
      refused = refused || !taken;
      if (!taken) co_await out.write(chunk);
    }
    co_await out.finish();
  });
  const auto server = lane.listen(service);
  const auto client = lane.curl();
  auto story = [&]() -> task<> {
    HttpRequest request("GET", server->url());
    HttpResponse response = co_await client->send(std::move(request), no_tap());
    co_await lane.until([&] { return refused; });
    EXPECT_LT(written, 1000u);
    const std::string all = co_await response.text();
    EXPECT_EQ(all.size(), 50'000'000u);
  };
  lane.run(story());
}

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

TEST(CurlClient, SpeaksTls) {
  const ThrowawayCa ca({"localhost", "127.0.0.1"});
  const std::string file = testing::TempDir() + "/aitb_curl_ca.pem",
                    keys = testing::TempDir() + "/aitb_curl_keys.txt";
  std::remove(keys.c_str());
  std::ofstream(file) << ca.ca_pem;
  Lane lane;
  FunctionService service(echo);
  ListenOptions listen;
  listen.tls = ca.identity;
  const auto server = lane.listen(service, std::move(listen));
  HttpOptions trusting;
  trusting.ca_file = file;
  const auto client = lane.curl(trusting, keys);
  const auto stranger = lane.curl();
  Notes notes;
  auto story = [&]() -> task<> {
    HttpRequest request("GET", server->url() + "/secret");
    HttpResponse response = co_await client->send(std::move(request), notes);
    const std::string text = co_await response.text();
    EXPECT_EQ(text, "/secret  ");
    HttpRequest again("GET", server->url() + "/secret");
    try {
      co_await stranger->send(std::move(again), no_tap());
      ADD_FAILURE() << "an unknown CA was trusted";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::tls);
    }
  };
  lane.run(story());
  EXPECT_THAT(notes.connections.at(0).tls, testing::StartsWith("TLSv1.3 TLS_"));
  EXPECT_TRUE(notes.connections.at(0).tls_done);
  EXPECT_GT(notes.transports.at(0).received, notes.response_head_bytes + notes.response_body)
      << "the handshake counts";
  std::ifstream log(keys);
  std::string line;
  std::getline(log, line);
  EXPECT_THAT(line, testing::MatchesRegex("[A-Z_0-9]+ [0-9a-f]+ [0-9a-f]+"));
}

// A port that is free now; the server under test binds it a moment later.
int free_port(Lane& lane) {
  FunctionService nobody([](ServerRequest, Responder&) -> task<> { co_return; });
  return lane.listen(nobody)->port();
}

TEST(CurlClient, SharesOneHttp2Connection) {
  Lane lane;
  const std::string folder = testing::TempDir();
  const std::string body(100'000, 'h');
  std::ofstream(folder + "/aitb_h2.txt") << body;
  const ThrowawayCa ca({"127.0.0.1"});
  const std::string key = folder + "/aitb_h2_key.pem", chain = folder + "/aitb_h2_chain.pem";
  const std::string trust = folder + "/aitb_h2_ca.pem";
  std::ofstream(key) << ca.identity.private_key;
  std::ofstream(chain) << ca.identity.certificate_chain;
  std::ofstream(trust) << ca.ca_pem;
  const std::string port = std::to_string(free_port(lane));
  ProcessOptions options;
  options.command.assign({"nghttpd", "--address=127.0.0.1", "-d", folder, port, key, chain});
  std::unique_ptr<Process> server;
  try {
    server = lane.process(std::move(options));
  } catch (const Error& error) {
    GTEST_SKIP() << error.what() << " (apt-get install nghttp2-server)";
  }
  HttpOptions http;
  http.http2 = true;
  http.ca_file = trust;
  const auto client = lane.curl(http);
  const std::string url = "https://127.0.0.1:" + port + "/aitb_h2.txt";
  Notes first;
  std::vector<Notes> notes(20);
  int ended = 0;
  auto one = [&](Notes& mine) -> task<> {
    HttpRequest request("GET", url);
    HttpResponse response = co_await client->send(std::move(request), mine);
    EXPECT_EQ(response.status, 200);
    const std::string text = co_await response.text();
    EXPECT_TRUE(text == body);
    ++ended;
  };
  auto story = [&]() -> task<> {
    while (ended == 0) {  // until it listens
      bool refused = false;
      try {
        co_await one(first);
      } catch (const Error& error) {
        refused = error.kind() == ErrorKind::connect;
        if (!refused) throw;
      }
      if (refused) co_await lane.clock->sleep_for(std::chrono::milliseconds(5));
    }
    for (Notes& each : notes) co_await one(each);
  };
  lane.run(story());
  ASSERT_FALSE(first.connections.empty());
  EXPECT_EQ(first.connections.back().protocol, "h2");
  for (const Notes& each : notes) {
    ASSERT_EQ(each.connections.size(), 1u);
    EXPECT_TRUE(each.connections[0].reused);
    EXPECT_EQ(each.connections[0].protocol, "h2");
    EXPECT_EQ(each.response_body, body.size());
    EXPECT_EQ(each.transports.size(), 1u);
  }
}

TEST(CurlClient, SpeaksHttp2WithoutTls) {
  Lane lane;
  const std::string folder = testing::TempDir();
  std::ofstream(folder + "/aitb_h2c.txt") << "clear";
  const std::string port = std::to_string(free_port(lane));
  ProcessOptions options;
  options.command.assign({"nghttpd", "--no-tls", "--address=127.0.0.1", "-d", folder, port});
  std::unique_ptr<Process> server;
  try {
    server = lane.process(std::move(options));
  } catch (const Error& error) {
    GTEST_SKIP() << error.what() << " (apt-get install nghttp2-server)";
  }
  HttpOptions http;
  http.http2 = true;
  const auto client = lane.curl(http);
  Notes notes;
  int answers = 0;
  auto story = [&]() -> task<> {
    while (answers < 3) {
      bool refused = false;
      try {
        HttpRequest request("GET", "http://127.0.0.1:" + port + "/aitb_h2c.txt");
        HttpResponse response = co_await client->send(std::move(request), notes);
        const std::string text = co_await response.text();
        EXPECT_EQ(text, "clear");
        ++answers;
      } catch (const Error& error) {
        refused = error.kind() == ErrorKind::connect;
        if (!refused) throw;
      }
      if (refused) co_await lane.clock->sleep_for(std::chrono::milliseconds(5));
    }
  };
  lane.run(story());
  EXPECT_EQ(notes.connections.back().protocol, "h2");
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

TEST(CurlClient, CarriesManyExchangesAtATime) {
  Lane lane;
  FunctionService service([&](ServerRequest request, Responder& out) -> task<> {
    co_await out.start(200, Headers());
    for (int i = 0; i < 5; ++i) {
      co_await lane.clock->sleep_for(std::chrono::milliseconds(1));
      co_await out.write(request.path);
    }
    co_await out.finish();
  });
  const auto server = lane.listen(service);
  const auto client = lane.curl();
  int ended = 0, good = 0;
  auto one = [&](int number) -> task<> {
    std::string path = "/" + std::to_string(number);
    HttpRequest request("GET", server->url() + path);
    HttpResponse response = co_await client->send(std::move(request), no_tap());
    const std::string text = co_await response.text();
    good += text == path + path + path + path + path;
    ++ended;
  };
  auto story = [&]() -> task<> {
    for (int i = 0; i < 200; ++i) spawn(lane.loop.get_executor(), one(i));
    co_await lane.until([&] { return ended == 200; });
  };
  lane.run(story());
  EXPECT_EQ(good, 200);
}

}  // namespace
}  // namespace aitb::test
