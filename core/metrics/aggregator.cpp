#include "core/metrics/aggregator.hpp"

#include <fmt/format.h>

#include <aitb/derived.hpp>

namespace aitb::core {
namespace {

constexpr std::size_t most_names = 32;  // so that a name made anew each time cannot fill the memory

void count(std::map<std::string, std::uint64_t>& counts, const std::string& name) {
  if (counts.size() >= most_names && !counts.contains(name)) {
    ++counts["others"];
  } else {
    ++counts[name];
  }
}

std::string service_of(const Record& record) {
  std::string text = record.provider;
  for (const std::string* part : {&record.model, &record.connection.protocol, &record.connection.tls}) {
    if (!part->empty()) text.append(", ").append(*part);
  }
  return text;
}

}  // namespace

Aggregator::Aggregator(const RunFacts& facts, std::optional<Window> window)
    : facts_(facts),
      window_(std::move(window)),
      stream_(facts.stall_gap_sec),
      costs_(facts_.prices),
      sessions_(facts.burst_gap_sec),
      load_(facts, window_) {}

void Aggregator::add(const Record& record) {
  const ExchangeTimes times(record);
  load_.add(record, times);
  if (window_) {
    const std::int64_t at = times.start ? to_ns(*times.start) : 0;
    if (at < window_->from_ns || at >= window_->to_ns) return;
  }
  outcome_.add(record);
  quality_.add(record);
  agent_.add(record, times);
  const auto first_scheduled = sessions_.add(record, times);
  if (!record.final || !is_primary(record)) return;
  count(links_, record.link);
  count(services_, service_of(record));
  time_.add(record, times, first_scheduled);
  stream_.add(record, times);
  bytes_.add(record);
  tokens_.add(record, times);
  costs_.add(record);
}

void Aggregator::add(const SessionFact& session) {
  load_.add(session);
  if (window_ && (to_ns(session.start) < window_->from_ns || to_ns(session.start) >= window_->to_ns)) return;
  outcome_.add(session);
}

Summary Aggregator::finish() {
  sessions_.finish();
  Summary summary;
  summary.window = load_.window();
  MetricWriter out(summary, facts_.seed.value_or(0));
  outcome_.write(out);
  time_.write(out, outcome_.failures());
  stream_.write(out);
  bytes_.write(out);
  tokens_.write(out);
  costs_.write(out);
  agent_.write(out);
  sessions_.write(out);
  load_.write(out);
  quality_.write(out);
  time_.write_compat(summary);
  bytes_.write_compat(summary);
  sessions_.write_compat(summary);
  summary.links = links_;
  summary.services = services_;
  quality_.judge(summary, facts_, time_.ttft(), stream_.inter_chunk());
  tokens_.remark(summary);
  costs_.remark(summary);
  if (summary.value("ip_bytes_up", "mean"))
    summary.remarks.push_back(fmt::format("IP bytes are an estimate ({})", IpEstimate::method));
  if (const auto residual = summary.value("little_residual"); residual && *residual > 2)
    summary.remarks.push_back(
        fmt::format("inconsistent: Little's law is off by {:.1f} % (limit 2 %)", *residual));
  return summary;
}

}  // namespace aitb::core
