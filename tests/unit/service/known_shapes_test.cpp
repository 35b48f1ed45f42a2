#include "service/known_shapes.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

#include "service/json_scratch.hpp"

namespace {

namespace json = boost::json;
using service::JsonScratch;
using service::KnownShapes;

void learn(KnownShapes& shapes, std::string_view text) {
  const json::value value = json::parse(text);
  ASSERT_EQ(shapes.find(text), nullptr);
  shapes.learn(text, value);
}

bool knows(KnownShapes& shapes, std::string_view text) {
  const json::value* found = shapes.find(text);
  if (found == nullptr) return false;
  EXPECT_EQ(*found, json::parse(text)) << text;
  return true;
}

TEST(Shapes, StringsAndWholeNumbersMayDiffer) {
  KnownShapes shapes;
  learn(shapes,
        R"({"id":"c1","created":17,"choices":[{"index":0,"delta":{"content":"a"},"stop":null}],"x":0.5})");
  EXPECT_TRUE(knows(
      shapes,
      R"({"id":"","created":-999999999999999999,"choices":[{"index":3,"delta":{"content":"Was nun?"},"stop":null}],"x":0.5})"));
  for (
      const std::string other : {
          R"({"id":"c1","created":17,"choices":[{"index":0,"delta":{"content":"a"},"stop":true}],"x":0.5})",
          R"({"id":"c1","created":17,"choices":[{"index":0,"delta":{"content":"a"},"stop":null}],"x":0.6})",
          R"({"id":"c1","created":1.5,"choices":[{"index":0,"delta":{"content":"a"},"stop":null}],"x":0.5})",
          R"({"id":"c1","created":1e5,"choices":[{"index":0,"delta":{"content":"a"},"stop":null}],"x":0.5})",
          R"({"id":"c1","created":-0,"choices":[{"index":0,"delta":{"content":"a"},"stop":null}],"x":0.5})",
          R"({"id":"c1","created":9223372036854775807,"choices":[{"index":0,"delta":{"content":"a"},"stop":null}],"x":0.5})",
          R"({"id":"c1","created":17,"choices":[{"index":0,"delta":{"refusal":"a"},"stop":null}],"x":0.5})",
          R"({"id":"c1","created":17,"choices":[{"index":0,"delta":{"content":"a"},"stop":null}],"x":0.5} )",
          R"({"id":"c1","created":"17","choices":[{"index":0,"delta":{"content":"a"},"stop":null}],"x":0.5})",
          R"({"id":"c1","created":17,"choices":[],"x":0.5})",
          R"({})",
          "",
      })
    EXPECT_FALSE(knows(shapes, other)) << other;
}

TEST(Shapes, WhatIsNoJsonIsNotFound) {
  KnownShapes shapes;
  learn(shapes, R"({"id":"c1","created":17})");
  for (const std::string other : {
           R"({"id":"c1","created":017})",
           R"({"id":"c1","created":})",
           R"({"id":"c1","created":-})",
           R"({"id":"c1","created":+1})",
           "{\"id\":\"c\n1\",\"created\":17}",
           "{\"id\":\"c\xff\",\"created\":17}",
           "{\"id\":\"c\xc3\xa9\",\"created\":17",
           R"({"id":"c1,"created":17})",
           R"({"id":"c1","created":17)",
           R"("id":"c1","created":17})",
       })
    EXPECT_EQ(shapes.find(other), nullptr) << other;
}

TEST(Shapes, AStringThatMustBeDecodedIsForTheParser) {
  JsonScratch scratch;
  for (const std::string text : {R"({"a":"x","b":"y"})", R"({"a":"\"","b":"y"})", R"({"a":"\\","b":"\\\""})",
                                 R"({"a":"é","b":"海"})", R"({"a":"\",\"b\":\"","b":"z"})",
                                 R"({"a":"0123456789abcdef\u0041","b":"z"})", R"({"a":"p","b":"q"})"}) {
    const json::value* value = scratch.parse(text);
    ASSERT_NE(value, nullptr) << text;
    EXPECT_EQ(*value, json::parse(text)) << text;
  }
  EXPECT_EQ(scratch.parse(R"({"a":"\","b":"y"})"), nullptr);
}

