// The client and the server of libaitb talking to each other over loopback.
#include <gtest/gtest.h>

#include <set>

#include <aitb/testing/run.hpp>

namespace aitb {
namespace {

/// "/stream" answers in five chunks, everything else echoes method, path and body.
class Echo final : public HttpService {
 public:
  task<> serve(ServerRequest request, Responder& responder) override {
    Headers headers;
    headers.set("Content-Type", "text/plain");
    if (request.path != "/stream") {
      std::string text = request.method + " " + request.path + " " + request.body;
      co_await responder.reply(200, std::move(headers), std::move(text));
      co_return;
    }
    co_await responder.start(200, std::move(headers));
    for (int i = 0; i < 5; ++i) co_await responder.write("piece ");
    co_await responder.finish();
  }
};

class NotingTap final : public Tap {
 public:
  void connection(const ConnectionFact& fact) noexcept override { connections.push_back(fact); }
  void request_sent(Instant, Instant, std::size_t head, std::size_t body) noexcept override {
    sent_l7 += head + body;
  }
  void arrived(const Arrival& arrival) noexcept override { arrivals.push_back(arrival); }
  void response_head(int, std::size_t head) noexcept override { received_l7 += head; }
  void response_end(std::size_t body) noexcept override {
    received_l7 += body;
    ++ends;
  }
  void transport(const TransportFact& fact) noexcept override { transports.push_back(fact); }

  std::vector<ConnectionFact> connections;
  std::vector<Arrival> arrivals;
  std::vector<TransportFact> transports;
  std::size_t sent_l7 = 0, received_l7 = 0;
  int ends = 0;
};

task<std::string> fetch(HttpClient& client, HttpRequest request, Tap& tap) {
  HttpResponse response = co_await client.send(std::move(request), tap);
  std::string text = co_await response.text();
  co_return text;
}

TEST(HttpClientAndServer, EchoAnAnswerOverOneKeptConnection) {
  testing::Lane lane;
  Echo echo;
  auto server = lane.net().listen(ListenOptions(), echo);
  auto client = lane.net().http(HttpOptions());
  NotingTap first, second;
  EXPECT_EQ(
      lane.run(fetch(*client, HttpRequest("POST", server->url() + "/a?b=1", "hello", "text/plain"), first)),
      "POST /a hello");
  EXPECT_EQ(lane.run(fetch(*client, HttpRequest("GET", server->url() + "/stream"), second)),
            "piece piece piece piece piece ");
  ASSERT_EQ(first.connections.size(), 1u);
  EXPECT_FALSE(first.connections[0].reused);
  EXPECT_TRUE(first.connections[0].tcp_done.has_value());
  ASSERT_EQ(second.connections.size(), 1u);
  EXPECT_TRUE(second.connections[0].reused);
  EXPECT_FALSE(second.connections[0].tcp_done.has_value());
  for (const NotingTap* tap : {&first, &second}) {
    ASSERT_EQ(tap->transports.size(), 1u);
    EXPECT_EQ(tap->transports[0].sent, tap->sent_l7);
    EXPECT_EQ(tap->transports[0].received, tap->received_l7);
    EXPECT_EQ(tap->ends, 1);
  }
  EXPECT_EQ(second.transports[0].sent_offset, first.transports[0].sent);
  EXPECT_GE(second.transports[0].segments_in.value_or(0), 1u);
  for (const char* path : {"/c?d=2", "/c?d=2", "/e"}) {
    NotingTap more;
    EXPECT_EQ(lane.run(fetch(*client, HttpRequest("GET", server->url() + path), more)),
              "GET " + std::string(path).substr(0, 2) + " ");
  }
}

TEST(HttpClientAndServer, MeetAtAnAddressOfVersionSix) {
  testing::Lane lane;
  Echo echo;
  ListenOptions options;
  options.host = "::1";
  std::unique_ptr<HttpServer> server;
  try {
    server = lane.net().listen(options, echo);
  } catch (const Error& error) {
    GTEST_SKIP() << "no IPv6 here: " << error.what();
  }
  auto client = lane.net().http(HttpOptions());
  NotingTap tap;
  const std::string url = "http://[::1]:" + std::to_string(server->port()) + "/v6?a=b#part";
  EXPECT_EQ(lane.run(fetch(*client, HttpRequest("GET", url), tap)), "GET /v6 ");
  EXPECT_EQ(tap.connections.at(0).remote, "[::1]:" + std::to_string(server->port()));
}

TEST(HttpClientAndServer, SpreadManyConnectionsOverSourceAddresses) {
  NetOptions options;
  options.source_addresses = 3;
  testing::Lane lane(options);
  Echo echo;
  auto server = lane.net().listen(ListenOptions(), echo);
  auto client = lane.net().http(HttpOptions());
  NotingTap tap;
  for (int i = 0; i < 3; ++i) {
    lane.run(fetch(*client, HttpRequest("GET", server->url()), tap));
    client->forget_idle();
  }
  std::set<std::string> sources;
  for (const ConnectionFact& fact : tap.connections)
    sources.insert(fact.local.substr(0, fact.local.find(':')));
  EXPECT_EQ(sources, (std::set<std::string>{"127.0.0.1", "127.0.0.2", "127.0.0.3"}));
}

TEST(HttpClientAndServer, SeeTheKernelsReceiveStampBeforeTheirOwn) {
  testing::Lane lane;
  Echo echo;
  auto server = lane.net().listen(ListenOptions(), echo);
  auto client = lane.net().http(HttpOptions());
  NotingTap tap;
  std::size_t stamped = 0;
  // The kernel switches stamping on in the background, so the first packets of a quiet machine may carry
  // none.
  for (int i = 0; i < 5000 && stamped == 0; ++i) {
    tap.arrivals.clear();
    lane.run(fetch(*client, HttpRequest("GET", server->url()), tap));
    for (const Arrival& arrival : tap.arrivals) {
      if (!arrival.kernel) continue;
      ++stamped;
      EXPECT_LE(*arrival.kernel, arrival.at);
    }
  }
  EXPECT_GE(stamped, 1u);
}

}  // namespace
}  // namespace aitb
