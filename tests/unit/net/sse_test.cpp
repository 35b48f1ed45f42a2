// Server-sent events as the standard's own words have them (WHATWG HTML §9.2).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <aitb/error.hpp>
#include <aitb/sse.hpp>

namespace aitb {
namespace {

std::vector<std::string> events_of(std::string_view bytes, std::size_t piece) {
  SseParser parser;
  std::vector<std::string> told;
  const auto tell = [&](const SseEvent& event) {
    if (event.is_comment) {
      told.push_back("#" + std::string(event.comment));
      return;
    }
    std::string text(event.data);
    if (!event.event.empty()) text = std::string(event.event) + "=" + text;
    if (!event.id.empty()) text += " id " + std::string(event.id);
    if (event.retry_ms >= 0) text += " retry " + std::to_string(event.retry_ms);
    told.push_back(text);
  };
  while (!bytes.empty()) {
    const std::string block(bytes.substr(0, piece));
    bytes.remove_prefix(block.size());
    parser.feed(block, tell);
  }
  if (parser.partial()) told.push_back("(partial)");
  return told;
}

struct Case {
  const char* name;
  std::string bytes;
  std::vector<std::string> events;
};

std::vector<Case> cases() {
  return {
      {"one_event", "data: hello\n\n", {"hello"}},
      {"no_space_after_colon", "data:hello\n\ndata:  two\n\n", {"hello", " two"}},
      {"two_lines", "data: YHOO\ndata: +2\ndata: 10\n\n", {"YHOO\n+2\n10"}},
      {"names_and_ids",
       "event: add\nid: 7\ndata: 1\n\ndata: 2\n\nid\ndata: 3\n\n",
       {"add=1 id 7", "2 id 7", "3"}},
      {"comments", ": test stream\n\n:ping\ndata: a\n\n", {"# test stream", "#ping", "a"}},
      {"empty_data", "data\n\ndata\ndata\n\ndata:\n\n", {"", "\n", ""}},
      {"no_data_no_event", "event: x\n\ndata: y\n\n", {"y"}},
      {"carriage_returns", "data: a\r\rdata: b\r\n\r\ndata: c\n\n", {"a", "b", "c"}},
      {"byte_order_mark",
       "\xEF\xBB\xBF"
       "data: a\n\n",
       {"a"}},
      {"mark_only_at_start",
       "data: a\n\n\xEF\xBB\xBF"
       "data: b\n\n",
       {"a"}},
      {"unknown_fields", "foo: bar\ndata: a\nfoo\n\n", {"a"}},
      {"retry", "retry: 250\ndata: a\n\nretry: soon\ndata: b\n\n", {"a retry 250", "b"}},
      {"id_with_nul", std::string("id: a\0b\ndata: x\n\n", 17), {"x"}},
      {"utf8", "data: h\xC3\xA9llo \xF0\x9F\x98\x80\n\n", {"h\xC3\xA9llo \xF0\x9F\x98\x80"}},
      {"ends_in_event", "data: a\n\ndata: lost\n", {"a", "(partial)"}},
      {"ends_in_line", "data: a\n\nda", {"a", "(partial)"}},
      {"nothing", "", {}},
      {"blank_lines", "\n\n\r\n\r\r\n", {}},
  };
}

class SseRules : public ::testing::TestWithParam<Case> {};

TEST_P(SseRules, HoldHoweverTheBytesAreCut) {
  const Case& one = GetParam();
  for (std::size_t piece = 1; piece <= one.bytes.size() + 1; ++piece) {
    EXPECT_EQ(events_of(one.bytes, piece), one.events) << "in pieces of " << piece;
  }
}

INSTANTIATE_TEST_SUITE_P(All, SseRules, ::testing::ValuesIn(cases()),
                         [](const auto& one) { return one.param.name; });

TEST(SseParser, DoesNotCopyAWholeEvent) {
  const std::string block = "data: hello\n\n";
  SseParser parser;
  const char* seen = nullptr;
  parser.feed(block, [&](const SseEvent& event) { seen = event.data.data(); });
  EXPECT_EQ(seen, block.data() + 6);
}

TEST(SseParser, RefusesALineWithoutEndHoweverItComes) {
  for (const std::size_t piece : {1, 7, 4096}) {
    SseParser parser(1000);
    const std::string block(piece, 'x');
    try {
      for (std::size_t fed = 0; fed < 5000; fed += piece) parser.feed(block, [](const SseEvent&) {});
      FAIL() << "accepted in pieces of " << piece;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::protocol);
    }
  }
}

TEST(SseParser, TakesALineOfTenMegabytes) {
  const std::string text(10'000'000, 't');
  EXPECT_EQ(events_of("data: " + text + "\n\n", 65536), std::vector<std::string>{text});
}

TEST(AppendSse, WritesWhatTheParserReads) {
  std::string out;
  append_sse(out, "one");
  append_sse(out, "two\nlines", "named");
  append_sse(out, "");
  EXPECT_EQ(out, "data: one\n\nevent: named\ndata: two\ndata: lines\n\ndata: \n\n");
  EXPECT_EQ(events_of(out, 3), (std::vector<std::string>{"one", "named=two\nlines", ""}));
}

}  // namespace
}  // namespace aitb
