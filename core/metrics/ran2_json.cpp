// The form of the RAN2 answers: names as in the reference, nulls where a capture would be needed.
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <cmath>

#include "core/metrics/ran2.hpp"

namespace aitb::core {
namespace {

namespace json = boost::json;

json::value number(std::optional<double> value, double factor = 1) {
  return value ? json::value(*value * factor) : json::value(nullptr);
}

/// The reference's distribution; extended adds five figures. `factor` changes the unit.
json::object spread(const Sample& sample, bool extended = false, double factor = 1) {
  json::object out;
  out["n"] = sample.n();
  out["min"] = number(sample.min(), factor);
  if (extended) {
    out["p10"] = number(sample.quantile(0.1), factor);
    out["p25"] = number(sample.quantile(0.25), factor);
  }
  out["p50"] = number(sample.quantile(0.5), factor);
  if (extended) {
    out["p75"] = number(sample.quantile(0.75), factor);
    out["p90"] = number(sample.quantile(0.9), factor);
  }
  out["p95"] = number(sample.quantile(0.95), factor);
  out["p99"] = number(sample.quantile(0.99), factor);
  out["max"] = number(sample.max(), factor);
  out["mean"] = number(sample.mean(), factor);
  if (extended) out["sum"] = sample.n() > 0 ? json::value(sample.sum() * factor) : nullptr;
  return out;
}

json::object with_method(json::object out, const char* method) {
  out["method"] = method;
  return out;
}

}  // namespace

json::value Ran2::Line::to_json() const {
  json::object out;
  out["n"] = static_cast<std::uint64_t>(n);
  const double sxx = xx - x * x / std::max(n, 1.0), sxy = xy - x * y / std::max(n, 1.0),
               syy = yy - y * y / std::max(n, 1.0);
  const bool known = n >= 2 && sxx > 1e-9 * std::max(xx, 1.0);  // all x equal: no line
  const double slope = known ? sxy / sxx : 0;
  out["slope"] = known ? json::value(slope) : nullptr;
  out["intercept"] = known ? json::value((y - slope * x) / n) : nullptr;
  out["r2"] = known && syy > 0 ? json::value(sxy * sxy / (sxx * syy)) : nullptr;
  return out;
}

json::object Ran2::to_json() const {
  const auto rtt = rtt_ms_.quantile(0.5);
  json::object traffic, delay, volume, reliability, latency_ratio, tokens, regression, gaps, tools;
  for (const auto& [name, pair] : pairs_) {
    json::object one;
    one["turns"] = pair.successes;
    one["ul_bytes_total"] = pair.up.n() > 0 ? json::value(pair.up.sum()) : nullptr;
    one["dl_bytes_total"] = pair.down.n() > 0 ? json::value(pair.down.sum()) : nullptr;
    one["ul_bytes_per_turn"] = spread(pair.up);
    one["dl_bytes_per_turn"] = spread(pair.down);
    one["ul_dl_ratio"] = pair.down.sum() > 0 ? json::value(pair.up.sum() / pair.down.sum()) : nullptr;
    one["peak_mbps_by_window"] = nullptr;
    traffic[name] = std::move(one);
    json::object times;
    times["ttft_sec"] = spread(pair.ttft);
    times["ttlt_sec"] = spread(pair.ttlt);
    delay[name] = std::move(times);
    json::object reliable;
    reliable["turns"] = pair.turns;
    reliable["success"] = pair.successes;
    reliable["success_rate"] = static_cast<double>(pair.successes) / static_cast<double>(pair.turns);
    const auto profile = facts_.profiles.find(pair.profile);
    reliable["profile_loss_pct"] =
        number(profile == facts_.profiles.end() ? std::nullopt : profile->second.loss_pct);
    reliability[name] = std::move(reliable);
    const bool known = rtt && *rtt > 0 && pair.latency.n() > 0;
    latency_ratio[name] = known ? json::value(spread(pair.latency, false, 1000 / *rtt)) : nullptr;
  }
  for (const auto& [name, scenario] : scenarios_) {
    json::object sizes, counts, lines;
    sizes["request_bytes"] = spread(scenario.request_bytes);
    sizes["response_bytes"] = spread(scenario.response_bytes);
    sizes["packet_count_per_flow"] = nullptr;
    volume[name] = std::move(sizes);
    counts["tokens_in"] = spread(scenario.tokens_in);
    counts["tokens_out"] = spread(scenario.tokens_out);
    counts["tokens_per_sec"] = spread(scenario.tokens_per_sec);
    tokens[name] = std::move(counts);
    lines["ul"] = scenario.up.to_json();
    lines["dl"] = scenario.down.to_json();
    regression[name] = std::move(lines);
  }
  json::object rates;
  for (const auto& [profile, sample] : gaps_by_profile_) {
    gaps[profile] = spread(sample);
    const double median = sample.quantile(0.5).value_or(0);
    rates[profile] = median > 0 ? json::value(1 / median) : nullptr;
  }
  for (const auto& [name, tool] : tools_) {
    json::object one;
    one["calls"] = tool.calls;
    one["request_bytes"] = tool.up;
    one["response_bytes"] = tool.down;
    one["tool_latency_sec"] = spread(tool.latency);
    tools[name] = std::move(one);
  }

  json::object q1, q2, q3, q4, q5, out;
  q1["per_scenario_profile"] = std::move(traffic);
  q1["pcap_per_direction"] = nullptr;
  q2["per_pcap"] = nullptr;
  q2["interburst_idle_by_gap"] = nullptr;
  q2["burstiness_by_window"] = nullptr;
  q2["per_scenario_profile_delay"] = std::move(delay);
  q2["per_scenario_profile_bursts"] = nullptr;
  q3["tcp_rtt"] = with_method(spread(rtt_ms_), "estimated: duration of connect()");
  q3["tls_handshake"] = with_method(spread(tls_ms_), "measured at the socket: connected to TLS ready");
  q3["connection_setup_ms"] =
      with_method(spread(setup_ms_), "measured at the socket: connect() to first request byte");
  json::object chunk_rtt;
  chunk_rtt["inter_chunk_sec"] = spread(gaps_);
  chunk_rtt["tcp_rtt_p50_ms"] = number(rtt);
  const auto gap = gaps_.quantile(0.5);
  chunk_rtt["ratio_p50"] = gap && rtt && *rtt > 0 ? json::value(*gap * 1000 / *rtt) : nullptr;
  q3["inter_chunk_vs_rtt"] = std::move(chunk_rtt);
  q3["e2e_latency_vs_rtt"] = std::move(latency_ratio);
  q4["volume_distribution"] = std::move(volume);
  q4["reliability_by_loss_pct"] = std::move(reliability);
  q4["inter_arrival_cv"] = nullptr;
  json::object flows;
  flows["flow_duration_sec"] =
      with_method(spread(flow_sec_, true), "measured at the socket: first dispatch to last end");
  flows["flows_per_pcap"] = nullptr;
  flows["connection_reuse_ratio"] =
      exchanges_ > 0 ? json::value(static_cast<double>(reused_) / static_cast<double>(exchanges_)) : nullptr;
  q4["connection_duration"] = std::move(flows);
  json::object agentic;
  agentic["distinct_dests_per_pcap"] = nullptr;
  agentic["per_tool_bytes"] = std::move(tools);
  q4["agentic_flows"] = std::move(agentic);
  q5["token_counts_by_scenario"] = std::move(tokens);
  json::object arrival;
  arrival["token_rate_per_profile_hz"] = std::move(rates);
  arrival["dl_pkt_rate_hz"] = nullptr;
  q5["token_arrival_vs_pkt_arrival"] = std::move(arrival);
  q5["inter_token_gap_by_profile"] = std::move(gaps);
  q5["token_to_bytes_regression_by_scenario"] = std::move(regression);
  out["generated_at"] = facts_.ended_at.empty() ? json::value(nullptr) : json::value(facts_.ended_at);
  out["n_records"] = records_;
  out["n_pcap_files"] = 0;
  out["n_pcap_sp_mapped"] = 0;
  out["Q1"] = std::move(q1);
  out["Q2"] = std::move(q2);
  out["Q3"] = std::move(q3);
  out["Q4"] = std::move(q4);
  out["Q5"] = std::move(q5);
  return out;
}

}  // namespace aitb::core
