#include "core/metrics/ran2.hpp"

#include <aitb/derived.hpp>
#include <boost/json/value.hpp>
#include <cmath>

#include "core/metrics/parts.hpp"

namespace aitb::core {
namespace {

std::string pair_name(const Record& record) { return record.place.scenario + "/" + record.place.profile; }

void put(Sample& sample, std::optional<double> ms) {
  if (ms) sample.add(*ms / 1e3);
}

}  // namespace

void Ran2::Line::add(double x_value, double y_value) {
  ++n;
  x += x_value;
  y += y_value;
  xx += x_value * x_value;
  xy += x_value * y_value;
  yy += y_value * y_value;
}

void Ran2::add(const Record& record) {
  if (record.place.warmup) return;
  ++records_;
  const ExchangeTimes times(record);
  add_flow(record, times);
  if (!record.final) return;
  if (is_primary(record)) add_turn(record, times);
  if (record.klass == RecordClass::tool) {
    Tool& tool = tools_[record.tool_name.empty() ? "unnamed" : record.tool_name];
    ++tool.calls;
    tool.up += static_cast<double>(record.tool_bytes_up.value_or(0));
    tool.down += static_cast<double>(record.tool_bytes_down.value_or(0));
    put(tool.latency, times.latency);
  }
}

void Ran2::add_flow(const Record& record, const ExchangeTimes& times) {
  if (record.connection.local.empty() || !times.start || !record.end) return;
  ++exchanges_;
  const std::string key = record.connection.local + "|" + record.connection.remote;
  if (record.reused) {
    ++reused_;
  } else {
    if (const auto before = flows_.find(key); before != flows_.end()) {  // the port serves a new connection
      flow_sec_.add(static_cast<double>(before->second.to_ns - before->second.from_ns) / 1e9);
      flows_.erase(before);
    }
    const auto resolved = record.dns_done ? record.dns_done : record.dispatched;
    if (const auto rtt = ms_between(resolved, record.tcp_done)) rtt_ms_.add(*rtt);
    if (const auto tls = ms_between(record.tcp_done, record.tls_done)) tls_ms_.add(*tls);
    if (const auto setup = ms_between(resolved, record.sent_first)) setup_ms_.add(*setup);
  }
  const std::int64_t from = to_ns(record.dispatched.value_or(*times.start)), to = to_ns(*record.end);
  auto [flow, is_new] = flows_.try_emplace(key, Flow{from, to});
  if (!is_new) flow->second.to_ns = std::max(flow->second.to_ns, to);
}

void Ran2::finish() {
  std::map<std::string, Flow> ordered(flows_.begin(), flows_.end());  // the same order whatever the hash
  for (const auto& [key, flow] : ordered) flow_sec_.add(static_cast<double>(flow.to_ns - flow.from_ns) / 1e9);
  flows_.clear();
}

void Ran2::add_turn(const Record& record, const ExchangeTimes& times) {
  Pair& pair = pairs_[pair_name(record)];
  pair.profile = record.place.profile;
  ++pair.turns;
  if (!record.success) return;
  ++pair.successes;
  ByScenario& scenario = scenarios_[record.place.scenario];
  const auto bytes = [](Sample& one, Sample& other, std::optional<std::uint64_t> value) {
    if (!value) return;
    one.add(static_cast<double>(*value));
    other.add(static_cast<double>(*value));
  };
  bytes(pair.up, scenario.request_bytes, record.l7_up);
  bytes(pair.down, scenario.response_bytes, record.l7_down);
  put(pair.ttft, times.ttft);
  put(pair.ttlt, times.ttlt);
  if (!record.streaming) put(pair.latency, times.latency);
  const auto in = tokens_in(record), out = tokens_out(record);
  if (in) scenario.tokens_in.add(static_cast<double>(*in));
  if (out) scenario.tokens_out.add(static_cast<double>(*out));
  if (out && times.latency && *times.latency > 0)
    scenario.tokens_per_sec.add(static_cast<double>(*out) / *times.latency * 1e3);
  if (in && record.l7_up) scenario.up.add(static_cast<double>(*in), static_cast<double>(*record.l7_up));
  if (out && record.l7_down)
    scenario.down.add(static_cast<double>(*out), static_cast<double>(*record.l7_down));
  if (!record.streaming) return;
  for (const double gap : times.gaps) {
    gaps_.add(gap / 1e3);
    gaps_by_profile_[record.place.profile].add(gap / 1e3);
  }
}

}  // namespace aitb::core
