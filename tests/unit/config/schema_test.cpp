#include <gtest/gtest.h>

#include <aitb/error.hpp>
#include <aitb/schema.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace aitb {
namespace {

namespace json = boost::json;

std::vector<std::string> problems(const char* schema, const char* value) {
  std::vector<std::string> lines;
  for (const auto& each : check_schema(json::parse(schema).as_object(), json::parse(value)))
    lines.push_back((each.at_key ? "key " : "value ") + each.pointer + ": " + each.message);
  return lines;
}

TEST(Schema, TellsEveryProblemAtOnce) {
  const char* schema = R"({"type": "object", "required": ["c"], "additionalProperties": false,
    "properties": {"a": {"type": "integer"}, "b": {"type": "string", "pattern": "^[a-z]+$",
                   "x-meaning": "small letters"}, "c": {"type": "boolean"}}})";
  EXPECT_EQ(
      problems(schema, R"({"a": "x", "b": "B", "d": 1})"),
      (std::vector<std::string>{
          "value /a: expected a whole number, found \"x\"", "value /b: expected small letters, found \"B\"",
          "key /d: unknown key \"d\"; known here: a, b, c", "key /c: missing key \"c\""}));
}

TEST(Schema, ChoosesTheFormThatItsTypeKeyNames) {
  const char* schema = R"({"oneOf": [
    {"type": "object", "properties": {"type": {"const": "circle"}, "radius": {"type": "number"}},
     "required": ["type", "radius"], "additionalProperties": false},
    {"type": "object", "properties": {"type": {"const": "square"}, "side": {"type": "number"}},
     "required": ["type", "side"], "additionalProperties": false}]})";
  EXPECT_TRUE(problems(schema, R"({"type": "square", "side": 2})").empty());
  EXPECT_EQ(problems(schema, R"({"type": "square", "sied": 2})"),
            std::vector<std::string>{"key /sied: unknown key \"sied\" (did you mean \"side\"?)"});
}

TEST(Schema, TellsAMissingKeyWhereTheMisspeltOneIsLetThrough) {
  const char* schema =
      R"({"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}})";
  EXPECT_EQ(problems(schema, R"({"typ": "chat"})"),
            std::vector<std::string>{"key /type: missing key \"type\""});
}

TEST(Schema, SaysWhichFormsThereAreWhenNoneIsNear) {
  EXPECT_EQ(problems(R"({"anyOf": [{"type": "number"}, {"type": "string"}]})", "[]"),
            std::vector<std::string>{"value : expected a number or text, found an empty list"});
}

TEST(Schema, BoundsTheTimeOfAHostilePattern) {
  const auto text = json::serialize(json::value(std::string(5000, 'a') + "!"));
  EXPECT_EQ(
      problems(R"({"type": "string", "pattern": "^(a+)+$", "x-meaning": "many a"})", text.c_str()).size(),
      1u);
}

TEST(Schema, NamesABrokenPattern) {
  EXPECT_THROW(check_schema(json::parse(R"({"pattern": "("})").as_object(), json::value("x")), Error);
}

TEST(Schema, FillsDefaultsAndRenamesOlderKeysAtAnyDepth) {
  const auto schema = json::parse(R"({"type": "object", "properties": {
    "a": {"type": "integer", "default": 1, "x-aliases": ["old_a"]},
    "list": {"type": "array", "items": {"type": "object", "properties": {"b": {"default": 2}}}},
    "map": {"type": "object", "additionalProperties": {"type": "object", "properties": {"c": {"default": 3}}}}}})");
  const auto filled =
      fill_defaults(schema.as_object(), json::parse(R"({"old_a": 5, "list": [{}], "map": {"x": {}}})"));
  EXPECT_EQ(filled, json::parse(R"({"a": 5, "list": [{"b": 2}], "map": {"x": {"c": 3}}})"));
}

TEST(Schema, VisitsWhatIsMarked) {
  const auto schema = json::parse(R"({"type": "object", "properties": {"key": {"x-secret": true},
    "more": {"type": "array", "items": {"type": "object", "properties": {"key": {"x-secret": true}}}}}})");
  json::value value = json::parse(R"({"key": "a", "other": "b", "more": [{"key": "c"}]})");
  std::vector<std::string> seen;
  visit_marked(schema.as_object(), value, "x-secret", [&](const std::string& pointer, json::value& part) {
    seen.push_back(pointer + "=" + json::serialize(part));
  });
  EXPECT_EQ(seen, (std::vector<std::string>{"/key=\"a\"", "/more/0/key=\"c\""}));
}

}  // namespace
}  // namespace aitb
