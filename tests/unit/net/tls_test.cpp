// TLS from the client's side: trust, names, faults, the key log, and every byte accounted for.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <aitb/testing/scripted_server.hpp>

#include "counting_relay.hpp"
#include "support.hpp"

namespace aitb {
namespace {

/// Answers with as many bytes as the path says, in chunks of 1000.
class Sized final : public HttpService {
 public:
  task<> serve(ServerRequest request, Responder& responder) override {
    std::size_t left = std::stoul(request.path.substr(1));
    Headers headers;
    co_await responder.start(200, std::move(headers));
    const std::string piece(1000, 's');
    for (; left > 0; left -= std::min<std::size_t>(left, 1000)) {
      co_await responder.write(std::string_view(piece).substr(0, std::min<std::size_t>(left, 1000)));
    }
    co_await responder.finish();
  }
};

class Tls : public ::testing::Test {
 protected:
  Tls() : ca_({"127.0.0.1", "localhost"}) {
    folder_ = std::filesystem::temp_directory_path() / ("aitb_tls_test_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    write("ca.pem", ca_.ca_pem);
  }
  ~Tls() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }

  ListenOptions listening() {
    ListenOptions options;
    options.tls = ca_.identity;
    return options;
  }
  HttpOptions trusting(const std::string& file = "ca.pem") {
    HttpOptions options;
    options.ca_file = (folder_ / file).string();
    return options;
  }
  Outcome get(testing::Lane& lane, HttpOptions options, const std::string& url, Tap& tap = no_tap()) {
    auto client = lane.net().http(std::move(options));
    return lane.run(attempt(*client, HttpRequest("GET", url), tap));
  }

