#include "core/metrics/session_part.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/metrics/parts.hpp"

namespace aitb::core {

SessionPart::Session& SessionPart::open(const std::string& id) {
  if (const auto found = sessions_.find(id); found != sessions_.end()) {
    order_.splice(order_.begin(), order_, found->second);
    return order_.front();
  }
  if (sessions_.size() >= open_limit) {
    close(order_.back());
    sessions_.erase(order_.back().id);
    order_.pop_back();
  }
  order_.emplace_front().id = id;
  sessions_[id] = order_.begin();
  return order_.front();
}

std::optional<Instant> SessionPart::add(const Record& record, const ExchangeTimes& times) {
  Session& session = open(record.place.session_id);
  traffic(session, record, times);
  std::optional<Instant> scheduled = record.scheduled;
  if (const auto earlier = session.first_scheduled.find(record.exchange_index);
      earlier != session.first_scheduled.end()) {
    scheduled = earlier->second;
    if (record.final) session.first_scheduled.erase(earlier);
  } else if (!record.final && scheduled) {
    session.first_scheduled[record.exchange_index] = *scheduled;
  }
  if (!record.final) return scheduled;
  if (record.klass == RecordClass::computer_action) ++session.actions;
  if (!is_primary(record)) return scheduled;
  ++session.calls;
  if (record.place.turn_index > session.last_turn) {
    session.last_turn = record.place.turn_index;
    ++session.prompts;
  }
  if (times.start) session.starts.push_back(to_ns(*times.start));
  if (record.l7_up && record.l7_down) totals_.add(static_cast<double>(*record.l7_up + *record.l7_down));
  return scheduled;
}

void SessionPart::arrive(Session& session, Direction direction, std::int64_t at, double bytes) {
  Stream& stream = session.streams[direction];
  for (std::size_t i = 0; i < gaps.size(); ++i) stream.bursts[i].arrive(at, bytes, bursts_[direction][i]);
  for (WindowMeter& window : stream.windows) window.arrive(at, bytes);
}

void SessionPart::traffic(Session& session, const Record& record, const ExchangeTimes& times) {
  if (record.sent_first && record.l7_up)
    arrive(session, up, to_ns(*record.sent_first), static_cast<double>(*record.l7_up));
  if (times.chunks > 0) {
    for (const Chunk& chunk : record.chunks) {
      if (generated(chunk.kind)) arrive(session, down, to_ns(chunk.at), chunk.bytes);
    }
  } else if (record.received_first && record.l7_down) {
    arrive(session, down, to_ns(*record.received_first), static_cast<double>(*record.l7_down));
  }
}

void SessionPart::close(Session& session) {
  prompts_ += session.prompts;
  calls_ += session.calls;
  if (session.calls > 0) calls_per_session_.add(static_cast<double>(session.calls));
  if (session.actions > 0) {
    actions_.add(static_cast<double>(session.actions));
    steps_.add(static_cast<double>(session.calls));
  }
  std::sort(session.starts.begin(), session.starts.end());
  for (std::size_t i = 1; i < session.starts.size(); ++i) {
    const double gap = static_cast<double>(session.starts[i] - session.starts[i - 1]) / 1e6;
    (gap <= burst_gap_ms_ ? on_gaps_ : off_gaps_).add(gap);
  }
  if (all_starts_.size() + session.starts.size() <= Sample::exact_limit)
    all_starts_.insert(all_starts_.end(), session.starts.begin(), session.starts.end());
  for (std::size_t direction = 0; direction < 2; ++direction) {
    Stream& stream = session.streams[direction];
    for (std::size_t i = 0; i < gaps.size(); ++i) stream.bursts[i].finish(bursts_[direction][i]);
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (const auto value = stream.windows[i].peak_to_mean()) peak_to_mean_[direction][i].add(*value);
      if (const auto value = stream.windows[i].dispersion()) dispersion_[direction][i].add(*value);
    }
  }
}

void SessionPart::finish() {
  // In the order of their first use, so that the same records always give the same figures.
  for (auto session = order_.rbegin(); session != order_.rend(); ++session) close(*session);
  order_.clear();
  sessions_.clear();
}

void SessionPart::write(MetricWriter& out) const {
  out.scalar("user_prompts", static_cast<double>(prompts_), prompts_);
  std::optional<double> loop, peak, cv;
  if (prompts_ > 0) loop = static_cast<double>(calls_) / static_cast<double>(prompts_);
  out.scalar("loop_factor", loop, prompts_);
  out.distribution("computer_actions", actions_);
  out.distribution("computer_steps", steps_);
  if (totals_.n() > 0 && *totals_.mean() > 0) {
    peak = *totals_.max() / *totals_.mean();
    if (const auto deviation = totals_.deviation()) cv = *deviation / *totals_.mean();
  }
  out.scalar("burst_peak_to_mean", peak, totals_.n());
  out.scalar("burst_cv", cv, totals_.n());
  out.distribution("on_gap", on_gaps_);
  out.distribution("off_gap", off_gaps_);
  write_bursts(out);
}

void SessionPart::write_bursts(MetricWriter& out) const {
  constexpr std::array directions = {"ul", "dl"};
  constexpr std::array gap_names = {"10ms", "100ms"};
  constexpr std::array width_names = {"1ms", "10ms", "100ms", "1s", "10s"};
  for (std::size_t direction = 0; direction < 2; ++direction) {
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      const std::string facet = fmt::format("{},{}", directions[direction], gap_names[i]);
      const BurstStats& stats = bursts_[direction][i];
      out.distribution("burst_size", stats.size_bytes, facet);
      out.distribution("burst_duration", stats.duration_ms, facet);
      out.distribution("burst_peak_rate", stats.peak_mbps, facet);
      out.distribution("idle_gap", stats.idle_ms, facet);
      std::optional<double> cv;
      if (const auto deviation = stats.idle_ms.deviation()) cv = *deviation / *stats.idle_ms.mean();
      out.scalar("idle_gap_cv", cv, stats.idle_ms.n(), facet);
    }
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string facet = fmt::format("{},{}", directions[direction], width_names[i]);
      out.distribution("window_peak_to_mean", peak_to_mean_[direction][i], facet);
      out.distribution("window_idc", dispersion_[direction][i], facet);
    }
  }
}

void SessionPart::write_compat(Summary& summary) const {
  summary.compat["compat_loop_factor"] = calls_per_session_.mean();
  std::vector<std::int64_t> starts = all_starts_;
  std::sort(starts.begin(), starts.end());
  Sample on, off;
  for (std::size_t i = 1; i < starts.size(); ++i) {
    const double gap = static_cast<double>(starts[i] - starts[i - 1]) / 1e6;
    (gap <= burst_gap_ms_ ? on : off).add(gap);
  }
  summary.compat["compat_on_gap_mean_ms"] = on.mean();
  summary.compat["compat_off_gap_mean_ms"] = off.mean();
  summary.compat["compat_on_gap_count"] = static_cast<double>(on.n());
  summary.compat["compat_off_gap_count"] = static_cast<double>(off.n());
}

}  // namespace aitb::core
