#include <charconv>

#include "core/metrics/parts.hpp"

namespace aitb::core {
namespace {

/// A note that holds a whole number; notes are text or numbers.
std::optional<std::int64_t> note_number(const Record& record, const char* key) {
  const boost::json::value* note = record.notes.if_contains(key);
  if (note == nullptr) return std::nullopt;
  if (note->is_int64()) return note->get_int64();
  const boost::json::string* text = note->if_string();
  std::int64_t value = 0;
  if (text == nullptr || std::from_chars(text->data(), text->data() + text->size(), value).ec != std::errc())
    return std::nullopt;
  return value;
}

}  // namespace

void TimePart::add(const Record& record, const ExchangeTimes& times, std::optional<Instant> first_scheduled) {
  if (times.latency) all_latency_.add(*times.latency);
  if (const auto cancelled = note_number(record, "cancel_sent_ns")) {
    const Instant at = from_ns(*cancelled);
    double bytes = 0, tokens = 0;
    Instant last = at;
    for (const Chunk& chunk : record.chunks) {
      if (chunk.at <= at || chunk.kind == ChunkKind::error) continue;
      bytes += chunk.bytes;
      tokens += chunk.tokens;
      last = chunk.at;
    }
    cancel_.add(to_ms(last - at));
    cancel_bytes_.add(bytes);
    cancel_tokens_.add(tokens);
  }
  if (!record.success) return;
  ++samples_;
  if (record.reused) ++reused_;
  const auto put = [](Sample& sample, std::optional<double> value) {
    if (value) sample.add(*value);
  };
  put(ttft_, times.ttft);
  put(ttft_kernel_, times.kernel_ttft);
  put(ttft_reasoning_, times.ttft_reasoning);
  put(ttft_answer_, times.ttft_answer);
  put(ttft_tool_call_, times.ttft_tool_call);
  put(ttft_audio_, times.ttft_audio);
  put(ttft_with_connect_, times.ttft_with_connect);
  if (times.first) put(effective_ttft_, ms_between(first_scheduled, times.first->at));
  put(ttfb_, times.ttfb);
  put(ttlt_, times.ttlt);
  put(latency_, times.latency);
  put(effective_latency_, ms_between(first_scheduled, record.end));
  if (record.reused) return;
  const auto resolved = record.dns_done ? record.dns_done : record.dispatched;
  put(dns_, ms_between(record.dispatched, record.dns_done));
  put(tcp_, ms_between(resolved, record.tcp_done));
  put(tls_, ms_between(record.tcp_done, record.tls_done));
}

void TimePart::write(MetricWriter& out, std::uint64_t failures) const {
  out.distribution("ttft", ttft_);
  out.distribution("ttft_kernel", ttft_kernel_);
  out.distribution("ttft_reasoning", ttft_reasoning_);
  out.distribution("ttft_answer", ttft_answer_);
  out.distribution("ttft_tool_call", ttft_tool_call_);
  out.distribution("ttft_audio", ttft_audio_);
  out.distribution("ttft_with_connect", ttft_with_connect_);
  out.distribution("effective_ttft", effective_ttft_);
  out.with_failures("ttft_error_adjusted", ttft_, failures);
  out.distribution("ttfb", ttfb_);
  out.distribution("ttlt", ttlt_);
  out.distribution("latency", latency_);
  out.distribution("effective_latency", effective_latency_);
  out.with_failures("latency_error_adjusted", latency_, failures);
  out.distribution("dns_time", dns_);
  out.distribution("tcp_time", tcp_);
  out.distribution("tls_time", tls_);
  std::optional<double> reuse;
  if (samples_ > 0) reuse = 100.0 * static_cast<double>(reused_) / static_cast<double>(samples_);
  out.scalar("reuse_rate", reuse, samples_);
  out.distribution("cancel_latency", cancel_);
  out.distribution("bytes_after_cancel", cancel_bytes_);
  out.distribution("tokens_after_cancel", cancel_tokens_);
}

void TimePart::write_compat(Summary& summary) const {
  // The reference takes latencies over failures too.
  summary.compat["compat_latency_mean_ms"] = all_latency_.mean();
  summary.compat["compat_latency_p95_ms"] = all_latency_.quantile(0.95);
}

}  // namespace aitb::core
