#include "service/repeated_event.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using service::JsonScratch;
using service::RepeatedEvent;

std::string chunk(std::string_view literal, std::string_view padding = "ab") {
  return R"({"id":"c1","choices":[{"index":0,"delta":{"content":")" + std::string(literal) +
         R"("},"finish_reason":null}],"obfuscation":")" + std::string(padding) + R"("})";
}

class Repeated : public testing::Test {
 protected:
  /// What stands between the quotes of the first member with this name; nothing if there is none.
  static std::string_view literal(std::string_view event, std::string_view name) {
    const std::size_t at = event.find(name);
    if (at == std::string_view::npos) return {};
    const std::size_t from = event.find('"', event.find(':', at)) + 1;
    return event.substr(from, event.find('"', from) - from);
  }
  void learn(std::string_view event) {
    repeated.learn(event, literal(event, R"("content")"), literal(event, R"("obfuscation")"));
  }
  /// "-" if the event is not recognised.
  std::string text(std::string_view event) {
    const auto found = repeated.text(event, scratch);
    return found ? std::string(*found) : "-";
  }
  RepeatedEvent repeated;
  JsonScratch scratch;
};

TEST_F(Repeated, NothingIsRecognisedBeforeAnythingWasLearnt) { EXPECT_EQ(text(chunk("x")), "-"); }

TEST_F(Repeated, OnlyTheTextAndThePaddingMayDiffer) {
  learn(chunk(" sea"));
  EXPECT_EQ(text(chunk(" sea")), " sea");
  EXPECT_EQ(text(chunk(" and the wind", "wxyz")), " and the wind");
  EXPECT_EQ(text(chunk("")), "");
  const std::string whole = chunk(" sea");
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string other = whole;
    other[i] = other[i] == '~' ? '^' : '~';
    const bool may_differ = (i >= whole.find(" sea") && i < whole.find(" sea") + 4) ||
                            (i >= whole.find("ab\"") && i < whole.find("ab\"") + 2);
    EXPECT_EQ(text(other) != "-", may_differ) << other;
    EXPECT_EQ(text(whole.substr(0, i)), "-");
  }
  EXPECT_EQ(text(whole + " "), "-");
}

TEST_F(Repeated, TextMeansWhatTheParserSays) {
  learn(chunk("a"));
  EXPECT_EQ(text(chunk(R"(\n\"x\" \u00e9 \ud83d\ude00)")), "\n\"x\" é 😀");
  EXPECT_EQ(text(chunk("Füße 海")), "Füße 海");
  EXPECT_EQ(text(chunk("\\")), "-");
  EXPECT_EQ(text(chunk(R"(\q)")), "-");
  EXPECT_EQ(text(chunk(R"(\ud83d)")), "-");
  EXPECT_EQ(text(chunk("\xff")), "-");
  EXPECT_EQ(text(chunk("a\nb")), "-");
  EXPECT_EQ(text(chunk("a", "\xff")), "-");
}

TEST_F(Repeated, TextThatLooksLikeTheRestIsNotTakenForIt) {
  learn(chunk("a"));
  EXPECT_EQ(text(chunk(R"(x","refusal":"y)")), "-");
  EXPECT_EQ(text(chunk(R"(\"content\":\"z)")), R"("content":"z)");
}

TEST_F(Repeated, OnlyTheStringThatWasMeantMayDiffer) {
  const std::string event = R"({"delta":{"content":"a"},"more":{"content":"b"},"type":"content"})";
  learn(event);
  EXPECT_EQ(text(event), "a");
  EXPECT_EQ(text(R"({"delta":{"content":"c"},"more":{"content":"b"},"type":"content"})"), "c");
  EXPECT_EQ(text(R"({"delta":{"content":"a"},"more":{"content":"c"},"type":"content"})"), "-");
}

TEST_F(Repeated, PaddingBeforeTheTextIsNoPadding) {
  const std::string event = R"({"obfuscation":"ab","delta":{"content":"a"}})";
  learn(event);
  EXPECT_EQ(text(event), "a");
  EXPECT_EQ(text(R"({"obfuscation":"cd","delta":{"content":"a"}})"), "-");
}

TEST_F(Repeated, SpacesBetweenMembersAreNothingSpecial) {
  const std::string event = R"({"delta": {"content" : "a", "role": "assistant"}})";
  learn(event);
  EXPECT_EQ(text(event), "a");
  EXPECT_EQ(text(R"({"delta": {"content" : "bc", "role": "assistant"}})"), "bc");
  EXPECT_EQ(text(R"({"delta": {"content": "bc", "role": "assistant"}})"), "-");
}

}  // namespace