TEST(Shapes, EachByteThatIsNotPlainIsSeenWhereverItStands) {
  for (std::size_t size = 1; size < 20; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        if (byte == '"') continue;
        KnownShapes shapes;
        const std::string known = R"({"a":"x"})";
        const json::value value = json::parse(known);
        shapes.learn(known, value);
        std::string text(size, 'x');
        text[at] = static_cast<char>(byte);
        const bool is_plain = byte >= 0x20 && byte < 0x80 && byte != '\\';
        ASSERT_EQ(shapes.find(R"({"a":")" + text + R"("})") != nullptr, is_plain) << byte << " at " << at;
      }
    }
  }
}

TEST(Shapes, AnEventThatCouldBeReadInTwoWaysIsNotLearnt) {
  for (const std::string text : {
           R"({"a":{},"b":3,"a":4})",
           R"({"a":1,"a":2})",
           R"({"a":1234567890123456789})",
           R"({"a":-0})",
           R"({"\u0061":"x","a":"y"})",
       }) {
    KnownShapes shapes;
    learn(shapes, text);
    EXPECT_EQ(shapes.find(text), nullptr) << text;
  }
}

TEST(Shapes, TellsWhereAStringStandsInItsText) {
  JsonScratch scratch;
  for (const std::string text : {
           R"({"n":1,"a":["x",{"b":"y"}],"c":"y"})",        // learnt
           R"({"n":22,"a":["q",{"b":"r"}],"c":"r"})",       // found
           R"({"n":3,"a":["\"",{"b":"\u00e9"}],"c":"é"})",  // of known shape, but parsed
       }) {
    const json::value* value = scratch.parse(text);
    ASSERT_NE(value, nullptr);
    const auto source = scratch.source(value->at_pointer("/a/1/b").get_string());
    ASSERT_TRUE(source) << text;
    EXPECT_EQ(static_cast<std::size_t>(source->data() - text.data()), text.find(R"("b":")") + 5);
    EXPECT_EQ(source->data()[source->size()], '"');
    EXPECT_EQ(json::parse('"' + std::string(*source) + '"'), value->at_pointer("/a/1/b"));
    EXPECT_FALSE(scratch.source(json::string("elsewhere")));
  }
  const json::value* twice = scratch.parse(R"({"a":"x","a":"y"})");
  ASSERT_NE(twice, nullptr);
  EXPECT_FALSE(scratch.source(twice->at("a").get_string()));
}

TEST(Shapes, TheOldestMakesRoomAndTheOthersStay) {
  KnownShapes shapes;
  const auto text = [](int shape, int value) {
    return R"({"shape)" + std::to_string(shape) + R"(":)" + std::to_string(value) + "}";
  };
  for (int i = 0; i < 17; ++i) learn(shapes, text(i, i));
  EXPECT_FALSE(knows(shapes, text(0, 5)));
  for (int i = 1; i < 17; ++i) EXPECT_TRUE(knows(shapes, text(i, 100 + i)));
}

TEST(Shapes, EventsThatAreNeverAlikeAreNotStudiedForEver) {
  KnownShapes shapes;
  const auto text = [](int shape) { return R"({"shape)" + std::to_string(shape) + R"(":1})"; };
  int learnt = 0;
  for (int i = 0; i < 1000; ++i) {
    learn(shapes, text(i));
    learnt += shapes.find(text(i)) != nullptr ? 1 : 0;
  }
  EXPECT_GT(learnt, 60);
  EXPECT_LT(learnt, 80);
  // Later ones that are alike still get their lesson once the known ones have been found often enough.
  while (!knows(shapes, text(5000))) {
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(knows(shapes, text(learnt - 1)));
    learn(shapes, text(5000));
  }
}

}  // namespace
