// Queries of each engine against a server that answers by script.
#include <gtest/gtest.h>

#include <aitb/testing/recording_exchange.hpp>
#include <aitb/testing/run.hpp>
#include <aitb/testing/scripted_server.hpp>

#include "search.hpp"

namespace search {
namespace {

using aitb::ErrorKind;
using aitb::testing::RecordingExchange;
using aitb::testing::Script;
using aitb::testing::ScriptedServer;
using Hits = std::vector<aitb::SearchHit>;

std::string http(int status, std::string body, std::string headers = {}) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: x\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

Script answers(std::vector<std::string> all) {
  Script script;
  for (std::string& one : all) script.receive_request().send(std::move(one));
  return script;
}

class Query : public ::testing::Test {
 protected:
  Hits ask(ScriptedServer& server, Options options, int most = 10) {
    options.base_url = server.url();
    aitb::Context context(aitb::null_log(), lane.clock(), lane.net(), aitb::Random(), {});
    SearchProvider provider(std::move(options), context);
    return lane.run(provider.query("6g radio & more", most, out));
  }

  aitb::Error failure(std::string answer, Options options) {
    ScriptedServer server(answers({std::move(answer)}));
    try {
      ask(server, std::move(options));
    } catch (const aitb::Error& error) {
      return error;
    }
    return aitb::Error(ErrorKind::internal, "it did not fail");
  }

  Options of(const char* engine) {
    Options options;
    options.engine = engine;
    options.api_key = "canary-key";
    options.cx = "engine-1";
    return options;
  }

