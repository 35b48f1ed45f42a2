#include "core/session/live_exchange.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace aitb::core {
namespace {

ChunkKind kind_of(Channel channel) {
  switch (channel) {
    case Channel::answer:
      return ChunkKind::content;
    case Channel::reasoning:
      return ChunkKind::reasoning;
    case Channel::refusal:
      return ChunkKind::refusal;
    case Channel::tool_call:
      return ChunkKind::tool_call;
    case Channel::transcript:
      return ChunkKind::transcript;
  }
  return ChunkKind::content;
}

}  // namespace

LiveExchange::LiveExchange(Clock& clock, Record start) : clock_(clock), record_(std::move(start)) {
  record_.dispatched = clock.now();
  record_.wall_start_ns = clock.wall_ns(*record_.dispatched);
}

Instant LiveExchange::stamp() const noexcept { return arrived_ ? arrival_.at : clock_.now(); }

Chunk& LiveExchange::add(ChunkKind kind, std::size_t bytes) noexcept {
  // Not doubled: a load holds the chunks of thousands of streams.
  std::vector<Chunk>& chunks = record_.chunks;
  if (chunks.size() == chunks.capacity())
    chunks.reserve(chunks.size() + std::max<std::size_t>(16, chunks.size() / 4));
  Chunk& chunk = chunks.emplace_back();
  chunk.at = stamp();
  chunk.read_id = read_id_;
  chunk.kind = kind;
  chunk.bytes =
      static_cast<std::uint32_t>(std::min<std::size_t>(bytes, std::numeric_limits<std::uint32_t>::max()));
  if (arrived_ && arrival_.kernel) {
    const std::int64_t lead = (arrival_.at - *arrival_.kernel).count();
    if (lead >= 0 && lead <= std::numeric_limits<std::int32_t>::max())
      chunk.kernel_lead_ns = static_cast<std::int32_t>(lead);
  }
  return chunk;
}

void LiveExchange::connection(const ConnectionFact& fact) noexcept {
  record_.connection = fact;
  record_.reused = fact.reused;
  record_.dns_done = fact.dns_done;
  record_.tcp_done = fact.tcp_done;
  record_.tls_done = fact.tls_done;
}

void LiveExchange::request_sent(Instant first, Instant last, std::size_t head_bytes,
                                std::size_t body_bytes) noexcept {
  if (!record_.sent_first) record_.sent_first = first;
  record_.sent_last = last;
  record_.l7_up = record_.l7_up.value_or(0) + head_bytes + body_bytes;
}

void LiveExchange::arrived(const Arrival& arrival) noexcept {
  // What its chunks will be added to is in no cache, and they are parsed first.
  __builtin_prefetch(&record_.chunks);
  __builtin_prefetch(&record_.response_text);
  __builtin_prefetch(&record_.content_down);
  // OpenSSL hands over one record after the other of what was one read.
  if (!arrived_ || arrival.at != arrival_.at) ++read_id_;
  arrival_ = arrival;
  if (!std::exchange(arrived_, true)) record_.received_first = arrival.at;
}

void LiveExchange::response_head(int status, std::size_t head_bytes) noexcept {
  record_.http_status = status;
  record_.l7_down = record_.l7_down.value_or(0) + head_bytes;
}

void LiveExchange::response_end(std::size_t body_bytes) noexcept {
  record_.l7_down = record_.l7_down.value_or(0) + body_bytes;
  if (!ended_) record_.end = stamp();
}

void LiveExchange::transport(const TransportFact& fact) noexcept {
  record_.transport = fact;
  record_.transport_method = "measured";
}

void LiveExchange::request(std::string_view summary, std::size_t bytes) noexcept {
  record_.request_text.assign(summary);
  record_.content_up = bytes;
}

void LiveExchange::delta(Channel channel, std::string_view text) noexcept {
  if (text.empty()) {
    add(ChunkKind::role, 0);
    return;
  }
  add(kind_of(channel), text.size());
  record_.content_down = record_.content_down.value_or(0) + text.size();
  switch (channel) {
    case Channel::answer:
    case Channel::transcript:
      record_.response_text += text;
      break;
    case Channel::refusal:
      record_.response_text += text;
      refusal_ += text;
      break;
    case Channel::reasoning:
      record_.reasoning_text += text;
      break;
    case Channel::tool_call:
      record_.tool_text += text;
      break;
  }
}

void LiveExchange::media(MediaKind kind, std::span<const std::byte> bytes) noexcept {
  add(kind == MediaKind::audio ? ChunkKind::audio : ChunkKind::image, bytes.size());
  record_.content_down = record_.content_down.value_or(0) + bytes.size();
  std::string copy(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (kind == MediaKind::audio && !media_.empty() && media_.back().kind == kind) {
    media_.back().bytes += copy;
  } else {
    media_.emplace_back(kind, std::string{}, std::move(copy));
  }
}

void LiveExchange::tool_call(const ToolCall& call) noexcept {
  ++record_.tool_calls;
  tool_calls_.push_back(call);
}

void LiveExchange::usage(const Usage& usage) noexcept {
  record_.usage = usage;
  add(ChunkKind::usage, 0);
}

void LiveExchange::keep_alive() noexcept { add(ChunkKind::keep_alive, 0); }

void LiveExchange::done() noexcept {
  add(ChunkKind::done, 0);
  record_.end = stamp();
  ended_ = true;
}

void LiveExchange::finish_reason(std::string_view reason) noexcept { record_.finish_reason.assign(reason); }

void LiveExchange::identify(std::string_view response_id, std::string_view model) noexcept {
  record_.response_id.assign(response_id);
  record_.response_model.assign(model);
}

void LiveExchange::note(std::string_view key, std::string_view value) noexcept { record_.notes[key] = value; }

void LiveExchange::bytes(std::uint64_t sent, std::uint64_t received) noexcept {
  TransportFact fact;
  fact.sent = sent;
  fact.received = received;
  record_.transport = fact;
  record_.transport_method = "reported";
}

Record LiveExchange::finish(const Error* failure, Reply& reply) {
  reply = Reply();
  record_.success = failure == nullptr;
  if (failure) {
    add(ChunkKind::error, 0).at = clock_.now();
    record_.error_kind = failure->kind();
    record_.error = failure->what();
    record_.error_code = failure->code();
    record_.retry_after = failure->retry_after();
    if (failure->http_status() != 0) record_.http_status = failure->http_status();
    reply.error_kind = failure->kind();
    reply.error = failure->what();
    // The stream never said its end: the exchange ends when we give up on it.
    if (!ended_) record_.end = clock_.now();
  }
  if (!record_.end) record_.end = stamp();
  if (record_.klass == RecordClass::tool) {
    record_.tool_bytes_up = record_.content_up;
    record_.tool_bytes_down = record_.content_down;
  }
  reply.refusal = std::move(refusal_);
  reply.tool_calls = std::move(tool_calls_);
  reply.media = std::move(media_);
  reply.text = record_.response_text;
  reply.reasoning = record_.reasoning_text;
  reply.finish_reason = record_.finish_reason;
  reply.response_id = record_.response_id;
  reply.usage = record_.usage;
  reply.http_status = record_.http_status.value_or(0);
  reply.attempts = record_.attempt;
  return std::move(record_);
}

}  // namespace aitb::core