  ThrowawayCa ca_;
  std::filesystem::path folder_;
  Sized service_;
};

TEST_F(Tls, CarriesAnAnswerThatTheTrustedServerGives) {
  testing::Lane lane;
  auto server = lane.net().listen(listening(), service_);
  testing::RecordingExchange tap;
  const Outcome outcome = get(lane, trusting(), server->url() + "/300000", tap);
  EXPECT_EQ(outcome.kind, std::nullopt) << outcome.text;
  EXPECT_EQ(outcome.text, std::string(300000, 's'));
  ASSERT_EQ(tap.connections.size(), 1u);
  EXPECT_EQ(tap.connections[0].tls.substr(0, 7), "TLSv1.3");
  EXPECT_TRUE(tap.connections[0].tls_done.has_value());
  EXPECT_EQ(tap.connections[0].remote, server->url().substr(8));
  EXPECT_GT(tap.transports.at(0).received, tap.head_down + tap.body_down)
      << "records and handshake weigh too";
}

TEST_F(Tls, RefusesAServerThatNobodyVouchesFor) {
  testing::Lane lane;
  auto server = lane.net().listen(listening(), service_);
  write("other.pem", ThrowawayCa({"127.0.0.1"}).ca_pem);
  testing::RecordingExchange tap;
  const Outcome outcome = get(lane, trusting("other.pem"), server->url() + "/1", tap);
  EXPECT_EQ(outcome.kind, ErrorKind::tls);
  EXPECT_NE(outcome.text.find("certificate"), std::string::npos) << outcome.text;
  ASSERT_EQ(tap.transports.size(), 1u) << "the failed handshake's bytes are reported";
  EXPECT_GT(tap.transports[0].sent, 100u);
  EXPECT_GT(tap.transports[0].received, 100u);
}

TEST_F(Tls, RefusesACertificateOfAnotherName) {
  const ThrowawayCa other({"example.org"});
  write("example.pem", other.ca_pem);
  ListenOptions options;
  options.tls = other.identity;
  testing::Lane lane;
  auto server = lane.net().listen(options, service_);
  const Outcome outcome = get(lane, trusting("example.pem"), server->url() + "/1");
  EXPECT_EQ(outcome.kind, ErrorKind::tls);
  EXPECT_NE(outcome.text.find("IP address mismatch"), std::string::npos) << outcome.text;
}

TEST_F(Tls, AsksNoCertificateWhenVerificationIsOff) {
  testing::Lane lane;
  auto server = lane.net().listen(listening(), service_);
  HttpOptions options;
  options.verify = false;
  EXPECT_EQ(get(lane, options, server->url() + "/3").text, "sss");
}

TEST_F(Tls, SaysWhichAlertCameOrWhatElseTheServerSpoke) {
  testing::Lane lane;
  using testing::Script;
  testing::ScriptedServer alert(Script().receive(100).tls_alert(40).stall());
  Outcome outcome = get(lane, trusting(), alert.url("https") + "/1");
  EXPECT_EQ(outcome.kind, ErrorKind::tls);
  EXPECT_NE(outcome.text.find("handshake failure"), std::string::npos) << outcome.text;

  testing::ScriptedServer plain(Script().receive(100).send("HTTP/1.1 400 Bad Request\r\n\r\n").stall());
  outcome = get(lane, trusting(), plain.url("https") + "/1");
  EXPECT_EQ(outcome.kind, ErrorKind::tls);
  EXPECT_NE(outcome.text.find("http://"), std::string::npos) << outcome.text;

  testing::ScriptedServer closing(Script().receive(100).close());
  outcome = get(lane, trusting(), closing.url("https") + "/1");
  EXPECT_EQ(outcome.kind, ErrorKind::tls) << outcome.text;

  testing::ScriptedServer resetting(Script().receive(100).reset());
  outcome = get(lane, trusting(), resetting.url("https") + "/1");
  EXPECT_TRUE(outcome.kind == ErrorKind::tls || outcome.kind == ErrorKind::connect) << outcome.text;
}

TEST_F(Tls, NamesTheConnectDeadlineWhenTheHandshakeStalls) {
  testing::Lane lane;
  testing::ScriptedServer silent(testing::Script().stall());
  HttpOptions options = trusting();
  options.deadlines.emplace();
  options.deadlines->connect = std::chrono::milliseconds(50);
  testing::RecordingExchange tap;
  const Outcome outcome = get(lane, options, silent.url("https") + "/1", tap);
  EXPECT_EQ(outcome.kind, ErrorKind::timeout);
  EXPECT_NE(outcome.text.find("connect deadline"), std::string::npos) << outcome.text;
  EXPECT_GT(tap.transports.at(0).sent, 100u);
}

TEST_F(Tls, SaysWhichFileHoldsNoCertificate) {
  testing::Lane lane;
  write("empty.pem", "nothing");
  try {
    lane.net().http(trusting("empty.pem"));
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::tls);
    EXPECT_NE(std::string(error.what()).find("empty.pem"), std::string::npos);
  }
}

TEST_F(Tls, WritesItsKeysWhereACaptureCanFindThem) {
  NetOptions net;
  net.key_log_file = (folder_ / "keys.txt").string();
  testing::Lane lane(net);
  auto server = lane.net().listen(listening(), service_);
  EXPECT_EQ(get(lane, trusting(), server->url() + "/2").text, "ss");
  std::stringstream keys;
  keys << std::ifstream(net.key_log_file).rdbuf();
  EXPECT_NE(keys.str().find("CLIENT_TRAFFIC_SECRET_0"), std::string::npos);
}

task<> read_a_little(HttpClient& client, std::string url, Tap& tap) {
  HttpResponse response = co_await client.send(HttpRequest("GET", url), tap);
  co_await response.read();
}

TEST_F(Tls, AccountsForEveryByteThatCrossedTheWire) {
  for (const bool tls : {false, true}) {
    testing::Lane lane;
    auto server = lane.net().listen(tls ? listening() : ListenOptions(), service_);
    CountingRelay relay(server->port());
    const std::string url = (tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(relay.port());
    testing::RecordingExchange tap;
    {
      auto client = lane.net().http(trusting());
      for (const char* path : {"/0", "/10", "/20000", "/1", "/100000"}) {
        EXPECT_EQ(lane.run(attempt(*client, HttpRequest("GET", url + path), tap)).kind, std::nullopt);
      }
      client->forget_idle();
      EXPECT_EQ(
          lane.run(attempt(*client, HttpRequest("POST", url + "/5", std::string(70000, 'b')), tap)).kind,
          std::nullopt);
      if (tls) {
        auto doubting = lane.net().http(HttpOptions());
        EXPECT_EQ(lane.run(attempt(*doubting, HttpRequest("GET", url + "/1"), tap)).kind, ErrorKind::tls);
      }
    }
    // The server must see its connections end while its lane still runs.
    lane.run(server->stop(std::chrono::seconds(5)));
    server.reset();
    relay.finish();
    std::uint64_t sent = 0, received = 0;
    for (const TransportFact& fact : tap.transports) {
      sent += fact.sent;
      received += fact.received;
    }
    EXPECT_EQ(sent, relay.up()) << (tls ? "TLS" : "plain");
    EXPECT_EQ(received, relay.down()) << (tls ? "TLS" : "plain");
  }
}

TEST_F(Tls, CanBeCancelledAtEveryStepOfTheLane) {
  testing::Lane lane;
  auto server = lane.net().listen(listening(), service_);
  auto client = lane.net().http(trusting());
  bool completed = false;
  int steps = 0;
  for (; !completed && steps < 500; ++steps) {
    client->forget_idle();
    testing::RecordingExchange tap;
    std::exception_ptr thrown;
    Running work(lane.executor(), read_a_little(*client, server->url() + "/10", tap),
                 [&](std::exception_ptr failure) { thrown = failure; });
    lane.context().restart();
    for (int i = 0; i < steps && !work.ended(); ++i) lane.context().run_one_for(std::chrono::seconds(5));
    completed = work.ended();
    work.cancel();
    while (!work.ended()) ASSERT_EQ(lane.context().run_one_for(std::chrono::seconds(5)), 1u) << steps;
    if (completed) {
      EXPECT_FALSE(thrown);
    } else if (thrown) {
      ASSERT_EQ(as_error(thrown, "").kind(), ErrorKind::cancelled) << steps;
    }
    ASSERT_LE(tap.transports.size(), 1u);
  }
  EXPECT_TRUE(completed) << steps;
}

TEST_F(Tls, ReportsAnAbortedExchangeOnce) {
  testing::Lane lane;
  auto server = lane.net().listen(listening(), service_);
  auto client = lane.net().http(trusting());
  testing::RecordingExchange tap;
  lane.run(read_a_little(*client, server->url() + "/5000000", tap));
  ASSERT_EQ(tap.transports.size(), 1u);
  EXPECT_GT(tap.transports[0].received, 1000u);
  EXPECT_EQ(tap.response_ends, 0);
  // The connection was not kept: the next exchange makes its own.
  EXPECT_EQ(lane.run(attempt(*client, HttpRequest("GET", server->url() + "/1"), tap)).text, "s");
  EXPECT_FALSE(tap.connections.back().reused);
}

}  // namespace
}  // namespace aitb
