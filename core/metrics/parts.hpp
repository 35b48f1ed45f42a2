// The parts of the metrics: each takes records of one scenario × profile and phase, and writes its figures.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include <aitb/record.hpp>

#include "core/metrics/exchange_times.hpp"
#include "core/metrics/run_facts.hpp"
#include "core/metrics/summary.hpp"

namespace aitb::core {

/// Final attempt of a user's request: what means and percentiles are taken over.
inline bool is_primary(const Record& record) noexcept {
  return record.klass == RecordClass::primary && record.place.turn_index >= 0;
}

/// Successes, failures by kind and by the reference's classes, attempts.
class OutcomePart {
 public:
  void add(const Record& record);
  void add(const SessionFact& session);
  void write(MetricWriter& out) const;
  std::uint64_t failures() const noexcept { return samples_ - successes_; }

 private:
  std::uint64_t samples_ = 0, successes_ = 0, attempts_ = 0, retried_ = 0, sessions_ = 0, good_sessions_ = 0;
  std::map<std::string, std::uint64_t> kinds_, attempt_kinds_, reference_;
  Sample session_seconds_;
};

/// The reference's class of a failed record.
std::string_view reference_error_class(const Record& record) noexcept;

/// Latencies of primary exchanges: success-only samples, and all that is needed for the error-adjusted ones.
class TimePart {
 public:
  void add(const Record& record, const ExchangeTimes& times, std::optional<Instant> first_scheduled);
  void write(MetricWriter& out, std::uint64_t failures) const;
  void write_compat(Summary& summary) const;
  const Sample& ttft() const noexcept { return ttft_; }

 private:
  Sample ttft_, ttft_kernel_, ttft_reasoning_, ttft_answer_, ttft_tool_call_, ttft_audio_, ttft_with_connect_,
      effective_ttft_;
  Sample ttfb_, ttlt_, latency_, effective_latency_, dns_, tcp_, tls_;
  Sample cancel_, cancel_bytes_, cancel_tokens_, all_latency_;
  std::uint64_t samples_ = 0, reused_ = 0;
};

/// Chunks, gaps, stalls of streamed primary answers.
class StreamPart {
 public:
  explicit StreamPart(double stall_gap_sec) : stall_gap_ms_(stall_gap_sec * 1e3) {}
  void add(const Record& record, const ExchangeTimes& times);
  void write(MetricWriter& out) const;
  const Sample& inter_chunk() const noexcept { return inter_chunk_; }

 private:
  double stall_gap_ms_;
  Sample chunk_count_, inter_chunk_, inter_chunk_kernel_, itl_mean_, per_token_, bundle_, rate_, stalls_,
      relative_stalls_;
  std::uint64_t chunks_ = 0, reads_ = 0;
};

/// Bytes of every layer and direction.
class BytesPart {
 public:
  void add(const Record& record);
  void write(MetricWriter& out) const;
  void write_compat(Summary& summary) const;

 private:
  Sample content_up_, content_down_, l7_up_, l7_down_, total_, transport_up_, transport_down_, ip_up_,
      ip_down_, ratio_, rtt_;
  double up_ = 0, down_ = 0;  // of records that have both, for the ratio
  double retransmits_ = 0;
  std::uint64_t both_ = 0, with_tcp_info_ = 0;
};

/// What exchanges would have cost, by the run's table of prices. Nothing is guessed: what has no price or no
/// count has no estimate.
class CostPart {
 public:
  explicit CostPart(const PriceFacts& prices) : prices_(prices) {}
  void add(const Record& record);
  void write(MetricWriter& out) const;
  void remark(Summary& summary) const;

 private:
  const PriceFacts& prices_;
  Sample cost_;
  std::uint64_t unpriced_ = 0;
};

/// Tokens: reported, counted and what is used of both, never mixed.
class TokenPart {
 public:
  void add(const Record& record, const ExchangeTimes& times);
  void write(MetricWriter& out) const;
  /// Adds a remark if services and tokenizer disagree or if counts are estimates.
  void remark(Summary& summary) const;

 private:
  Sample in_, out_, reported_in_, reported_out_, cached_, reasoning_, audio_in_, audio_out_, counted_in_,
      counted_out_;
  Sample mismatch_, rate_;
  std::uint64_t mismatches_ = 0, estimated_ = 0;
};

/// Tools, searches, connections and computer use.
class AgentPart {
 public:
  void add(const Record& record, const ExchangeTimes& times);
  void write(MetricWriter& out) const;

 private:
  struct Tool {
    Sample latency, up, down;
    std::uint64_t calls = 0;
    void add(const Record& record, const ExchangeTimes& times);
  };
  Sample asked_, search_, connection_, action_latency_, screenshot_;
  Tool all_;
  std::map<std::string, Tool> tools_;
  std::uint64_t actions_ = 0, failed_actions_ = 0;
};

/// How late the host itself was: send lag, and the delay between kernel and host on receiving.
class QualityPart {
 public:
  void add(const Record& record);
  void write(MetricWriter& out) const;
  /// Says in words why the measurement is degraded, if it is.
  void judge(Summary& summary, const RunFacts& facts, const Sample& ttft, const Sample& inter_chunk) const;

 private:
  Sample send_lag_, own_lag_, kernel_delta_;
};

}  // namespace aitb::core
