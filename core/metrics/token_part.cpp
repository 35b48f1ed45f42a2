#include <fmt/format.h>

#include <aitb/derived.hpp>
#include <cmath>

#include "core/metrics/parts.hpp"

namespace aitb::core {
namespace {

constexpr double mismatch_limit = 5;  // percent

void put(Sample& sample, const std::optional<std::int64_t>& value) {
  if (value) sample.add(static_cast<double>(*value));
}

/// Reasoning that a service reports and does not send: no tokenizer can have counted it.
std::int64_t hidden_reasoning(const Record& record, const ExchangeTimes& times) {
  return times.ttft_reasoning ? 0 : record.usage.reasoning.value_or(0);
}

}  // namespace

void TokenPart::add(const Record& record, const ExchangeTimes& times) {
  if (!record.success) return;
  const std::optional<std::int64_t> tokens = tokens_out(record);
  put(in_, tokens_in(record));
  put(out_, tokens);
  put(reported_in_, record.usage.input);
  put(reported_out_, record.usage.output);
  put(cached_, record.usage.cached_input);
  put(reasoning_, record.usage.reasoning);
  put(audio_in_, record.usage.audio_input);
  put(audio_out_, record.usage.audio_output);
  put(counted_in_, record.counted_in);
  put(counted_out_, record.counted_out);
  if (token_source(record) == "estimated") ++estimated_;
  if (tokens && times.latency && *times.latency > 0)
    rate_.add(static_cast<double>(*tokens) / *times.latency * 1e3);
  if (record.usage.output && record.counted_out && *record.counted_out > 0) {
    const auto counted = static_cast<double>(*record.counted_out);
    const auto reported = static_cast<double>(*record.usage.output - hidden_reasoning(record, times));
    const double difference = 100 * std::abs(reported - counted) / counted;
    mismatch_.add(difference);
    if (difference > mismatch_limit) ++mismatches_;
  }
}

void TokenPart::write(MetricWriter& out) const {
  out.distribution("tokens_in", in_);
  out.distribution("tokens_out", out_);
  out.distribution("reported_tokens_in", reported_in_);
  out.distribution("reported_tokens_out", reported_out_);
  out.distribution("reported_tokens_cached", cached_);
  out.distribution("reported_tokens_reasoning", reasoning_);
  out.distribution("reported_tokens_audio_in", audio_in_);
  out.distribution("reported_tokens_audio_out", audio_out_);
  out.distribution("counted_tokens_in", counted_in_);
  out.distribution("counted_tokens_out", counted_out_);
  out.distribution("token_mismatch", mismatch_);
  out.scalar("token_mismatch_count",
             mismatch_.n() > 0 ? std::optional(static_cast<double>(mismatches_)) : std::nullopt,
             mismatch_.n());
  out.scalar("token_rate_mean", rate_.mean(), rate_.n(), "", mean_interval(rate_, 1));
}

void TokenPart::remark(Summary& summary) const {
  if (mismatches_ > 0) {
    summary.remarks.push_back(
        fmt::format("reported and counted completion tokens differ by more than {} % in {} of {} answers",
                    mismatch_limit, mismatches_, mismatch_.n()));
  }
  if (estimated_ > 0) {
    summary.remarks.push_back(
        fmt::format("tokens of {} answers are estimated: neither the service reported them nor is the "
                    "model's encoding known",
                    estimated_));
  }
}

}  // namespace aitb::core
