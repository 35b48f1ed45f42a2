#include "net/http_server_parser.hpp"

#include <gtest/gtest.h>

namespace aitb::net {
namespace {

TEST(RequestParser, GivesTheSameRequestForEverySplit) {
  const std::string text =
      "POST /v1/chat?stream=true HTTP/1.1\r\nHost: h\r\nX-Two: 1\r\nX-Two: 2\r\nContent-Length: "
      "11\r\n\r\nhello world";
  for (std::size_t at = 0; at <= text.size(); ++at) {
    ServerRequest request;
    RequestParser parser(request, 100);
    std::string kept;
    for (const std::string& piece : {text.substr(0, at), text.substr(at) + "next"}) {
      kept += piece;
      kept.erase(0, parser.feed(kept));
    }
    ASSERT_TRUE(parser.is_done()) << "split at " << at;
    EXPECT_EQ(parser.fault().status, 0);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/v1/chat?stream=true");
    EXPECT_EQ(request.path, "/v1/chat");
    EXPECT_EQ(request.query, "stream=true");
    EXPECT_EQ(request.headers.all().size(), 4u);
    EXPECT_EQ(request.headers.get("x-two"), "1");
    EXPECT_EQ(request.body, "hello world");
    EXPECT_EQ(kept, "next");
  }
}

TEST(RequestParser, TakesAChunkedBodyByteByByte) {
  const std::string text =
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nTrailer: t\r\n\r\n";
  ServerRequest request;
  RequestParser parser(request, 100);
  std::string kept;
  for (const char byte : text) {
    ASSERT_FALSE(parser.is_done());
    kept += byte;
    kept.erase(0, parser.feed(kept));
  }
  EXPECT_TRUE(parser.is_done());
  EXPECT_EQ(parser.fault().status, 0) << parser.fault().message;
  EXPECT_EQ(request.body, "abc");
  EXPECT_EQ(kept, "");
}

TEST(RequestParser, UnderstandsTargets) {
  struct Case {
    const char *target, *path, *query;
  };
  for (const Case& each :
       {Case{"/", "/", ""}, Case{"/a%2Fb%zz%4", "/a/b%zz%4", ""}, Case{"/?a=?", "/", "a=?"},
        Case{"http://h:1/p?q", "/p", "q"}, Case{"https://h", "/", ""}, Case{"*", "*", ""}}) {
    ServerRequest request;
    request.target = each.target;
    EXPECT_TRUE(split_target(request)) << each.target;
    EXPECT_EQ(request.path, each.path);
    EXPECT_EQ(request.query, each.query);
  }
  ServerRequest request;
  request.target = "relative";
  EXPECT_FALSE(split_target(request));
}

TEST(RequestParser, SeesAWishForWebSocket) {
  for (const bool wish : {true, false}) {
    ServerRequest request;
    RequestParser parser(request, 100);
    parser.feed(std::string("GET /rt HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: ") +
                (wish ? "websocket" : "h2c") + "\r\n\r\n");
    EXPECT_TRUE(parser.is_done());
    EXPECT_EQ(request.upgrade, wish);
  }
}

}  // namespace
}  // namespace aitb::net
