#include <gmock/gmock.h>

#include <fmt/format.h>

#include "peer.hpp"

namespace {

using mcp_test::Peer;
using mcp_test::program;
using mcp_test::server;
using testing::HasSubstr;
using testing::StartsWith;

std::string says(const std::string& message) { return "say '" + message + "'; "; }

std::string result(int id, const std::string& content) {
  return says(fmt::format(R"({{"jsonrpc":"2.0","id":{},"result":{{"content":[{}]}}}})", id, content));
}

const std::string kText = R"({"type":"text","text":"done"})";

TEST(McpSession, ReportsItsBytesProgressAndMedia) {
  const std::string progress =
      R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":3,"progress":1}})";
  const std::string picture = R"({"type":"image","data":"aGkh","mimeType":"image/png"})";
  const std::string answer =
      R"({"jsonrpc":"2.0","id":3,"result":{"content":[)" + kText + "," + picture + "]}}";
  Peer peer(server("ask; " + says(progress) + says(answer) + "ask"));
  EXPECT_EQ(peer.list(), 1u);
  peer.out = aitb::testing::RecordingExchange();
  const aitb::ToolResult got = peer.act("{\"a\":1}");
  EXPECT_EQ(got.text, "done\n[image/png, 3 bytes]");
  ASSERT_EQ(got.media.size(), 1u);
  EXPECT_EQ(got.media[0].bytes, "hi!");
  EXPECT_EQ(peer.out.count("keep_alive"), 1);
  EXPECT_EQ(peer.out.requests_sent, 1);
  EXPECT_EQ(peer.out.response_ends, 1);
  EXPECT_EQ(peer.out.connections.at(0).protocol, "stdio");
  EXPECT_TRUE(peer.out.connections.at(0).reused);
  const std::string asked =
      R"({"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"act","arguments":{"a":1},"_meta":{"progressToken":3}}})";
  EXPECT_EQ(peer.out.body_up, asked.size() + 1);
  EXPECT_EQ(peer.out.body_down, progress.size() + 1 + answer.size() + 1);
}

TEST(McpSession, TellsAToolsFailureFromAServersRefusal) {
  Peer peer(server(
      "ask; " +
      says(R"({"jsonrpc":"2.0","id":3,"result":{"content":[{"type":"text","text":"no"}],"isError":true}})") +
      "ask; " + says(R"({"jsonrpc":"2.0","id":4,"error":{"code":-32602,"message":"Unknown tool"}})") +
      "ask"));
  peer.list();
  EXPECT_TRUE(peer.act().is_error);
  EXPECT_EQ(peer.failure([&] { peer.act(); }),
            "tool_failure: tools/call on MCP server it: Unknown tool (code -32602)");
}

TEST(McpSession, RefusesArgumentsThatAreNoObjectWithoutAsking) {
  Peer peer(server("ask"));
  peer.list();
  peer.out = aitb::testing::RecordingExchange();
  EXPECT_TRUE(peer.act("[1]").is_error);
  EXPECT_TRUE(peer.act("{\"a\":").is_error);
  EXPECT_EQ(peer.out.requests_sent, 0);
}

TEST(McpSession, SaysHowAProgramWasKilled) {
  Peer crashed(server("ask; kill -9 $$"));
  crashed.list();
  EXPECT_THAT(crashed.failure([&] { crashed.act(); }),
              StartsWith("tool_failure: talking to MCP server it: its program has ended (signal 9)"));
}

TEST(McpSession, SaysThatAProgramDidNotStay) {
  Peer absent(program("exit 7"));
  EXPECT_THAT(absent.failure([&] { absent.list(); }), HasSubstr("(exit status 7)"));
}

TEST(McpSession, SaysThatThereIsNoSuchProgram) {
  mcp::ServerEntry nothing = program("");
  nothing.command = "/no/such/program";
  Peer missing(nothing);
  EXPECT_THAT(missing.failure([&] { missing.list(); }),
              StartsWith("tool_failure: starting MCP server it: starting '/no/such/program'"));
}

TEST(McpSession, StartsADeadServerAgainForTheNextListing) {
  Peer peer(server("ask; say '{\"jsonrpc\":\"2.0\",\"id\":'$id',\"result\":{\"content\":[" + kText.substr(0) +
                   "]}}'"));
  peer.list();
  EXPECT_EQ(peer.act().text, "done");
  EXPECT_THAT(peer.failure([&] { peer.act(); }), StartsWith("tool_failure"))
      << "its program has ended after one call";
  EXPECT_THAT(peer.failure([&] { peer.act(); }), StartsWith("tool_failure")) << "a call starts nothing";
  EXPECT_EQ(peer.list(), 1u);
  EXPECT_EQ(peer.failure([&] { peer.act(); }), "nothing");
}

TEST(McpSession, GivesUpOnASilentServerAndCancelsTheCall) {
  mcp::Options options;
  options.timeout = std::chrono::milliseconds(50);
  Peer peer(server("ask; ask; " +
                   // Only a cancellation of request 3 lets it answer the next one.
                   std::string("case $line in *notifications/cancelled*'\"requestId\":3'*) ask; ") +
                   result(4, kText) + ";; esac; ask"),
            options);
  peer.list();
  EXPECT_THAT(peer.failure([&] { peer.act(); }),
              StartsWith("timeout: talking to MCP server it: it said nothing"));
  EXPECT_EQ(peer.act().text, "done");
}

TEST(McpSession, IgnoresWhatIsNoMessageAndLateAnswers) {
  Peer peer(server("ask; " + says("hello there") + says("[]") + says("{\"jsonrpc\":\"1.0\"}") +
                   says(R"({"jsonrpc":"2.0","id":77,"result":{}})") + result(3, kText) + "ask"));
  peer.list();
  EXPECT_EQ(peer.act().text, "done");
}

TEST(McpSession, RefusesPagesThatDoNotEnd) {
  Peer peer(program(R"(say() { printf '%s\n' "$1"; }
ask() { read -r line || exit 0; id=${line#*\"id\":}; id=${id%%,*}; }
ask; say '{"jsonrpc":"2.0","id":'$id',"result":{"protocolVersion":"2025-11-25"}}'; ask
while ask; do say '{"jsonrpc":"2.0","id":'$id',"result":{"tools":[],"nextCursor":"again"}}'; done)"));
  EXPECT_EQ(peer.failure([&] { peer.list(); }),
            "protocol: listing tools of MCP server it: its pages do not end");
}

}  // namespace
