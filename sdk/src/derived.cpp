#include <aitb/derived.hpp>

#include <algorithm>

namespace aitb::inline v1 {

const Chunk* first_generated(const Record& record) noexcept {
  for (const Chunk& chunk : record.chunks) {
    if (generated(chunk.kind)) return &chunk;
  }
  return nullptr;
}

const Chunk* last_generated(const Record& record) noexcept {
  for (auto chunk = record.chunks.rbegin(); chunk != record.chunks.rend(); ++chunk) {
    if (generated(chunk->kind)) return &*chunk;
  }
  return nullptr;
}

std::optional<Instant> request_start(const Record& record) noexcept {
  return record.sent_first ? record.sent_first : record.dispatched;
}

std::optional<double> wall_seconds(const Record& record, Instant at) noexcept {
  if (record.wall_start_ns == 0 || !record.dispatched) return std::nullopt;
  return static_cast<double>(record.wall_start_ns + (at - *record.dispatched).count()) / 1e9;
}

std::optional<std::int64_t> tokens_in(const Record& record) noexcept {
  return record.usage.input ? record.usage.input : record.counted_in;
}

std::optional<std::int64_t> tokens_out(const Record& record) noexcept {
  return record.usage.output ? record.usage.output : record.counted_out;
}

std::string_view token_source(const Record& record) noexcept {
  if (record.usage.input || record.usage.output) return "reported";
  if (!record.counted_in && !record.counted_out) return {};
  return std::string_view(record.count_method).starts_with("estimated") ? "estimated" : "counted";
}

std::optional<IpEstimate> estimated_ip_bytes(const Record& record) noexcept {
  if (!record.transport || !record.transport->segments_out || !record.transport->segments_in)
    return std::nullopt;
  const TransportFact& fact = *record.transport;
  const std::uint64_t ip_header = std::string_view(record.connection.remote).starts_with('[') ? 40 : 20;
  const std::uint64_t header = ip_header + 32;
  const std::uint64_t repeated = fact.retransmits.value_or(0) * fact.mss.value_or(0);
  return IpEstimate(fact.sent + *fact.segments_out * header + repeated,
                    fact.received + *fact.segments_in * header);
}

}  // namespace aitb::inline v1
