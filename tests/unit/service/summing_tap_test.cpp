// Several requests as one exchange: what the record then tells.
#include "service/summing_tap.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace service {
namespace {

class Heard final : public aitb::Tap {
 public:
  void connection(const aitb::ConnectionFact& fact) noexcept override { connections.push_back(fact.reused); }
  void request_sent(aitb::Instant, aitb::Instant, std::size_t, std::size_t) noexcept override {}
  void arrived(const aitb::Arrival&) noexcept override {}
  void response_head(int, std::size_t) noexcept override {}
  void response_end(std::size_t) noexcept override {}
  void transport(const aitb::TransportFact& fact) noexcept override { last = fact; }

  std::vector<bool> connections;
  aitb::TransportFact last;
};

aitb::ConnectionFact connected(bool reused) {
  aitb::ConnectionFact fact;
  fact.reused = reused;
  return fact;
}

aitb::TransportFact moved(std::uint64_t sent, std::optional<std::uint64_t> segments, std::uint64_t rtt_us) {
  aitb::TransportFact fact;
  fact.sent = sent;
  fact.received = 10 * sent;
  fact.sent_offset = 1000 + sent;
  fact.segments_out = segments;
  fact.rtt_us = rtt_us;
  return fact;
}

TEST(SummingTap, SumsBytesAndTellsTheStateAtTheEnd) {
  Heard heard;
  SummingTap tap(heard);
  tap.transport(moved(100, 3, 50));
  tap.transport(moved(20, 2, 70));
  EXPECT_EQ(heard.last.sent, 120u);
  EXPECT_EQ(heard.last.received, 1200u);
  EXPECT_EQ(heard.last.segments_out, 5u);
  EXPECT_EQ(heard.last.sent_offset, 1100u);
  EXPECT_EQ(heard.last.rtt_us, 70u);
}

TEST(SummingTap, ASumWithAnUnknownPartIsUnknown) {
  for (const bool first : {true, false}) {
    Heard heard;
    SummingTap tap(heard);
    tap.transport(moved(1, first ? std::nullopt : std::optional<std::uint64_t>(3), 50));
    tap.transport(moved(1, first ? std::optional<std::uint64_t>(3) : std::nullopt, 50));
    tap.transport(moved(1, 4, 50));
    EXPECT_EQ(heard.last.segments_out, std::nullopt);
    EXPECT_EQ(heard.last.sent, 3u);
  }
}

TEST(SummingTap, TellsTheConnectionThatServedTheFirstRequest) {
  Heard heard;
  SummingTap tap(heard);
  tap.connection(connected(true));  // it had died
  tap.connection(connected(false));
  tap.transport(moved(1, 1, 50));
  tap.connection(connected(true));
  EXPECT_EQ(heard.connections, std::vector<bool>({true, false}));
}

}  // namespace
}  // namespace service
