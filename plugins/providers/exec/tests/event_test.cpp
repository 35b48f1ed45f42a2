#include "../src/event.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace exec {
namespace {

using testing::HasSubstr;

std::string refusal(std::string_view line) {
  try {
    parse_event(line);
  } catch (const aitb::Error& error) {
    EXPECT_EQ(error.kind(), aitb::ErrorKind::protocol);
    return error.what();
  }
  return "no refusal";
}

TEST(Event, ReadsHello) {
  const Event event =
      parse_event(R"({"type":"hello","protocol":"aitb.exec/1","name":"n","faces":["chat","images"]})");
  EXPECT_EQ(event.kind, Event::Kind::hello);
  EXPECT_THAT(event.faces, testing::ElementsAre("chat", "images"));
}

TEST(Event, ReadsTextMediaAndCalls) {
  const Event delta = parse_event(R"({"type":"delta","id":7,"channel":"reasoning","text":"Hm\u00e4"})");
  EXPECT_EQ(delta.id, 7u);
  EXPECT_EQ(delta.channel, aitb::Channel::reasoning);
  EXPECT_EQ(delta.text, "Hm\xc3\xa4");
  EXPECT_EQ(parse_event(R"({"type":"media","id":1,"data":"AAEC"})").text, std::string("\0\1\2", 3));
  const Event call = parse_event(R"({"type":"tool_call","id":1,"call_id":"c","name":"n","arguments":"{}"})");
  EXPECT_EQ(call.call.name, "n");
  EXPECT_EQ(call.call.arguments, "{}");
}

TEST(Event, LeavesOutOfUsageWhatIsNotThere) {
  const Event event = parse_event(R"({"type":"usage","id":1,"input":3,"output":-2})");
  EXPECT_EQ(event.usage.input, 3);
  EXPECT_EQ(event.usage.output, std::nullopt);
  EXPECT_EQ(event.usage.total, std::nullopt);
}

TEST(Event, ReadsAnErrorWithItsWait) {
  const Event event = parse_event(
      R"({"type":"error","id":1,"kind":"rate_limited","message":"later","http_status":429,"retry_after_sec":1.5})");
  EXPECT_EQ(event.error_kind, aitb::ErrorKind::rate_limited);
  EXPECT_EQ(event.http_status, 429);
  EXPECT_EQ(event.retry_after, std::chrono::milliseconds(1500));
}

TEST(Event, RefusesWhatIsNone) {
  EXPECT_THAT(refusal("hello?"), HasSubstr("no JSON: 'hello?'"));
  EXPECT_THAT(refusal("[1]"), HasSubstr("no JSON object"));
  EXPECT_THAT(refusal(R"({"type":"shout","id":1})"), HasSubstr("'shout' is not known"));
  EXPECT_THAT(refusal(R"({"type":"delta","text":"a"})"), HasSubstr("without the id"));
  EXPECT_THAT(refusal(R"({"type":"delta","id":1,"channel":"x"})"), HasSubstr("'x' is not known"));
  EXPECT_THAT(refusal(R"({"type":"error","id":1,"kind":"bad luck"})"), HasSubstr("kind"));
  EXPECT_THAT(refusal(R"({"type":"hello","protocol":"aitb.exec/2","faces":[]})"), HasSubstr("aitb.exec/1"));
  EXPECT_THAT(refusal(R"({"type":"bytes","id":1,"sent":4})"), HasSubstr("both numbers"));
  EXPECT_LT(refusal(std::string(100000, 'x')).size(), 300u);
}

}  // namespace
}  // namespace exec
