// Schemas of strangers: values that fit, in bounded time and space.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sim_kit/clues.hpp>
#include <sim_kit/schema_sample.hpp>

namespace {

namespace json = boost::json;

json::value sample(const char* schema) {
  aitb::Random random(1, "test");
  return sim_kit::schema_sample(json::parse(schema), random);
}

TEST(SchemaSample, EndsWhereASchemaRequiresItself) {
  EXPECT_TRUE(sample(R"({"$ref": "#"})").is_null());
  const json::value twice = sample(
      R"({"type": "object", "properties": {"a": {"$ref": "#"}, "b": {"$ref": "#"}}, "required": ["a", "b"]})");
  EXPECT_TRUE(twice.is_object());
  EXPECT_LT(json::serialize(twice).size(), 100'000u);
}

TEST(SchemaSample, PromisesNoMoreThanFits) {
  EXPECT_LE(sample(R"({"type": "array", "minItems": 1000000000000})").as_array().size(), 200u);
  EXPECT_LE(sample(R"({"type": "string", "minLength": 1e18})").as_string().size(), 40'000u);
  EXPECT_TRUE(sample(R"({"type": "array", "minItems": -5})").is_array());
  EXPECT_TRUE(sample(R"({"type": "integer", "minimum": 1e300, "multipleOf": 0})").is_int64());
}

TEST(Clues, FindWhatAPropertyIsAbout) {
  sim_kit::CallMade found;
  found.name = "search";
  found.result = R"({"hits": [{"product_id": "p-17", "link": "https://shop.example/p17"}]})";
  const sim_kit::Clues clues(
      "Compare 3 offers in Berlin below 40 euros, see /shop/list.txt and mail me@example.com", {found});
  const auto text = json::parse(R"({"type": "string"})").as_object();
  const auto number = json::parse(R"({"type": "integer", "minimum": 10})").as_object();
  const auto choice = json::parse(R"({"type": "string", "enum": ["PARIS", "berlin"]})").as_object();
  EXPECT_EQ(*clues.suggest("product_id", text, 0), "p-17");
  EXPECT_EQ(*clues.suggest("page_url", text, 0), "https://shop.example/p17");
  EXPECT_EQ(*clues.suggest("max_price", number, 0), 40);
  EXPECT_EQ(*clues.suggest("city", text, 0), "Berlin");
  EXPECT_EQ(*clues.suggest("path", text, 0), "/shop/list.txt");
  EXPECT_EQ(*clues.suggest("email", text, 0), "me@example.com");
  EXPECT_EQ(*clues.suggest("town", choice, 0), "berlin");
  EXPECT_NE(*clues.suggest("query", text, 0), *clues.suggest("query", text, 1)) << "a second call asks anew";
}

}  // namespace