  aitb::testing::Lane lane;
  RecordingExchange out;
};

std::string lite_page(int from, int count, bool more) {
  std::string page = "<input name=\"q\" value=\"x\">";
  for (int i = from; i < from + count; ++i) {
    const std::string number = std::to_string(i);
    page += "<tr><td><a class='result-link' href='http://h.example/" + number + "'>Hit " + number +
            "</a></td></tr><tr><td class='result-snippet'>About " + number + "</td></tr>";
  }
  if (more) {
    page +=
        "<form action='/lite/'><input type='submit' value='Next Page &gt;'><input type='hidden' name='s' "
        "value='" +
        std::to_string(from + count) + "'></form>";
  }
  return page;
}

TEST_F(Query, OfDuckDuckGoIsAForm) {
  ScriptedServer server(answers({http(200, lite_page(0, 3, false))}));
  const Hits hits = ask(server, of("duckduckgo"));
  ASSERT_EQ(hits.size(), 3u);
  EXPECT_EQ(hits[2].title, "Hit 2");
  EXPECT_EQ(hits[2].snippet, "About 2");
  const std::string sent = server.received().front();
  EXPECT_TRUE(sent.starts_with("POST /lite/ HTTP/1.1\r\n")) << sent;
  EXPECT_TRUE(sent.ends_with("\r\n\r\nq=6g+radio+%26+more&b=&kl=")) << sent;
  EXPECT_EQ(sent.find("canary-key"), std::string::npos);
  EXPECT_EQ(out.text(aitb::Channel::answer).substr(0, 36), "Hit 0\nhttp://h.example/0\nAbout 0\n\nHi");
}

TEST_F(Query, FollowsPagesUntilItHasEnough) {
  ScriptedServer server(answers({http(200, lite_page(0, 10, true)), http(200, lite_page(10, 10, true))}));
  const Hits hits = ask(server, of("duckduckgo"), 12);
  ASSERT_EQ(hits.size(), 12u);
  EXPECT_EQ(hits.back().title, "Hit 11");
  ASSERT_EQ(server.received().size(), 1u) << "the pages of a query share a connection";
  EXPECT_TRUE(server.received().front().ends_with("s=10"));
  ASSERT_EQ(out.transports.size(), 2u);
  EXPECT_EQ(out.transports.back().sent, server.received().front().size()) << "both pages together";
  EXPECT_EQ(out.connections.size(), 1u);
}

TEST_F(Query, TakesANewConnectionUnlessTold) {
  for (const bool keep : {false, true}) {
    std::vector<Script> scripts(
        2, answers({http(200, lite_page(0, 1, false)), http(200, lite_page(0, 1, false))}));
    ScriptedServer server(std::move(scripts));
    Options options = of("duckduckgo");
    options.base_url = server.url();
    options.keep_connections = keep;
    aitb::Context context(aitb::null_log(), lane.clock(), lane.net(), aitb::Random(), {});
    SearchProvider provider(std::move(options), context);
    lane.run(provider.query("a", 1, out));
    lane.run(provider.query("b", 1, out));
    EXPECT_EQ(server.received().size(), keep ? 1u : 2u);
  }
}

TEST_F(Query, OfGoogleGoesOnAtTheNextPage) {
  ScriptedServer server(answers(
      {http(
           200,
           R"({"items": [{"title": "A", "link": "http://a/", "snippet": "aa"}], "queries": {"nextPage": [{"startIndex": 11}]}})"),
       http(200, R"({"items": [{"title": "B", "link": "http://b/"}], "queries": {}})")}));
  const Hits hits = ask(server, of("google"), 15);
  ASSERT_EQ(hits.size(), 2u);
  EXPECT_EQ(hits[1].url, "http://b/");
  const std::string sent = server.received().front();
  EXPECT_TRUE(sent.starts_with(
      "GET /customsearch/v1?key=canary-key&cx=engine-1&q=6g+radio+%26+more&num=10 HTTP/1.1\r\n"))
      << sent;
  EXPECT_NE(sent.find("&num=5&start=11 HTTP"), std::string::npos) << sent;
}

TEST_F(Query, OfGoogleWithoutHitsIsEmpty) {
  ScriptedServer server(
      answers({http(200, R"({"kind": "customsearch#search", "queries": {"request": []}})")}));
  EXPECT_TRUE(ask(server, of("google")).empty());
}

TEST_F(Query, OfBraveCountsPages) {
  const char* const kOne = R"({"query": {"more_results_available": true}, "web": {"results": [
    {"title": "<strong>A</strong> &amp; B", "url": "http://a/", "description": "the <strong>a</strong>"}]}})";
  ScriptedServer server(answers({http(200, kOne), http(200, R"({"query": {}, "web": {"results": []}})")}));
  const Hits hits = ask(server, of("brave"), 30);
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].title, "A & B");
  EXPECT_EQ(hits[0].snippet, "the a");
  const std::string sent = server.received().front();
  EXPECT_TRUE(sent.starts_with("GET /res/v1/web/search?q=6g+radio+%26+more&count=20 HTTP/1.1\r\n")) << sent;
  EXPECT_NE(sent.find("&count=20&offset=1 HTTP"), std::string::npos);
  EXPECT_NE(sent.find("X-Subscription-Token: canary-key\r\n"), std::string::npos);
}

struct Refusal {
  const char* engine;
  int status;
  const char *headers, *body;
  ErrorKind kind;
  const char* code;
  int wait_sec;
};

TEST_F(Query, KnowsEveryRefusal) {
  const char* const kPuzzle =
      "<div class=\"anomaly-modal__title\">Unfortunately, bots use DuckDuckGo too.</div>";
  const std::vector<Refusal> refusals = {
      {"duckduckgo", 202, "", kPuzzle, ErrorKind::rate_limited, "anomaly", -1},
      {"duckduckgo", 403, "Retry-After: 9\r\n", kPuzzle, ErrorKind::rate_limited, "anomaly", 9},
      {"duckduckgo", 200, "", kPuzzle, ErrorKind::rate_limited, "anomaly", -1},
      {"duckduckgo", 200, "", "<h1>It works!</h1>", ErrorKind::protocol, "", -1},
      {"duckduckgo", 403, "", "<h1>Forbidden</h1>", ErrorKind::auth, "", -1},
      {"duckduckgo", 503, "", "", ErrorKind::server_error, "", -1},
      {"google", 400, "",
       R"({"error": {"code": 400, "message": "API key not valid: canary-key.", "status": "INVALID_ARGUMENT"}})",
       ErrorKind::auth, "INVALID_ARGUMENT", -1},
      {"google", 400, "",
       R"({"error": {"code": 400, "message": "Invalid Value", "errors": [{"reason": "invalid"}], "status": "INVALID_ARGUMENT"}})",
       ErrorKind::client_error, "INVALID_ARGUMENT", -1},
      {"google", 403, "",
       R"({"error": {"message": "Daily Limit", "errors": [{"reason": "dailyLimitExceeded"}]}})",
       ErrorKind::rate_limited, "dailyLimitExceeded", -1},
      {"google", 429, "Retry-After: 3\r\n",
       R"({"error": {"message": "Quota", "errors": [{"reason": "rateLimitExceeded"}], "status": "RESOURCE_EXHAUSTED"}})",
       ErrorKind::rate_limited, "RESOURCE_EXHAUSTED", 3},
      {"google", 500, "", "<html>", ErrorKind::server_error, "", -1},
      {"google", 200, "", "<html>", ErrorKind::protocol, "", -1},
      {"brave", 422, "",
       R"({"type": "ErrorResponse", "error": {"code": "SUBSCRIPTION_TOKEN_INVALID", "detail": "Not canary-key"}})",
       ErrorKind::auth, "SUBSCRIPTION_TOKEN_INVALID", -1},
      {"brave", 422, "",
       R"x({"error": {"code": "VALIDATION", "detail": "Unable to validate request parameter(s)"}})x",
       ErrorKind::client_error, "VALIDATION", -1},
      {"brave", 429, "x-ratelimit-remaining: 0, 14832\r\nx-ratelimit-reset: 1, 1419704\r\n",
       R"({"error": {"code": "RATE_LIMITED", "detail": "Rate limit"}})", ErrorKind::rate_limited,
       "RATE_LIMITED", 1},
      {"brave", 200, "", "[1]", ErrorKind::protocol, "", -1}};
  for (const Refusal& one : refusals) {
    const aitb::Error error = failure(http(one.status, one.body, one.headers), of(one.engine));
    const std::string what = std::string(one.engine) + " " + std::to_string(one.status) + ": " + error.what();
    EXPECT_EQ(error.kind(), one.kind) << what;
    EXPECT_EQ(error.code(), one.code) << what;
    EXPECT_EQ(error.http_status(), one.status) << what;
    EXPECT_EQ(error.retry_after().value_or(std::chrono::seconds(-1)), std::chrono::seconds(one.wait_sec))
        << what;
    EXPECT_EQ(what.find("canary-key"), std::string::npos) << what;
  }
}

TEST_F(Query, RefusesOptionsThatCannotWork) {
  Options options = of("brave");
  options.base_url = "api.example";
  EXPECT_THROW(make_engine(options), aitb::ConfigError);
}

}  // namespace
}  // namespace search
