#include <charconv>

#include "core/metrics/parts.hpp"

namespace aitb::core {
namespace {

std::optional<double> screenshot_bytes(const Record& record) {
  const boost::json::value* note = record.notes.if_contains("screenshot_bytes");
  if (note != nullptr && note->is_number()) return note->to_number<double>();
  if (note != nullptr && note->is_string()) {
    const boost::json::string& text = note->get_string();
    std::uint64_t value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc())
      return static_cast<double>(value);
  }
  if (record.l7_down) return static_cast<double>(*record.l7_down);
  return std::nullopt;
}

}  // namespace

void AgentPart::Tool::add(const Record& record, const ExchangeTimes& times) {
  ++calls;
  if (times.latency && record.success) latency.add(*times.latency);
  if (record.tool_bytes_up) up.add(static_cast<double>(*record.tool_bytes_up));
  if (record.tool_bytes_down) down.add(static_cast<double>(*record.tool_bytes_down));
}

void AgentPart::add(const Record& record, const ExchangeTimes& times) {
  if (!record.final) return;
  if (is_primary(record)) asked_.add(record.tool_calls);
  switch (record.klass) {
    case RecordClass::tool:
      all_.add(record, times);
      tools_[record.tool_name].add(record, times);
      break;
    case RecordClass::search:
      if (record.success && times.latency) search_.add(*times.latency);
      break;
    case RecordClass::connection:
      if (const auto time = ms_between(record.dispatched, record.end); time && record.success)
        connection_.add(*time);
      break;
    case RecordClass::computer_action:
      ++actions_;
      if (!record.success) ++failed_actions_;
      if (record.success && times.latency) action_latency_.add(*times.latency);
      if (const auto bytes = screenshot_bytes(record)) screenshot_.add(*bytes);
      break;
    case RecordClass::primary:
    case RecordClass::packet:
      break;
  }
}

void AgentPart::write(MetricWriter& out) const {
  out.distribution("tool_calls", asked_);
  const auto tool = [&](const Tool& one, const std::string& name) {
    out.scalar("tool_records", static_cast<double>(one.calls), one.calls, name);
    out.distribution("tool_latency", one.latency, name);
    out.distribution("tool_bytes_up", one.up, name);
    out.distribution("tool_bytes_down", one.down, name);
  };
  tool(all_, "");
  for (const auto& [name, one] : tools_) tool(one, name.empty() ? "unnamed" : name);
  out.distribution("search_latency", search_);
  out.distribution("connection_time", connection_);
  out.distribution("computer_action_latency", action_latency_);
  out.distribution("computer_screenshot_bytes", screenshot_);
  std::optional<double> error_rate;
  if (actions_ > 0) error_rate = static_cast<double>(failed_actions_) / static_cast<double>(actions_);
  out.scalar("computer_action_error_rate", error_rate, actions_);
}

}  // namespace aitb::core
