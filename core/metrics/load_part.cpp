#include "core/metrics/load_part.hpp"

#include <aitb/derived.hpp>
#include <algorithm>
#include <cmath>

#include "core/metrics/parts.hpp"

namespace aitb::core {

bool LoadPart::inside(std::int64_t at_ns) const {
  return !window_ || (at_ns >= window_->from_ns && at_ns < window_->to_ns);
}

bool LoadPart::good(const Record& record, const ExchangeTimes& times) const {
  // A stated objective that an answer has no value for (no stream, one token) does not condemn it.
  const auto meets = [](std::optional<double> limit, std::optional<double> value) {
    return !limit || !value || *value <= *limit;
  };
  const Slo& slo = facts_.slo;
  return record.final && record.success && meets(slo.ttft_ms, times.ttft) && meets(slo.ttlt_ms, times.ttlt) &&
         meets(slo.latency_ms, times.latency) && meets(slo.itl_ms, times.itl_mean);
}

void LoadPart::add(const Record& record, const ExchangeTimes& times) {
  if (!is_primary(record) || !times.start || !record.end) return;
  const std::int64_t start = to_ns(*times.start), end = std::max(start, to_ns(*record.end));
  first_ = std::min(first_.value_or(start), start);
  last_end_ = std::max(last_end_.value_or(end), end);
  last_arrival_ = std::max(last_arrival_.value_or(start), start);
  requests_.add(start, end);
  completions_.add(end, 1);
  if (times.ttft) ttft_.add(start, *times.ttft);
  if (inside(end)) ++ended_;
  for (const Chunk& chunk : record.chunks) {
    if (!generated(chunk.kind) || !inside(to_ns(chunk.at))) continue;
    tokens_ += chunk.tokens;
    if (chunk.tokens > 0) ++tokens_n_;
  }
  if (!inside(start)) return;
  ++begun_;
  waiting_ns_ += static_cast<double>(end - start);
  if (!good(record, times)) return;
  ++good_;
  good_tokens_ += static_cast<double>(tokens_out(record).value_or(0));
}

void LoadPart::add(const SessionFact& session) { sessions_.add(to_ns(session.start), to_ns(session.end)); }

Window LoadPart::window() const {
  if (window_) return *window_;
  Window whole;
  whole.from_ns = first_.value_or(0);
  whole.to_ns = last_end_.value_or(0);
  whole.rule = "whole run: first request to last end";
  return whole;
}

void LoadPart::write(MetricWriter& out) const {
  const Window span = window();
  const double seconds = span.seconds();
  const std::vector<LoadStep> steps = requests_.steps();
  const auto level = mean_level(steps, span.from_ns, span.to_ns);
  const auto per_second = [&](double count) {
    return seconds > 0 ? std::optional(count / seconds) : std::nullopt;
  };

  out.scalar("window", seconds > 0 ? std::optional(seconds) : std::nullopt, begun_);
  out.statistic("concurrency", "mean", level, begun_);
  for (const auto& [name, p] : {std::pair("p50", 0.5), std::pair("p95", 0.95), std::pair("max", 1.0)})
    out.statistic("concurrency", name, level_quantile(steps, span.from_ns, span.to_ns, p), begun_);
  out.scalar("arrival_rate", per_second(static_cast<double>(begun_)), begun_);
  out.scalar("completion_rate", per_second(static_cast<double>(ended_)), ended_);
  std::optional<double> residual;
  if (level && *level > 0) residual = 100 * std::abs(*level - waiting_ns_ / 1e9 / seconds) / *level;
  // What is left of rounding is no residual.
  if (residual && *residual < 1e-6) residual = 0;
  out.scalar("little_residual", residual, begun_);
  out.scalar("token_rate", tokens_n_ > 0 ? per_second(tokens_) : std::nullopt, tokens_n_);
  const bool stated = facts_.slo.stated();
  out.scalar("goodput", stated ? per_second(static_cast<double>(good_)) : std::nullopt, begun_);
  std::optional<double> fraction;
  if (stated && begun_ > 0) fraction = 100.0 * static_cast<double>(good_) / static_cast<double>(begun_);
  out.scalar("good_fraction", fraction, begun_);
  out.scalar("token_goodput", stated ? per_second(good_tokens_) : std::nullopt, begun_);
}

std::optional<Window> LoadPart::steady(std::string& why) const {
  std::optional<Window> found;
  if (facts_.load.mode == "closed") {
    found = plateau(sessions_.steps(), facts_.load.users.value_or(0));
    why = "no second in which the sessions in flight reached 95 % of the target";
  } else if (facts_.load.mode == "open") {
    found = last_arrival_ ? settled(ttft_, completions_, *last_arrival_) : std::nullopt;
    why = "MSER-5 finds no steady part: under 10 s of data, or the run was still settling in its second half";
  } else {
    why = "sessions ran one after the other: there is no load to be steady";
  }
  if (found && !long_enough(*found, window())) {
    found.reset();
    why = "the steady part is shorter than max(10 s, 10 % of the run)";
  }
  if (found) why.clear();
  return found;
}

}  // namespace aitb::core
