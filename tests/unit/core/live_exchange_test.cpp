#include "core/session/live_exchange.hpp"

#include <gtest/gtest.h>

#include <aitb/testing/fake_clock.hpp>

namespace aitb::core {
namespace {

using std::chrono::milliseconds;

Arrival read_at(Instant at, std::optional<Instant> kernel = std::nullopt) { return Arrival(at, kernel, 100); }

TEST(LiveExchange, StampsEveryPieceOfOneReadWithThatRead) {
  testing::FakeClock clock;
  LiveExchange exchange(clock, Record());
  const Instant first = clock.now() + milliseconds(5);
  exchange.arrived(read_at(first, first - std::chrono::microseconds(30)));
  clock.advance(milliseconds(20));  // parsing takes its time, the stamp does not move
  exchange.delta(Channel::answer, "he");
  exchange.delta(Channel::answer, "llo");
  exchange.arrived(read_at(first + milliseconds(10)));
  exchange.delta(Channel::reasoning, "hm");
  Reply reply;
  const Record record = exchange.finish(nullptr, reply);
  ASSERT_EQ(record.chunks.size(), 3u);
  EXPECT_EQ(record.chunks[0].at, first);
  EXPECT_EQ(record.chunks[1].at, first);
  EXPECT_EQ(record.chunks[0].read_id, record.chunks[1].read_id);
  EXPECT_NE(record.chunks[1].read_id, record.chunks[2].read_id);
  EXPECT_EQ(record.chunks[0].kernel_lead_ns, 30'000);
  EXPECT_EQ(record.chunks[2].kernel_lead_ns, -1);
  EXPECT_EQ(record.chunks[2].kind, ChunkKind::reasoning);
  EXPECT_EQ(reply.text, "hello");
  EXPECT_EQ(reply.reasoning, "hm");
  EXPECT_EQ(record.content_down, 7u);
}

TEST(LiveExchange, TakesTwoTlsRecordsOfOneReadForOneRead) {
  testing::FakeClock clock;
  LiveExchange exchange(clock, Record());
  const Instant at = clock.now() + milliseconds(5);
  for (const char* text : {"he", "llo"}) {
    exchange.arrived(read_at(at));
    exchange.delta(Channel::answer, text);
  }
  exchange.arrived(read_at(at + std::chrono::microseconds(3)));
  exchange.delta(Channel::answer, "!");
  Reply reply;
  const Record record = exchange.finish(nullptr, reply);
  ASSERT_EQ(record.chunks.size(), 3u);
  EXPECT_EQ(record.chunks[0].read_id, record.chunks[1].read_id);
  EXPECT_NE(record.chunks[1].read_id, record.chunks[2].read_id);
}

TEST(LiveExchange, KeepsARoleChunkApartFromContent) {
  testing::FakeClock clock;
  LiveExchange exchange(clock, Record());
  exchange.delta(Channel::answer, "");
  Reply reply;
  const Record record = exchange.finish(nullptr, reply);
  ASSERT_EQ(record.chunks.size(), 1u);
  EXPECT_EQ(record.chunks[0].kind, ChunkKind::role);
  EXPECT_FALSE(generated(record.chunks[0].kind));
  EXPECT_EQ(record.content_down, std::nullopt);
}

TEST(LiveExchange, EndsAtTheTerminalMarkerNotAtTheTransportsEnd) {
  testing::FakeClock clock;
  LiveExchange exchange(clock, Record());
  const Instant done = clock.now() + milliseconds(1);
  exchange.arrived(read_at(done));
  exchange.done();
  exchange.arrived(read_at(done + milliseconds(9)));
  exchange.response_end(10);
  Reply reply;
  EXPECT_EQ(exchange.finish(nullptr, reply).end, done);
}

TEST(LiveExchange, LeavesNullWhatWasNotMeasured) {
  testing::FakeClock clock;
  LiveExchange exchange(clock, Record());
  const Error failure(ErrorKind::connect, "refused");
  Reply reply;
  const Record record = exchange.finish(&failure, reply);
  EXPECT_EQ(record.sent_first, std::nullopt);
  EXPECT_EQ(record.l7_up, std::nullopt);
  EXPECT_EQ(record.l7_down, std::nullopt);
  EXPECT_EQ(record.transport.has_value(), false);
  EXPECT_EQ(record.http_status, std::nullopt);
  EXPECT_EQ(record.usage.input, std::nullopt);
  EXPECT_FALSE(record.success);
  EXPECT_EQ(reply.error_kind, ErrorKind::connect);
}

TEST(LiveExchange, AddsUpTheLayersSeparately) {
  testing::FakeClock clock;
  LiveExchange exchange(clock, Record());
  exchange.request("hello", 5);
  exchange.request_sent(clock.now(), clock.now(), 120, 40);
  exchange.response_head(200, 90);
  exchange.response_end(300);
  TransportFact fact;
  fact.sent = 400;
  fact.received = 900;
  exchange.transport(fact);
  Reply reply;
  const Record record = exchange.finish(nullptr, reply);
  EXPECT_EQ(record.content_up, 5u);
  EXPECT_EQ(record.l7_up, 160u);
  EXPECT_EQ(record.l7_down, 390u);
  EXPECT_EQ(record.transport->sent, 400u);
  EXPECT_EQ(record.transport_method, "measured");
}

}  // namespace
}  // namespace aitb::core
