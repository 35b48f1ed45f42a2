#include <fmt/format.h>

#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <charconv>

#include "core/app/run_command.hpp"

namespace aitb::core {
namespace {

template <class T>
boost::json::value optional_value(const std::optional<T>& value) {
  return value ? boost::json::value(*value) : boost::json::value(nullptr);
}

template <class T>
void take(const boost::json::object& from, std::string_view key, std::optional<T>& into) {
  const boost::json::value* value = from.if_contains(key);
  if (value && !value->is_null()) into = boost::json::value_to<T>(*value);
}

template <class T>
void take(const boost::json::object& from, std::string_view key, T& into) {
  if (const boost::json::value* value = from.if_contains(key)) into = boost::json::value_to<T>(*value);
}

}  // namespace

PlanRequest RunOptions::plan() const {
  PlanRequest request;
  request.scenarios = scenarios;
  request.profiles = profiles;
  request.runs = runs;
  request.priorities = priorities;
  request.phases = phases;
  return request;
}

Load RunOptions::load() const {
  if (users && rate) {
    throw Error(
        ErrorKind::config,
        "reading the load: --users (closed loop) and --rate (open loop) exclude each other; give one");
  }
  Load load;
  load.lanes = lanes;
  load.ramp = from_seconds(ramp_sec);
  load.warmup = from_seconds(warmup_sec);
  if (duration_sec) load.duration = from_seconds(*duration_sec);
  if (users) {
    load.mode = Load::Mode::closed;
    load.users = *users;
  } else if (rate) {
    load.mode = Load::Mode::open;
    load.rate = *rate;
    const auto law = ArrivalLaw::parse(arrivals);
    if (!law) {
      throw Error(ErrorKind::config,
                  fmt::format("reading --arrivals: '{}' is not a law; say constant, poisson, or gamma:CV "
                              "with CV above 0 (gamma:1 is poisson)",
                              arrivals));
    }
    load.arrivals = *law;
  } else if (duration_sec || ramp_sec > 0 || warmup_sec > 0 || lanes > 1) {
    throw Error(ErrorKind::config,
                "reading the load: --duration, --ramp, --warmup and --lanes shape a load; add --users N "
                "(closed loop) or --rate R (open loop)");
  }
  if (lanes > 1 && users && *users < lanes) {
    throw Error(ErrorKind::config,
                fmt::format("reading the load: {} lanes for {} users; a lane needs a user", lanes, *users));
  }
  return load;
}

boost::json::object RunOptions::slo_object() const {
  boost::json::object object;
  for (const std::string& text : slo) {
    const std::size_t equals = text.find('=');
    const std::string key = text.substr(0, equals);
    double limit = 0;
    const bool known = key == "ttft_ms" || key == "ttlt_ms" || key == "latency_ms" || key == "itl_ms";
    const char* first = text.data() + (equals == std::string::npos ? text.size() : equals + 1);
    const auto end = std::from_chars(first, text.data() + text.size(), limit);
    if (!known || end.ec != std::errc() || end.ptr != text.data() + text.size() || !(limit > 0)) {
      throw Error(
          ErrorKind::config,
          fmt::format("reading --slo: '{}' is not NAME=MILLISECONDS with NAME one of ttft_ms, ttlt_ms, "
                      "latency_ms, itl_ms",
                      text));
    }
    object[key] = limit;
  }
  return object;
}

boost::json::object RunOptions::to_json() const {
  boost::json::object object;
  object["scenarios"] = boost::json::value_from(scenarios);
  object["profiles"] = boost::json::value_from(profiles);
  object["priorities"] = boost::json::value_from(priorities);
  object["phases"] = boost::json::value_from(phases);
  object["runs"] = optional_value(runs);
  object["seed"] = optional_value(seed);
  object["endpoint"] = endpoint;
  object["users"] = optional_value(users);
  object["rate"] = optional_value(rate);
  object["duration_sec"] = optional_value(duration_sec);
  object["arrivals"] = arrivals;
  object["ramp_sec"] = ramp_sec;
  object["warmup_sec"] = warmup_sec;
  object["lanes"] = lanes;
  object["slo"] = boost::json::value_from(slo);
  object["anonymize"] = anonymize;
  object["trace"] = trace;
  object["formats"] = boost::json::value_from(formats);
  return object;
}

void RunOptions::take_over(const boost::json::object& stored) {
  take(stored, "scenarios", scenarios);
  take(stored, "profiles", profiles);
  take(stored, "priorities", priorities);
  take(stored, "phases", phases);
  take(stored, "runs", runs);
  take(stored, "seed", seed);
  take(stored, "endpoint", endpoint);
  take(stored, "users", users);
  take(stored, "rate", rate);
  take(stored, "duration_sec", duration_sec);
  take(stored, "arrivals", arrivals);
  take(stored, "ramp_sec", ramp_sec);
  take(stored, "warmup_sec", warmup_sec);
  take(stored, "lanes", lanes);
  take(stored, "slo", slo);
  take(stored, "anonymize", anonymize);
  take(stored, "trace", trace);
  take(stored, "formats", formats);
}

}  // namespace aitb::core
