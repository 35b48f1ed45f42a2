#include "core/metrics/run_facts.hpp"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <ctime>
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
  if (const auto* ttft = object_at(object, "ttft_error_ms")) {
    facts.ttft_p50_ms = number_at(*ttft, "p50");
    facts.ttft_p99_ms = number_at(*ttft, "p99");
  }
  if (const auto* gap = object_at(object, "chunk_gap_error_ms")) {
    facts.gap_p50_ms = number_at(*gap, "p50");
    facts.gap_p99_ms = number_at(*gap, "p99");
  }
  return facts;
}

/// "2026-03-01T12:00:00.123Z"
std::string wall_text(const json::object& object, std::string_view key) {
  const auto ns = number_at(object, key);
  if (!ns) return {};
  const auto whole = object.at(key).to_number<std::int64_t>();
  const std::time_t seconds = whole / 1'000'000'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, whole / 1'000'000 % 1000);
}

std::optional<double> capture_drops(const json::object& run) {
  const json::value* found = run.if_contains("captures");
  const json::array* captures = found ? found->if_array() : nullptr;
  if (captures == nullptr || captures->empty()) return std::nullopt;
  double sum = 0;
  for (const json::value& capture : *captures) {
    if (const auto* fact = capture.if_object()) sum += number_at(*fact, "dropped").value_or(0);
  }
  return sum;
}

PriceFacts read_prices(const json::object& object) {
  PriceFacts prices;
  prices.date = text_at(object, "date");
  const json::object* models = object_at(object, "models");
  if (models == nullptr) return prices;
  for (const auto& [name, value] : *models) {
    if (const auto* price = value.if_object())
      prices.models[std::string(name)] = {
          number_at(*price, "input"),       number_at(*price, "cached_input"), number_at(*price, "output"),
          number_at(*price, "audio_input"), number_at(*price, "audio_output"), number_at(*price, "image")};
  }
  return prices;
}

std::vector<SkippedFact> read_skipped(const json::object& run) {
  std::vector<SkippedFact> skipped;
  const json::value* found = run.if_contains("skipped");
  if (found == nullptr || !found->is_array()) return skipped;
  for (const json::value& each : found->get_array()) {
    if (const auto* fact = each.if_object())
      skipped.push_back({text_at(*fact, "scenario"), text_at(*fact, "type"), text_at(*fact, "provider"),
                         text_at(*fact, "reason")});
  }
  return skipped;
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

const PriceFact* PriceFacts::find(const std::string& model) const {
  const PriceFact* best = nullptr;
  std::size_t length = 0;
  for (const auto& [name, price] : models) {
    const bool fits = model == name || (model.starts_with(name + "-") || model.starts_with(name + "@"));
    if (fits && (best == nullptr || name.size() > length)) best = &price, length = name.size();
  }
  return best;
}

RunFacts read_run_facts(const json::object& run) {
  RunFacts facts;
  facts.run_id = text_at(run, "run_id");
  facts.started_at = wall_text(run, "started_wall_ns");
  facts.ended_at = wall_text(run, "ended_wall_ns");
  facts.config_digest = text_at(run, "config_digest");
  if (const auto* seed = run.if_contains("seed")) {
    if (seed->is_uint64()) facts.seed = seed->get_uint64();
    if (seed->is_int64()) facts.seed = static_cast<std::uint64_t>(seed->get_int64());
  }
  facts.stall_gap_sec = number_at(run, "stall_gap_sec").value_or(facts.stall_gap_sec);
  facts.burst_gap_sec = number_at(run, "burst_gap_sec").value_or(facts.burst_gap_sec);
  if (const auto* slo = object_at(run, "slo")) facts.slo = read_slo(*slo);
  if (const auto* load = object_at(run, "load")) facts.load = read_load(*load);
  if (const auto* calibration = object_at(run, "calibration")) {
    facts.calibration = read_calibration(*calibration);
    facts.calibration_json = *calibration;
  }
  if (const auto* profiles = object_at(run, "profiles")) facts.profiles = read_profiles(*profiles);
  if (const auto* quality = object_at(run, "quality")) {
    facts.quality = *quality;
    facts.dropped_records = number_at(*quality, "dropped_records");
  }
  facts.skipped = read_skipped(run);
  if (const auto* prices = object_at(run, "prices")) facts.prices = read_prices(*prices);
  facts.capture_drops = capture_drops(run);
  if (const auto* interrupted = run.if_contains("interrupted"))
    facts.interrupted = interrupted->is_bool() && interrupted->get_bool();
  if (const auto* environment = object_at(run, "environment")) facts.environment = *environment;
  return facts;
}

}  // namespace aitb::core
