#include "core/report/blocks.hpp"

#include <boost/json/value.hpp>
#include <string_view>

namespace aitb::core {
namespace {

struct Entry {
  std::string_view block, key, id, statistic;
  std::string_view facet = {};
  bool count = false;  ///< the number of samples instead of the value
};

constexpr Entry entries[] = {
    {"qoe_metrics", "time_to_first_token_ms", "ttft", "mean"},
    {"qoe_metrics", "time_to_first_token_p50_ms", "ttft", "p50"},
    {"qoe_metrics", "time_to_first_token_p95_ms", "ttft", "p95"},
    {"qoe_metrics", "time_to_first_token_p99_ms", "ttft", "p99"},
    {"qoe_metrics", "time_to_last_token_ms", "ttlt", "mean"},
    {"qoe_metrics", "time_to_last_token_p50_ms", "ttlt", "p50"},
    {"qoe_metrics", "time_to_last_token_p95_ms", "ttlt", "p95"},
    {"qoe_metrics", "time_to_last_token_p99_ms", "ttlt", "p99"},
    {"qoe_metrics", "response_latency_ms", "latency", "mean"},
    {"qoe_metrics", "response_latency_p95_ms", "latency", "p95"},
    {"qoe_metrics", "success_rate_pct", "success_rate", ""},
    {"traffic_characteristics", "uplink_bytes_avg", "request_bytes", "mean"},
    {"traffic_characteristics", "downlink_bytes_avg", "response_bytes", "mean"},
    {"traffic_characteristics", "ul_dl_ratio", "ul_dl_ratio", ""},
    {"traffic_characteristics", "token_rate_per_sec", "token_rate_mean", ""},
    {"ai_service_metrics", "agent_loop_factor", "loop_factor", ""},
    {"ai_service_metrics", "tool_calls_avg", "tool_calls", "mean"},
    {"ai_service_metrics", "tool_latency_ms", "tool_latency", "mean"},
    {"ai_service_metrics", "tool_latency_p50_ms", "tool_latency", "p50"},
    {"ai_service_metrics", "tool_latency_p95_ms", "tool_latency", "p95"},
    {"ai_service_metrics", "tool_latency_p99_ms", "tool_latency", "p99"},
    {"computer_use_metrics", "actions_avg", "computer_actions", "mean"},
    {"computer_use_metrics", "action_latency_ms", "computer_action_latency", "mean"},
    {"computer_use_metrics", "action_latency_p95_ms", "computer_action_latency", "p95"},
    {"computer_use_metrics", "screenshot_bytes_avg", "computer_screenshot_bytes", "mean"},
    {"computer_use_metrics", "steps_avg", "computer_steps", "mean"},
    {"computer_use_metrics", "action_error_rate", "computer_action_error_rate", ""},
    {"streaming_metrics", "stall_rate", "stall_rate", ""},
    {"streaming_metrics", "stall_event_count", "stall_count", ""},
    {"streaming_metrics", "stall_duration_mean_ms", "stall_duration", "mean"},
    {"streaming_metrics", "stall_duration_p95_ms", "stall_duration", "p95"},
    {"streaming_metrics", "stall_duration_p99_ms", "stall_duration", "p99"},
    {"error_taxonomy", "timeout", "errors_reference", "", "timeout"},
    {"error_taxonomy", "rate_limited", "errors_reference", "", "rate_limited"},
    {"error_taxonomy", "server_error", "errors_reference", "", "server_error"},
    {"error_taxonomy", "tool_failure", "errors_reference", "", "tool_failure"},
    {"error_taxonomy", "other", "errors_reference", "", "other"},
    {"burstiness", "peak_to_mean", "burst_peak_to_mean", ""},
    {"burstiness", "coefficient_of_variation", "burst_cv", ""},
    {"burstiness", "on_gap_mean_ms", "on_gap", "mean"},
    {"burstiness", "off_gap_mean_ms", "off_gap", "mean"},
    {"burstiness", "on_gap_count", "on_gap", "mean", "", true},
    {"burstiness", "off_gap_count", "off_gap", "mean", "", true},
};

boost::json::object& sub_object(boost::json::object& parent, std::string_view key) {
  boost::json::value& member = parent[key];
  if (!member.is_object()) member = boost::json::object();
  return member.get_object();
}

}  // namespace

void add_reference_blocks(boost::json::object& block, const Summary& summary, const RunFacts& run) {
  for (const Entry& entry : entries) {
    boost::json::object& target = sub_object(block, entry.block);
    const Metric* metric = summary.find(entry.id, entry.statistic, entry.facet);
    boost::json::value value;
    if (metric && entry.count) {
      value = metric->n;
    } else if (metric && metric->value) {
      value = *metric->value;
    }
    target[entry.key] = std::move(value);
  }
  sub_object(block, "streaming_metrics")["stall_gap_threshold_ms"] = run.stall_gap_sec * 1e3;
  sub_object(block, "burstiness")["gap_threshold_ms"] = run.burst_gap_sec * 1e3;
}

}  // namespace aitb::core
