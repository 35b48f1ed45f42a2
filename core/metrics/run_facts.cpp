#include "core/metrics/run_facts.hpp"

#include <boost/json/value.hpp>
#include <string_view>

namespace aitb::core {
namespace {

namespace json = boost::json;

const json::object* object_at(const json::object& parent, std::string_view key) {
  const json::value* found = parent.if_contains(key);
  return found ? found->if_object() : nullptr;
}

std::string text_at(const json::object& parent, std::string_view key) {
  const json::value* found = parent.if_contains(key);
  const json::string* text = found ? found->if_string() : nullptr;
  return text ? std::string(*text) : std::string();
}

std::optional<double> number_at(const json::object& parent, std::string_view key) {
  const json::value* found = parent.if_contains(key);
  if (!found || !found->is_number()) return std::nullopt;
  return found->to_number<double>();
}

Slo read_slo(const json::object& object) {
  return {number_at(object, "ttft_ms"), number_at(object, "ttlt_ms"), number_at(object, "latency_ms"),
          number_at(object, "itl_ms")};
}

LoadFacts read_load(const json::object& object) {
  LoadFacts load;
  if (std::string mode = text_at(object, "mode"); !mode.empty()) load.mode = std::move(mode);
  load.users = number_at(object, "users");
  load.rate = number_at(object, "rate");
  load.arrivals = text_at(object, "arrivals");
  return load;
}

CalibrationFacts read_calibration(const json::object& object) {
  CalibrationFacts facts;
  if (const auto* ttft = object_at(object, "ttft")) {
    facts.ttft_p50_us = number_at(*ttft, "p50_us");
    facts.ttft_p99_us = number_at(*ttft, "p99_us");
  }
  if (const auto* gap = object_at(object, "inter_chunk")) {
    facts.inter_chunk_p50_us = number_at(*gap, "p50_us");
    facts.inter_chunk_p99_us = number_at(*gap, "p99_us");
  }
  return facts;
}

std::map<std::string, ProfileFacts> read_profiles(const json::object& object) {
  std::map<std::string, ProfileFacts> profiles;
  for (const auto& entry : object) {
    if (const auto* fact = entry.value().if_object()) {
      profiles[std::string(entry.key())] = {text_at(*fact, "asked"), text_at(*fact, "verified"),
                                            number_at(*fact, "loss_pct")};
    }
  }
  return profiles;
}

}  // namespace

RunFacts read_run_facts(const json::object& run) {
  RunFacts facts;
  facts.run_id = text_at(run, "run_id");
  facts.started_at = text_at(run, "started_at");
  facts.ended_at = text_at(run, "ended_at");
  facts.config_digest = text_at(run, "config_digest");
  if (const auto* seed = run.if_contains("seed")) {
    if (seed->is_uint64()) facts.seed = seed->get_uint64();
    if (seed->is_int64()) facts.seed = static_cast<std::uint64_t>(seed->get_int64());
  }
  facts.stall_gap_sec = number_at(run, "stall_gap_sec").value_or(facts.stall_gap_sec);
  facts.burst_gap_sec = number_at(run, "burst_gap_sec").value_or(facts.burst_gap_sec);
  if (const auto* slo = object_at(run, "slo")) facts.slo = read_slo(*slo);
  if (const auto* load = object_at(run, "load")) facts.load = read_load(*load);
  if (const auto* calibration = object_at(run, "calibration"))
    facts.calibration = read_calibration(*calibration);
  if (const auto* profiles = object_at(run, "profiles")) facts.profiles = read_profiles(*profiles);
  if (const auto* quality = object_at(run, "quality")) facts.quality = *quality;
  if (const auto* environment = object_at(run, "environment")) facts.environment = *environment;
  return facts;
}

}  // namespace aitb::core
