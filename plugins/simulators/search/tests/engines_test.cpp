// The simulated engines over a real connection: pages, keys, limits, faults.
#include <gtest/gtest.h>

#include <aitb/testing/run.hpp>
#include <boost/json/parse.hpp>

#include "simulator.hpp"

namespace search_simulator {
namespace {

namespace json = boost::json;

struct Got {
  int status = 0;
  aitb::Headers headers;
  std::string body;
};

class Engines : public ::testing::Test {
 protected:
  void serve(Options options) {
    options.latency_ms = aitb::Distribution(0);
    context =
        std::make_unique<aitb::Context>(aitb::null_log(), lane.clock(), lane.net(), aitb::Random(7), ".");
    simulator = std::make_unique<SearchSimulator>(std::move(options), *context);
    server = lane.net().listen(aitb::ListenOptions(), *simulator);
    client = lane.net().http(aitb::HttpOptions());
  }
  aitb::task<Got> fetch(aitb::HttpRequest request) {
    aitb::HttpResponse response = co_await client->send(std::move(request), aitb::no_tap());
    Got got;
    got.status = response.status;
    got.headers = response.headers;
    got.body = co_await response.text();
    co_return got;
  }
  Got get(const std::string& target, const std::string& header = {}, const std::string& value = {}) {
    aitb::HttpRequest request("GET", server->url() + target);
    if (!header.empty()) request.headers.set(header, value);
    return lane.run(fetch(std::move(request)));
  }
  Got post(const std::string& path, const std::string& form) {
    aitb::HttpRequest request("POST", server->url() + path, form, "application/x-www-form-urlencoded");
    return lane.run(fetch(std::move(request)));
  }
  static json::object object(const Got& got) { return json::parse(got.body).as_object(); }
  static int count(const std::string& text, const std::string& what) {
    int found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
  }

