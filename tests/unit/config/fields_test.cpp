#include <gtest/gtest.h>

#include <aitb/config.hpp>
#include <aitb/schema.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace shop {  // as a plugin author writes it

struct Item {
  std::string name;
  int count = 1;
};
aitb::FieldTable fields(Item& o) {
  return aitb::fields(aitb::field("name", o.name, "What it is called").required(),
                      aitb::field("count", o.count, "How many").min(1));
}

struct Window {
  int width = 1280, height = 720;
};
aitb::FieldTable fields(Window& o) {
  return aitb::fields(aitb::field("width", o.width, "Pixels across").range(1, 8192),
                      aitb::field("height", o.height, "Pixels down").range(1, 8192));
}

struct Options {
  std::string base_url = "https://api.example.org/v1", model, key, quality = "medium";
  double temperature = 1.0;
  bool stream = false;
  std::uint64_t seed = 0;
  std::int64_t offset = -1;
  aitb::Duration pause = std::chrono::milliseconds(250), timeout = std::chrono::seconds(3);
  aitb::Distribution gap_ms{20};
  std::vector<std::string> prompts{"Hello"};
  std::vector<int> sizes;
  std::vector<double> weights;
  std::map<std::string, std::string> headers;
  boost::json::value extra;
  boost::json::object raw;
  std::optional<int> max_tokens;
  std::optional<double> top_p;
  std::optional<bool> store;
  Window viewport;
  std::vector<Item> items;
};
aitb::FieldTable fields(Options& o) {
  return aitb::fields(
      aitb::field("base_url", o.base_url, "Where the service is").url(),
      aitb::field("model", o.model, "Which model answers").required().not_empty(),
      aitb::field("api_key", o.key, "Key of the account").secret().alias("key"),
      aitb::field("quality", o.quality, "How good").choices({"low", "medium", "high"}),
      aitb::field("temperature", o.temperature, "How wild").range(0, 2),
      aitb::field("stream", o.stream, "Ask for a stream"), aitb::field("seed", o.seed, "Seed"),
      aitb::field("offset", o.offset, "Offset"), aitb::field("pause_ms", o.pause, "Pause").min(0),
      aitb::field("timeout_sec", o.timeout, "Deadline"),
      aitb::field("gap_ms", o.gap_ms, "Gap between tokens"),
      aitb::field("prompts", o.prompts, "What the user says").not_empty(),
      aitb::field("sizes", o.sizes, "Sizes").min(1), aitb::field("weights", o.weights, "Weights"),
      aitb::field("headers", o.headers, "Further headers"), aitb::field("extra", o.extra, "Anything"),
      aitb::field("raw", o.raw, "Any mapping"), aitb::field("max_tokens", o.max_tokens, "Limit").min(1),
      aitb::field("top_p", o.top_p, "Nucleus").range(0, 1), aitb::field("store", o.store, "Keep it"),
      aitb::field("viewport", o.viewport, "Size of the window"),
      aitb::field("items", o.items, "What to buy"));
}

}  // namespace shop

