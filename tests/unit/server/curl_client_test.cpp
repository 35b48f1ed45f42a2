// HttpClient on libcurl against our own server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <aitb/temporary_folder.hpp>
#include <fstream>

#include "tests/unit/server/curl_notes.hpp"
#include "tests/unit/server/support.hpp"

namespace aitb::test {
namespace {

task<> echo(ServerRequest request, Responder& out) {
  Headers headers;
  headers.add("X-Method", request.method);
  headers.add("X-Accept", request.headers.has("Accept") ? "sent" : "absent");
  std::string body = request.path + " " + std::string(request.headers.get("X-Key")) + " " + request.body;
  co_await out.reply(201, std::move(headers), std::move(body));
}

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

TEST(CurlClient, SpeaksTls) {
  const ThrowawayCa ca({"localhost", "127.0.0.1"});
  const TemporaryFolder files;
  const std::string file = files.path() / "ca.pem", keys = files.path() / "keys.txt";
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