  aitb::testing::Lane lane;
  std::unique_ptr<aitb::Context> context;
  std::unique_ptr<SearchSimulator> simulator;
  std::unique_ptr<aitb::HttpServer> server;
  std::unique_ptr<aitb::HttpClient> client;
};

TEST_F(Engines, GiveTheSameAnswerToTheSameQuery) {
  serve(Options());
  const Got first = post("/lite/", "q=6g+radio&b="), again = post("/lite/", "q=6g%20radio&b=");
  EXPECT_EQ(first.body, again.body);
  EXPECT_NE(first.body, post("/lite/", "q=5g+radio&b=").body);
  EXPECT_EQ(count(first.body, "class='result-link'"), 11) << "ten and an advertisement";
  EXPECT_EQ(count(first.body, "result-sponsored"), 3);
  EXPECT_NE(first.body.find("<b>radio</b>"), std::string::npos) << "the query's words are marked";
}

TEST_F(Engines, PageThroughAllResults) {
  Options options;
  options.results = 30;
  serve(options);
  int links = 0;
  for (int start = 0; start < 40; start += 10) {
    links += count(post("/html/", "q=paging&s=" + std::to_string(start)).body, "web-result ");
  }
  const json::object google = object(get("/customsearch/v1?q=paging&key=k&cx=c"));
  const auto& information = google.at("searchInformation").as_object();
  EXPECT_EQ(std::to_string(links), std::string(information.at("totalResults").as_string()));
}

TEST_F(Engines, AnswerAsGoogleDoes) {
  serve(Options());
  const json::object answer = object(get("/customsearch/v1?q=edge%20cloud&key=k&cx=engine&num=4&start=3"));
  EXPECT_EQ(answer.at("kind"), "customsearch#search");
  const auto& items = answer.at("items").as_array();
  ASSERT_EQ(items.size(), 4u);
  for (const char* key : {"kind", "title", "htmlTitle", "link", "displayLink", "snippet", "htmlSnippet",
                          "formattedUrl", "htmlFormattedUrl"}) {
    EXPECT_TRUE(items[0].as_object().contains(key)) << key;
  }
  const auto& queries = answer.at("queries").as_object();
  EXPECT_EQ(queries.at("nextPage").as_array()[0].at("startIndex"), 7);
  EXPECT_EQ(queries.at("request").as_array()[0].at("cx"), "engine");
  EXPECT_FALSE(object(get("/customsearch/v1?q=nothing%20matches%20this&key=k&cx=c")).contains("items"));
}

TEST_F(Engines, AnswerAsBraveDoes) {
  serve(Options());
  const Got got = get("/res/v1/web/search?q=edge&count=3", "X-Subscription-Token", "k");
  const json::object answer = object(got);
  EXPECT_EQ(answer.at("type"), "search");
  EXPECT_EQ(answer.at("web").at("results").as_array().size(), 3u);
  EXPECT_EQ(answer.at("query").at("more_results_available"), true);
  EXPECT_TRUE(got.headers.has("x-ratelimit-remaining"));
  const json::object second =
      object(get("/res/v1/web/search?q=edge&count=3&offset=1", "X-Subscription-Token", "k"));
  EXPECT_NE(second.at("web").at("results").as_array()[0], answer.at("web").at("results").as_array()[0]);
}

TEST_F(Engines, AskForTheirKeys) {
  Options options;
  options.keys = {"right"};
  serve(options);
  EXPECT_EQ(simulator->key(), "right");
  EXPECT_EQ(get("/customsearch/v1?q=a&cx=c&key=right").status, 200);
  const Got wrong = get("/customsearch/v1?q=a&cx=c&key=wrong");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(object(wrong).at("error").at("message"), "API key not valid. Please pass a valid API key.");
  EXPECT_EQ(get("/customsearch/v1?q=a&cx=c").status, 403);
  const Got stranger = get("/res/v1/web/search?q=a", "X-Subscription-Token", "wrong");
  EXPECT_EQ(stranger.status, 422);
  EXPECT_EQ(object(stranger).at("error").at("code"), "SUBSCRIPTION_TOKEN_INVALID");
  EXPECT_EQ(get("/html/?q=a").status, 200) << "DuckDuckGo knows no keys";
}

TEST_F(Engines, RefuseWhoAsksTooMuch) {
  Options options;
  options.rate_limit = 2;
  serve(options);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(get("/html/?q=a").status, 200);
  const Got puzzle = get("/html/?q=a");
  EXPECT_EQ(puzzle.status, 202);
  EXPECT_NE(puzzle.body.find("anomaly-modal__title"), std::string::npos);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(get("/customsearch/v1?q=a&cx=c&key=k").status, 200);
  const Got google = get("/customsearch/v1?q=a&cx=c&key=k");
  EXPECT_EQ(google.status, 429);
  EXPECT_EQ(object(google).at("error").at("status"), "RESOURCE_EXHAUSTED");
  EXPECT_TRUE(google.headers.has("Retry-After"));
  for (int i = 0; i < 2; ++i) get("/res/v1/web/search?q=a", "X-Subscription-Token", "k");
  const Got brave = get("/res/v1/web/search?q=a", "X-Subscription-Token", "k");
  EXPECT_EQ(brave.status, 429);
  EXPECT_EQ(brave.headers.get("x-ratelimit-remaining"), "0");
}

TEST_F(Engines, AnswerWithTheErrorThatIsAskedFor) {
  Options options;
  options.allow_error_header = true;
  serve(options);
  EXPECT_EQ(get("/html/?q=a", "x-aitb-error", "503").status, 503);
  EXPECT_EQ(get("/html/?q=a", "x-aitb-error", "429").status, 202);
  EXPECT_EQ(object(get("/customsearch/v1?q=a&cx=c&key=k", "x-aitb-error", "500")).at("error").at("status"),
            "INTERNAL");
  EXPECT_EQ(get("/res/v1/web/search?q=a", "x-aitb-error", "429").status, 429);
}

}  // namespace
}  // namespace search_simulator
