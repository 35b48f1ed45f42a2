#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "core/report/blocks.hpp"
#include "core/report/json_text.hpp"
#include "core/report/report.hpp"

namespace aitb::core {
namespace {

namespace json = boost::json;

json::value number(std::optional<double> value) { return value ? json::value(*value) : json::value(nullptr); }
json::value text(const std::string& value) {
  return value.empty() ? json::value(nullptr) : json::value(value);
}

json::array texts(const std::vector<std::string>& values) {
  return json::array(values.begin(), values.end());
}

json::object counts(const std::map<std::string, std::uint64_t>& values) {
  json::object out;
  for (const auto& [name, count] : values) out[name] = count;
  return out;
}

json::object figure(const Metric& metric) {
  json::object out;
  out["value"] = metric.infinite ? json::value("infinity") : number(metric.value);
  out["n"] = metric.n;
  if (metric.interval) out["ci95"] = json::array({metric.interval->low, metric.interval->high});
  return out;
}

/// {id: {unit, definition, method, point, …figures}}; a facet is an object of its own below `by`.
json::object metrics_object(const Summary& summary) {
  json::object out;
  for (const Metric& metric : summary.metrics) {
    json::value& slot = out[metric.definition->id];
    if (slot.is_null()) {
      json::object head;
      head["unit"] = metric.definition->unit;
      head["definition"] = metric.definition->formula;
      head["method"] = metric.method;
      head["measured_at"] = metric.definition->point;
      slot = std::move(head);
    }
    json::object* target = &slot.get_object();
    if (!metric.facet.empty()) {
      json::value& by = (*target)["by"];
      if (by.is_null()) by = json::object();
      json::value& facet = by.get_object()[metric.facet];
      if (facet.is_null()) facet = json::object();
      target = &facet.get_object();
    }
    if (metric.statistic.empty()) {
      const json::object single = figure(metric);
      for (const auto& member : single) (*target)[member.key()] = member.value();
      continue;
    }
    (*target)["n"] = metric.n;
    (*target)[metric.statistic] = metric.infinite ? json::value("infinity") : number(metric.value);
    if (metric.interval)
      (*target)[metric.statistic + "_ci95"] = json::array({metric.interval->low, metric.interval->high});
  }
  return out;
}

json::object window_object(const Window& window) {
  json::object out;
  out["seconds"] = window.seconds();
  out["from_ns"] = window.from_ns;
  out["to_ns"] = window.to_ns;
  out["rule"] = window.rule;
  return out;
}

json::object phase_object(const Summary& summary) {
  json::object out;
  out["window"] = window_object(summary.window);
  out["metrics"] = metrics_object(summary);
  return out;
}

json::object block(const CellReport& cell, const RunFacts& run) {
  json::object out;
  out["scenario"] = cell.scenario;
  out["network_conditions"] = cell.profile;
  out["samples"] = number(cell.whole.value("samples"));
  add_reference_blocks(out, cell.whole, run);
  json::object compat;
  for (const auto& [name, value] : cell.whole.compat) compat[name] = number(value);
  out["compat"] = std::move(compat);
  out["links"] = counts(cell.whole.links);
  out["services"] = counts(cell.whole.services);
  out["degraded"] = texts(cell.whole.degraded);
  out["remarks"] = texts(cell.whole.remarks);
  out["window"] = window_object(cell.whole.window);
  out["metrics"] = metrics_object(cell.whole);
  out["steady"] = cell.steady ? json::value(phase_object(*cell.steady)) : nullptr;
  out["no_steady_because"] = text(cell.no_steady);
  out["warmup"] = cell.warmup ? json::value(phase_object(*cell.warmup)) : nullptr;
  if (cell.notes.sessions() > 0) {
    json::object notes;
    notes["sessions"] = cell.notes.sessions();
    notes["mean"] = cell.notes.mean();
    out["notes"] = std::move(notes);
  }
  return out;
}

json::object run_object(const RunFacts& run) {
  json::object out, load, slo;
  out["run_id"] = text(run.run_id);
  out["seed"] = run.seed ? json::value(*run.seed) : nullptr;
  out["started_at"] = text(run.started_at);
  out["ended_at"] = text(run.ended_at);
  out["interrupted"] = run.interrupted;
  out["config_digest"] = text(run.config_digest);
  load["mode"] = run.load.mode;
  load["users"] = number(run.load.users);
  load["rate"] = number(run.load.rate);
  load["arrivals"] = text(run.load.arrivals);
  out["load"] = std::move(load);
  slo["ttft_ms"] = number(run.slo.ttft_ms);
  slo["ttlt_ms"] = number(run.slo.ttlt_ms);
  slo["latency_ms"] = number(run.slo.latency_ms);
  slo["itl_ms"] = number(run.slo.itl_ms);
  out["slo"] = std::move(slo);
  out["prices_date"] = text(run.prices.date);
  return out;
}

json::array skipped_array(const RunFacts& run) {
  json::array out;
  for (const SkippedFact& each : run.skipped) {
    json::object fact;
    fact["scenario"] = each.scenario;
    fact["type"] = text(each.type);
    fact["provider"] = text(each.provider);
    fact["reason"] = each.reason;
    out.push_back(std::move(fact));
  }
  return out;
}

json::object quality_object(const Report& report) {
  json::object out;
  bool degraded = false;
  for (const CellReport& cell : report.cells) degraded = degraded || !cell.whole.degraded.empty();
  out["degraded"] = degraded;
  out["calibration"] =
      report.run.calibration_json.empty() ? json::value(nullptr) : json::value(report.run.calibration_json);
  for (const auto& member : report.run.quality) out[member.key()] = member.value();
  out["capture_drops"] = number(report.run.capture_drops);
  return out;
}

}  // namespace

std::string report_json(const Report& report) {
  json::object out, scenarios;
  out["generated_at"] = text(report.generated_at);
  out["run"] = run_object(report.run);
  out["quality"] = quality_object(report);
  for (const CellReport& cell : report.cells) {
    json::value& profiles = scenarios[cell.scenario];
    if (profiles.is_null()) profiles = json::object();
    profiles.get_object()[cell.profile] = block(cell, report.run);
  }
  out["scenarios"] = std::move(scenarios);
  out["skipped"] = skipped_array(report.run);
  out["ran2"] = report.ran2;
  out["environment"] = report.run.environment;
  return json_text(out);
}

}  // namespace aitb::core
