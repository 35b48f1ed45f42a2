#include "tests/unit/metrics/fixtures.hpp"

#include <cmath>

namespace aitb::core::fixtures {

Instant at_ms(double ms) { return from_ns(1'000'000'000'000 + std::llround(ms * 1e6)); }

Make::Make(double start_ms, std::string session_id, int turn) {
  record.place.scenario = "chat";
  record.place.profile = "plain";
  record.place.session_id = std::move(session_id);
  record.place.turn_index = turn;
  record.dispatched = record.sent_first = record.sent_last = at_ms(start_ms);
  record.wall_start_ns = 1'700'000'000'000'000'000;
  record.success = record.streaming = true;
  record.provider = "openai";
  record.model = "gpt-x";
  record.link = "not shaped";
}

Make& Make::chunk(double ms, int tokens, ChunkKind kind, std::uint32_t bytes) {
  Chunk chunk;
  chunk.at = at_ms(ms);
  chunk.tokens = static_cast<std::uint16_t>(tokens);
  chunk.kind = kind;
  chunk.bytes = bytes;
  chunk.read_id = static_cast<std::uint32_t>(record.chunks.size() + 1);
  record.chunks.push_back(chunk);
  if (!record.received_first) record.received_first = chunk.at;
  return *this;
}

Make& Make::end(double ms) {
  record.end = at_ms(ms);
  return *this;
}

Make& Make::bytes(std::uint64_t up, std::uint64_t down) {
  record.l7_up = up;
  record.l7_down = down;
  return *this;
}

Make& Make::scheduled(double ms) {
  record.scheduled = at_ms(ms);
  return *this;
}

Make& Make::fail(ErrorKind kind, std::optional<int> status, std::string sentence) {
  record.success = false;
  record.error_kind = kind;
  record.http_status = status;
  record.error = std::move(sentence);
  return *this;
}

Make& Make::retried(int attempt) {
  record.attempt = attempt;
  record.final = false;
  return *this;
}

Make& Make::klass(RecordClass klass) {
  record.klass = klass;
  return *this;
}

SessionFact session(double start_ms, double end_ms, std::string id, bool success) {
  SessionFact fact;
  fact.place.scenario = "chat";
  fact.place.profile = "plain";
  fact.place.session_id = std::move(id);
  fact.start = at_ms(start_ms);
  fact.end = at_ms(end_ms);
  fact.success = success;
  return fact;
}

Summary summary_of(const std::vector<Make>& exchanges, const std::vector<SessionFact>& sessions,
                   const RunFacts& facts) {
  Aggregator aggregator(facts);
  for (const Make& one : exchanges) aggregator.add(one.record);
  for (const SessionFact& one : sessions) aggregator.add(one);
  return aggregator.finish();
}

Summary summary_of(const std::vector<Make>& exchanges, const RunFacts& facts) {
  return summary_of(exchanges, {}, facts);
}

void MemoryReader::records(const std::function<void(Record&&)>& each) {
  for (Record record : all) each(std::move(record));
}

void MemoryReader::sessions(const std::function<void(SessionFact&&)>& each) {
  for (SessionFact session : ended) each(std::move(session));
}

}  // namespace aitb::core::fixtures
