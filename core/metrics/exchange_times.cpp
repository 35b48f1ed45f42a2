#include "core/metrics/exchange_times.hpp"

#include <aitb/derived.hpp>

namespace aitb::core {

std::optional<double> ms_between(std::optional<Instant> from, std::optional<Instant> to) noexcept {
  if (!from || !to) return std::nullopt;
  return to_ms(*to - *from);
}

namespace {

std::optional<Instant> kernel_time(const Chunk* chunk) noexcept {
  if (chunk == nullptr || chunk->kernel_lead_ns < 0) return std::nullopt;
  return chunk->at - Duration(chunk->kernel_lead_ns);
}

}  // namespace

ExchangeTimes::ExchangeTimes(const Record& record) : start(request_start(record)) {
  const auto stamp = [&](std::optional<double>& slot, const Chunk& chunk) {
    if (!slot) slot = ms_between(start, chunk.at);
  };
  for (const Chunk& chunk : record.chunks) {
    if (!generated(chunk.kind)) continue;
    if (last != nullptr) gaps.push_back(to_ms(chunk.at - last->at));
    if (const auto gap = ms_between(kernel_time(last), kernel_time(&chunk))) kernel_gaps.push_back(*gap);
    if (last == nullptr || chunk.read_id != last->read_id) ++reads;
    if (first == nullptr) first = &chunk;
    last = &chunk;
    ++chunks;
    tokens += chunk.tokens;
    content_bytes += chunk.bytes;
    switch (chunk.kind) {
      case ChunkKind::reasoning:
        stamp(ttft_reasoning, chunk);
        break;
      case ChunkKind::tool_call:
        stamp(ttft_tool_call, chunk);
        break;
      case ChunkKind::audio:
        stamp(ttft_audio, chunk);
        break;
      case ChunkKind::content:
      case ChunkKind::refusal:
      case ChunkKind::transcript:
        stamp(ttft_answer, chunk);
        break;
      default:
        break;
    }
  }
  if (first != nullptr) {
    ttft = ms_between(start, first->at);
    kernel_ttft = ms_between(start, kernel_time(first));
    ttlt = ms_between(start, last->at);
    ttft_with_connect = ms_between(record.dispatched, first->at);
    if (tokens > first->tokens)
      itl_mean = to_ms(last->at - first->at) / static_cast<double>(tokens - first->tokens);
  }
  ttfb = ms_between(record.sent_last, record.received_first);
  latency = ms_between(start, record.end);
}

}  // namespace aitb::core
