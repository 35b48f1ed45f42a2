#include <gmock/gmock.h>

#include <fmt/format.h>

#include <optional>

#include "mcp_wire/messages.hpp"
#include "peer.hpp"

namespace {

using aitb::Headers;
using mcp_test::Peer;
using testing::Contains;

/// A server that breaks its streams, or forgets its first session, as a test wants.
class Forgetful final : public aitb::HttpService {
 public:
  bool breaks = false, forgets = false;
  int sessions = 0;
  std::vector<std::string> seen;  ///< method, session and JSON-RPC method of each request
  std::string last_event_id, version;

  aitb::task<> serve(aitb::ServerRequest request, aitb::Responder& responder) override {
    std::string session(request.headers.get("mcp-session-id"));
    const mcp_wire::Parsed parsed = mcp_wire::parse(request.body);
    const std::string method = parsed.messages.empty() ? "" : parsed.messages.front().method;
    seen.push_back(request.method + " " + session + " " + method);
    if (method != "initialize") version = request.headers.get("mcp-protocol-version");
    Headers headers;
    headers.set("Content-Type", "application/json");
    if (request.method == "GET") {
      last_event_id = request.headers.get("last-event-id");
      headers.set("Content-Type", "text/event-stream");
      co_await responder.start(200, std::move(headers));
      const std::string event = "data: " + result_ + "\n\n";
      co_await responder.write(event);
      co_await responder.finish();
    } else if (forgets && session == "s1" && method == "tools/call") {
      co_await responder.reply(404, std::move(headers), "{}");
    } else if (method.starts_with("notifications/")) {
      co_await responder.reply(202, std::move(headers), "");
    } else if (method == "tools/call" && breaks) {
      result_ = answer(parsed.messages.front());
      headers.set("Content-Type", "text/event-stream");
      co_await responder.start(200, std::move(headers));
      co_await responder.write("id: e7\nretry: 1\ndata:\n\n");
      responder.abort(true);
    } else if (request.method == "DELETE") {
      co_await responder.reply(200, std::move(headers), "");
    } else {
      if (method == "initialize") headers.set("Mcp-Session-Id", fmt::format("s{}", ++sessions));
      std::string body = answer(parsed.messages.front());
      co_await responder.reply(200, std::move(headers), std::move(body));
    }
  }

 private:
  static std::string answer(const mcp_wire::Message& asked) {
    if (asked.method == "initialize")
      return mcp_wire::result(asked.id, R"({"protocolVersion":"2025-06-18"})");
    if (asked.method == "tools/list") return mcp_wire::result(asked.id, R"({"tools":[{"name":"act"}]})");
    return mcp_wire::result(asked.id, R"({"content":[{"type":"text","text":"done"}]})");
  }
  std::string result_;
};

mcp::ServerEntry at(const std::string& url) {
  mcp::ServerEntry entry;
  entry.name = "it";
  entry.url = url + "/mcp";
  return entry;
}

class McpHttp : public testing::Test {
 public:
  void start(bool breaks, bool forgets) {
    service.breaks = breaks;
    service.forgets = forgets;
    mcp::Options options;
    options.listen = false;
    const int port = reserve();
    peer.emplace(at("http://127.0.0.1:" + std::to_string(port)), options);
    aitb::ListenOptions listening;
    listening.port = port;
    server = peer->lane.net().listen(listening, service);
  }
  void TearDown() override {
    peer->lane.run(peer->provider->close());
    peer->lane.run(server->stop(std::chrono::seconds(1)));
    server.reset();
    peer.reset();
  }

  Forgetful service;
  std::optional<Peer> peer;
  std::unique_ptr<aitb::HttpServer> server;

 private:
  /// A port that was free a moment ago.
  static int reserve() {
    aitb::testing::Lane lane;
    Forgetful nobody;
    return lane.net().listen(aitb::ListenOptions(), nobody)->port();
  }
};

TEST_F(McpHttp, GoesOnWithABrokenStreamWhereItEnded) {
  start(true, false);
  EXPECT_EQ(peer->list(), 1u);
  EXPECT_EQ(peer->act().text, "done");
  EXPECT_EQ(service.last_event_id, "e7");
  EXPECT_EQ(service.version, "2025-06-18");
}

TEST_F(McpHttp, OpensANewSessionWhereTheServerHasForgottenIt) {
  start(false, true);
  peer->list();
  EXPECT_EQ(peer->act().text, "done");
  EXPECT_EQ(service.sessions, 2);
  EXPECT_THAT(service.seen, Contains("POST s2 tools/call"));
}

TEST_F(McpHttp, EndsItsSession) {
  start(false, false);
  peer->list();
  peer->lane.run(peer->provider->close());
  EXPECT_EQ(service.seen.back(), "DELETE s1 ");
}

}  // namespace
