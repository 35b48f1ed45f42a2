// JSON Schema in the words of the OpenAPI subset.
#include "schema.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace {

namespace json = boost::json;

std::string converted(const char* schema) {
  return json::serialize(gemini::openapi_schema(json::parse(schema)));
}

TEST(OpenApiSchema, KeepsWhatTheSubsetKnows) {
  EXPECT_EQ(
      converted(
          R"({"type":"object","properties":{"n":{"type":"integer","minimum":1,"exclusiveMaximum":9,"multipleOf":2},
    "s":{"type":"string","format":"email","enum":["a","b"]}},"required":["n"],"additionalProperties":false,"$schema":"x"})"),
      R"({"required":["n"],"type":"OBJECT","properties":{"n":{"minimum":1,"type":"INTEGER","maximum":8},)"
      R"("s":{"type":"STRING","enum":["a","b"]}}})");
}

TEST(OpenApiSchema, MarksNullableTypes) {
  EXPECT_EQ(
      converted(R"({"type":"object","properties":{"a":{"type":["string","null"]},
    "b":{"anyOf":[{"type":"integer"},{"type":"null"}]},"c":{"oneOf":[{"type":"string"},{"type":"number"}]}}})"),
      R"({"type":"OBJECT","properties":{"a":{"type":"STRING","nullable":true},"b":{"type":"INTEGER","nullable":true},)"
      R"("c":{"anyOf":[{"type":"STRING"},{"type":"NUMBER"}]}}})");
}

TEST(OpenApiSchema, ResolvesReferencesAndAllOf) {
  EXPECT_EQ(
      converted(
          R"({"type":"object","$defs":{"p":{"type":"object","properties":{"x":{"type":"number"}},"required":["x"]}},
    "properties":{"at":{"allOf":[{"$ref":"#/$defs/p"},{"properties":{"y":{"const":"up"}},"required":["y"]}]}}})"),
      R"({"type":"OBJECT","properties":{"at":{"required":["x","y"],"type":"OBJECT","properties":{"x":{"type":"NUMBER"},)"
      R"("y":{"enum":["up"]}}}}})");
}

TEST(OpenApiSchema, EndsWhereASchemaContainsItself) {
  const std::string text =
      converted(R"({"type":"object","properties":{"child":{"$ref":"#"}},"$ref":"#/properties/child"})");
  EXPECT_LT(text.size(), 1u << 20);
}

TEST(OpenApiSchema, LeavesObjectsWithoutPropertiesOut) {
  EXPECT_TRUE(gemini::openapi_schema(json::parse(R"({"type":"object"})")).is_null());
  EXPECT_TRUE(gemini::openapi_schema(json::value(nullptr)).is_null());
}

}  // namespace
