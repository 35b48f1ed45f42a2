#include <fmt/format.h>

#include "core/metrics/parts.hpp"

namespace aitb::core {
namespace {

constexpr double send_lag_limit_ms = 1, error_limit_share = 0.01;

void judge_error(Summary& summary, std::string_view what, std::optional<double> error_ms,
                 std::optional<double> measured_ms) {
  if (!error_ms || !measured_ms || *measured_ms <= 0 || *error_ms <= error_limit_share * *measured_ms) return;
  summary.degraded.push_back(fmt::format(
      "self-calibration error of {} p99 is {:.3f} ms, {:.1f} % of the measured median {:.3f} ms (limit 1 %)",
      what, *error_ms, 100 * *error_ms / *measured_ms, *measured_ms));
}

}  // namespace

void QualityPart::add(const Record& record) {
  if (record.scheduled && record.sent_first && record.attempt == 1) {
    const double lag = to_ms(*record.sent_first - *record.scheduled);
    send_lag_.add(lag);
    // A handshake is the network's time, not the host's.
    const auto ready = record.tls_done ? record.tls_done : record.tcp_done;
    const bool connected = !record.reused && ready && record.dispatched;
    own_lag_.add(connected ? lag - to_ms(*ready - *record.dispatched) : lag);
  }
  std::optional<std::uint32_t> read;
  for (const Chunk& chunk : record.chunks) {
    if (chunk.kernel_lead_ns < 0 || read == chunk.read_id) continue;
    read = chunk.read_id;
    kernel_delta_.add(chunk.kernel_lead_ns / 1e6);
  }
}

void QualityPart::write(MetricWriter& out) const {
  out.distribution("send_lag", send_lag_);
  out.distribution("send_lag_own", own_lag_);
  out.distribution("kernel_delta", kernel_delta_);
}

void QualityPart::judge(Summary& summary, const RunFacts& facts, const Sample& ttft,
                        const Sample& inter_chunk) const {
  if (const auto lag = own_lag_.quantile(0.99); lag && *lag > send_lag_limit_ms) {
    summary.degraded.push_back(
        fmt::format("send lag p99 without connection set-up is {:.3f} ms (limit 1 ms)", *lag));
  }
  judge_error(summary, "TTFT", facts.calibration.ttft_p99_ms, ttft.quantile(0.5));
  judge_error(summary, "inter-chunk time", facts.calibration.gap_p99_ms, inter_chunk.quantile(0.5));
  if (facts.dropped_records.value_or(0) > 0)
    summary.degraded.push_back(fmt::format("{:.0f} records were dropped", *facts.dropped_records));
  if (facts.capture_drops.value_or(0) > 0)
    summary.degraded.push_back(fmt::format("captures dropped {:.0f} packets", *facts.capture_drops));
}

}  // namespace aitb::core