namespace aitb {
namespace {

namespace json = boost::json;

// What decoding the options says: "pointer: sentence", or "ok".
std::string verdict(const std::string& text) {
  shop::Options options;
  try {
    fields(options).decode(json::parse(text));
    return "ok";
  } catch (const ConfigError& error) {
    return error.pointer() + ": " + error.what();
  }
}

TEST(Fields, StoreEveryKindOfValue) {
  shop::Options o;
  fields(o).decode(json::parse(R"({
    "base_url": "http://127.0.0.1:8080", "model": "m", "api_key": "k", "quality": "high", "temperature": 0,
    "stream": true, "seed": 18446744073709551615, "offset": -7, "pause_ms": 1.5, "timeout_sec": 2,
    "gap_ms": {"uniform": [10, 20]}, "prompts": ["a", "b"], "sizes": [1, 2.0], "weights": [0.5, 1],
    "headers": {"X-A": "1"}, "extra": [1, {"a": null}], "raw": {"a": 1}, "max_tokens": 5, "top_p": null,
    "store": false, "viewport": {"width": 100}, "items": [{"name": "tea"}, {"name": "milk", "count": 2}]})"));
  EXPECT_EQ(o.base_url, "http://127.0.0.1:8080");
  EXPECT_EQ(o.model, "m");
  EXPECT_EQ(o.key, "k");
  EXPECT_EQ(o.quality, "high");
  EXPECT_EQ(o.temperature, 0);
  EXPECT_TRUE(o.stream);
  EXPECT_EQ(o.seed, 18446744073709551615u);
  EXPECT_EQ(o.offset, -7);
  EXPECT_EQ(o.pause, std::chrono::microseconds(1500));
  EXPECT_EQ(o.timeout, std::chrono::seconds(2));
  EXPECT_EQ(o.gap_ms.mean(), 15);
  EXPECT_EQ(o.prompts, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(o.sizes, (std::vector<int>{1, 2}));
  EXPECT_EQ(o.weights, (std::vector<double>{0.5, 1}));
  EXPECT_EQ(o.headers.at("X-A"), "1");
  EXPECT_EQ(json::serialize(o.extra), R"([1,{"a":null}])");
  EXPECT_EQ(o.raw.at("a"), 1);
  EXPECT_EQ(o.max_tokens, 5);
  EXPECT_EQ(o.top_p, std::nullopt);
  EXPECT_EQ(o.store, false);
  EXPECT_EQ(o.viewport.width, 100);
  EXPECT_EQ(o.viewport.height, 720);
  ASSERT_EQ(o.items.size(), 2u);
  EXPECT_EQ(o.items[0].name, "tea");
  EXPECT_EQ(o.items[1].count, 2);
}

TEST(Fields, KeepTheDefaultOfWhatIsAbsent) {
  shop::Options o;
  fields(o).decode(json::parse(R"({"model": "m"})"));
  EXPECT_EQ(o.base_url, "https://api.example.org/v1");
  EXPECT_EQ(o.pause, std::chrono::milliseconds(250));
  EXPECT_EQ(o.prompts, std::vector<std::string>{"Hello"});
  EXPECT_EQ(o.max_tokens, std::nullopt);
}

TEST(Fields, ReadAnOlderNameOfAKey) {
  shop::Options o;
  fields(o).decode(json::parse(R"({"model": "m", "key": "old"})"));
  EXPECT_EQ(o.key, "old");
  EXPECT_EQ(verdict(R"({"model": "m", "key": "a", "api_key": "b"})"),
            "/key: \"key\" is another name of \"api_key\", which is there too: keep one");
}

struct Case {
  std::string options, answer;
};
std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.options; }

class FieldErrors : public testing::TestWithParam<Case> {};

TEST_P(FieldErrors, PointAtTheKeyAndSayTheWayOut) {
  EXPECT_EQ(verdict(GetParam().options), GetParam().answer);
}

INSTANTIATE_TEST_SUITE_P(
    Table, FieldErrors,
    testing::Values(
        Case{R"({"model": "m", "temprature": 1})",
             "/temprature: unknown key \"temprature\" (did you mean \"temperature\"?)"},
        Case{R"({})", "/model: missing key \"model\" (Which model answers)"},
        Case{R"({"model": ""})", "/model: must not be empty"},
        Case{R"({"model": 5})", "/model: expected text, found 5: write it in quotes, \"5\""},
        Case{R"({"model": "m", "pause_ms": "20ms"})",
             "/pause_ms: expected a number of milliseconds, found \"20ms\": write 20"},
        Case{R"({"model": "m", "pause_ms": "1.5 s"})",
             "/pause_ms: expected a number of milliseconds, found \"1.5 s\": write 1500"},
        Case{R"({"model": "m", "timeout_sec": "20ms"})",
             "/timeout_sec: expected a number of seconds, found \"20ms\": write 0.02"},
        Case{R"({"model": "m", "timeout_sec": "5"})",
             "/timeout_sec: expected a number of seconds, found \"5\": remove the quotes"},
        Case{R"({"model": "m", "timeout_ms": 1500})",
             "/timeout_ms: unknown key \"timeout_ms\": the key is \"timeout_sec\", in seconds; write "
             "timeout_sec: 1.5"},
        Case{R"({"model": "m", "timeout": 5})",
             "/timeout: unknown key \"timeout\" (did you mean \"timeout_sec\"?)"},
        Case{R"({"model": "m", "temperature": 3})", "/temperature: expected 0 to 2, found 3"},
        Case{R"({"model": "m", "pause_ms": -1})", "/pause_ms: expected at least 0, found -1"},
        Case{R"({"model": "m", "stream": "yes"})",
             "/stream: expected true or false, found \"yes\": write true"},
        Case{R"({"model": "m", "quality": "hihg"})",
             "/quality: expected one of low, medium, high; found \"hihg\" (did you mean \"high\"?)"},
        Case{R"({"model": "m", "base_url": "api.example.org"})",
             "/base_url: expected a URL that begins with http://, https://, ws:// or wss://, found "
             "\"api.example.org\""},
        Case{R"({"model": "m", "base_url": "ftp://a.b"})",
             "/base_url: expected a URL that begins with http://, https://, ws:// or wss://, found "
             "\"ftp://a.b\""},
        Case{R"({"model": "m", "seed": -1})", "/seed: expected at least 0, found -1"},
        Case{R"({"model": "m", "max_tokens": 3000000000})",
             "/max_tokens: the number 3000000000 is too large"},
        Case{R"({"model": "m", "max_tokens": 1.5})",
             "/max_tokens: expected a whole number or null, found 1.5"},
        Case{R"({"model": "m", "offset": 18446744073709551615})",
             "/offset: the number 18446744073709551615 is too large"},
        Case{R"({"model": "m", "prompts": "Hi"})", "/prompts: expected a list, found \"Hi\": write [\"Hi\"]"},
        Case{R"({"model": "m", "prompts": []})", "/prompts: must not be empty"},
        Case{R"({"model": "m", "prompts": ["a", 2]})",
             "/prompts/1: expected text, found 2: write it in quotes, \"2\""},
        Case{R"({"model": "m", "sizes": [0]})", "/sizes/0: expected at least 1, found 0"},
        Case{R"({"model": "m", "headers": {"a/b": 1}})",
             "/headers/a~1b: expected text, found 1: write it in quotes, \"1\""},
        Case{R"({"model": "m", "viewport": {"widht": 5}})",
             "/viewport/widht: unknown key \"widht\" (did you mean \"width\"?)"},
        Case{R"({"model": "m", "items": [{"name": "a"}, {"count": 0, "name": "b"}]})",
             "/items/1/count: expected at least 1, found 0"},
        Case{R"({"model": "m", "items": [{}]})", "/items/0/name: missing key \"name\" (What it is called)"},
        Case{R"({"model": "m", "gap_ms": {"uniform": [1]}})",
             "/gap_ms/uniform: expected at least 2 values, found 1"},
        Case{R"({"model": "m", "gap_ms": {"unifrom": [1, 2]}})",
             "/gap_ms/unifrom: unknown key \"unifrom\" (did you mean \"uniform\"?)"},
        Case{R"({"model": "m", "gap_ms": {"uniform": [2, 1]}})",
             "/gap_ms/uniform/1: must be at least 2, is 1"},
        Case{R"({"model": "m", "gap_ms": "5ms"})",
             "/gap_ms: expected a number of milliseconds or a mapping, found \"5ms\": write 5"},
        Case{R"({"model": "m", "timeout_sec": 1e30})", "/timeout_sec: this time is longer than a century"},
        Case{R"([1])", ": expected a mapping, found a list"},
        Case{R"("x")", ": expected a mapping, found \"x\""}));

TEST(Fields, NeverShowASecretInAnError) {
  EXPECT_EQ(verdict(R"({"model": "m", "api_key": 271828})"), "/api_key: expected text, found a number");
}

TEST(Fields, DescribeThemselvesAsASchema) {
  shop::Options o;
  const auto schema = fields(o).schema();
  const auto& properties = schema.at("properties").as_object();
  EXPECT_EQ(json::serialize(properties.at("pause_ms")),
            R"({"type":"number","x-unit":"ms","description":"Pause","default":250,"minimum":0})");
  EXPECT_EQ(json::serialize(properties.at("api_key")),
            R"({"type":"string","description":"Key of the account","x-secret":true,"x-aliases":["key"]})");
  EXPECT_EQ(
      json::serialize(properties.at("quality")),
      R"({"type":"string","description":"How good","default":"medium","enum":["low","medium","high"]})");
  EXPECT_EQ(json::serialize(properties.at("top_p")),
            R"({"type":["number","null"],"description":"Nucleus","default":null,"minimum":0,"maximum":1})");
  EXPECT_EQ(json::serialize(schema.at("required")), R"(["model"])");
  EXPECT_EQ(schema.at("additionalProperties"), false);
}

TEST(Fields, OfferDefaultsThatPassTheirOwnSchema) {
  shop::Options o;
  auto options = fields(o).defaults();
  EXPECT_FALSE(options.contains("api_key"));
  EXPECT_FALSE(options.contains("model"));
  EXPECT_EQ(options.at("viewport").at("height"), 720);
  options["model"] = "m";
  EXPECT_TRUE(check_schema(fields(o).schema(), options).empty());
}

TEST(Fields, LeaveOutADefaultThatMeansNotSet) {
  std::string proxy, distribution;
  const auto table = aitb::fields(field("proxy", proxy, "Proxy").url(),
                                  field("distribution", distribution, "Shape").choices({"normal", "pareto"}));
  EXPECT_TRUE(table.defaults().empty());
  EXPECT_NO_THROW(table.decode(json::object()));
}

TEST(Fields, ReplaceAListOfMappingsInsteadOfAddingToIt) {
  shop::Options o;
  o.items.resize(3);
  fields(o).decode(json::parse(R"({"model": "m", "items": [{"name": "tea"}]})"));
  EXPECT_EQ(o.items.size(), 1u);
}

TEST(Fields, RefuseATableWithTheSameKeyTwice) {
  int a = 0, b = 0;
  EXPECT_THROW(fields(field("n", a, "A"), field("n", b, "B")), Error);
  EXPECT_THROW(fields(field("n", a, "A"), field("m", b, "B").alias("n")), Error);
}

TEST(Fields, RefuseADurationWhoseNameLacksItsUnit) {
  Duration pause{};
  EXPECT_THROW(field("pause", pause, "Pause"), Error);
}

}  // namespace
}  // namespace aitb
