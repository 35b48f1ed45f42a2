#include <algorithm>

#include "core/metrics/parts.hpp"

namespace aitb::core {
namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace

void StreamPart::add(const Record& record, const ExchangeTimes& times) {
  if (!record.streaming || !record.success) return;
  chunk_count_.add(static_cast<double>(times.chunks));
  if (times.first == nullptr) return;
  chunks_ += times.chunks;
  reads_ += times.reads;
  if (times.itl_mean) itl_mean_.add(*times.itl_mean);
  if (times.tokens > 0) bundle_.add(static_cast<double>(times.tokens) / static_cast<double>(times.chunks));
  const double span = to_ms(times.last->at - times.first->at);
  if (span > 0) rate_.add(static_cast<double>(times.content_bytes - times.first->bytes) / span * 1e3);
  if (times.gaps.empty()) return;

  const double relative_limit = std::max(3 * median(times.gaps), 200.0);
  for (const double gap : times.kernel_gaps) inter_chunk_kernel_.add(gap);
  for (const double gap : times.gaps) {
    inter_chunk_.add(gap);
    if (gap >= stall_gap_ms_) stalls_.add(gap);
    if (gap > relative_limit) relative_stalls_.add(gap);
  }
  if (times.tokens == 0) return;
  double waiting = 0;
  std::size_t index = 0;
  for (const Chunk& chunk : record.chunks) {
    if (!generated(chunk.kind) || &chunk == times.first) continue;
    waiting += times.gaps[index++];
    if (chunk.tokens == 0) continue;
    per_token_.add(waiting / chunk.tokens, chunk.tokens);
    waiting = 0;
  }
}

void StreamPart::write(MetricWriter& out) const {
  out.distribution("chunk_count", chunk_count_);
  out.distribution("inter_chunk", inter_chunk_);
  out.distribution("inter_chunk_kernel", inter_chunk_kernel_);
  out.distribution("itl_mean", itl_mean_);
  out.distribution("per_token_itl", per_token_);
  out.distribution("bundle_factor", bundle_);
  std::optional<double> coalescing, stall_rate;
  if (reads_ > 0) coalescing = static_cast<double>(chunks_) / static_cast<double>(reads_);
  if (inter_chunk_.n() > 0)
    stall_rate = static_cast<double>(stalls_.n()) / static_cast<double>(inter_chunk_.n());
  out.scalar("coalescing_factor", coalescing, reads_);
  out.distribution("streaming_rate", rate_);
  const bool streamed = chunk_count_.n() > 0;
  const auto count = [&](const Sample& stalls) {
    return streamed ? std::optional(static_cast<double>(stalls.n())) : std::nullopt;
  };
  out.scalar("stall_count", count(stalls_), inter_chunk_.n());
  out.scalar("stall_rate", stall_rate, inter_chunk_.n());
  out.distribution("stall_duration", stalls_);
  out.scalar("relative_stall_count", count(relative_stalls_), inter_chunk_.n());
  out.distribution("relative_stall_duration", relative_stalls_);
}

}  // namespace aitb::core
