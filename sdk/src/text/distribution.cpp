#include <aitb/distribution.hpp>

#include <fmt/format.h>
#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <numbers>
#include <numeric>

#include <aitb/error.hpp>

namespace aitb::inline v1 {
namespace json = boost::json;

namespace {

constexpr std::string_view forms =
    "a number, or one of constant, uniform, normal, lognormal, gamma, exponential, empirical";

double number(const json::value& value, const std::string& pointer, double low, bool open = false) {
  if (!value.is_number())
    throw ConfigError(pointer, fmt::format("expected a number, found {}", json::serialize(value)));
  const double x = value.to_number<double>();
  if (!std::isfinite(x) || x < low || (open && x == low)) {
    throw ConfigError(pointer,
                      fmt::format("must be {} {:g}, is {:g}", open ? "more than" : "at least", low, x));
  }
  return x;
}

const json::array& list(const json::value& value, const std::string& pointer, std::string_view what) {
  if (!value.is_array())
    throw ConfigError(pointer, fmt::format("expected {}, found {}", what, json::serialize(value)));
  return value.get_array();
}

/// The two named parameters of a form: both must be there, and nothing else.
struct Pair {
  const json::value& first;
  const json::value& second;
};

Pair parameters(const json::value& value, const std::string& pointer, std::string_view first,
                std::string_view second) {
  if (!value.is_object()) {
    throw ConfigError(
        pointer, fmt::format("expected {{{}: …, {}: …}}, found {}", first, second, json::serialize(value)));
  }
  const json::object& object = value.get_object();
  for (const auto& [key, ignored] : object) {
    const std::string_view name = key;
    if (name != first && name != second) {
      throw ConfigError(fmt::format("{}/{}", pointer, name),
                        fmt::format("unknown parameter '{}'; it takes {} and {}", name, first, second));
    }
  }
  for (std::string_view name : {first, second}) {
    if (!object.contains(name)) throw ConfigError(pointer, fmt::format("parameter '{}' is missing", name));
  }
  return {object.at(first), object.at(second)};
}

json::object named(std::string_view form, json::value parameter) {
  json::object object;
  object.emplace(form, std::move(parameter));
  return object;
}

json::object named(std::string_view form, std::string_view first, double a, std::string_view second,
                   double b) {
  json::object parameters;
  parameters.emplace(first, a);
  parameters.emplace(second, b);
  return named(form, std::move(parameters));
}

double normal_density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi); }
double normal_below(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

}  // namespace

Distribution::Distribution() = default;
Distribution::Distribution(double constant) : a_(constant) {}

Distribution Distribution::from_json(const json::value& value) {
  if (value.is_number()) return Distribution(number(value, "", 0));
  if (!value.is_object() || value.get_object().size() != 1) {
    throw ConfigError("", fmt::format("expected {}, found {}", forms, json::serialize(value)));
  }
  const auto& [key, body] = *value.get_object().begin();
  const std::string_view form = key;
  const std::string at = fmt::format("/{}", form);
  Distribution d;
  if (form == "constant") {
    d.a_ = number(body, at, 0);
  } else if (form == "uniform") {
    const auto& ends = list(body, at, "[low, high]");
    if (ends.size() != 2)
      throw ConfigError(at, fmt::format("expected [low, high], found {} values", ends.size()));
    d.kind_ = Kind::uniform;
    d.a_ = number(ends[0], at + "/0", 0);
    d.b_ = number(ends[1], at + "/1", d.a_);
  } else if (form == "normal") {
    const auto p = parameters(body, at, "mean", "std");
    d.kind_ = Kind::normal;
    d.a_ = number(p.first, at + "/mean", 0);
    d.b_ = number(p.second, at + "/std", 0);
  } else if (form == "lognormal") {
    const auto p = parameters(body, at, "median", "sigma");
    d.kind_ = Kind::lognormal;
    d.a_ = number(p.first, at + "/median", 0, true);
    d.b_ = number(p.second, at + "/sigma", 0);
  } else if (form == "gamma") {
    const auto p = parameters(body, at, "mean", "cv");
    d.kind_ = Kind::gamma;
    d.a_ = number(p.first, at + "/mean", 0);
    d.b_ = number(p.second, at + "/cv", 0, true);
  } else if (form == "exponential") {
    d.kind_ = Kind::exponential;
    d.a_ = number(body, at, 0);
  } else if (form == "empirical") {
    const auto& given = list(body, at, "a list of values");
    if (given.empty()) throw ConfigError(at, "needs at least one value");
    std::vector<double> values;
    for (const auto& item : given) values.push_back(number(item, fmt::format("{}/{}", at, values.size()), 0));
    std::sort(values.begin(), values.end());
    d.kind_ = Kind::empirical;
    d.values_ = std::make_shared<const std::vector<double>>(std::move(values));
  } else {
    throw ConfigError(at, fmt::format("unknown distribution '{}'; expected {}", form, forms));
  }
  return d;
}

json::value Distribution::to_json() const {
  switch (kind_) {
    case Kind::constant:
      return a_;
    case Kind::uniform:
      return named("uniform", json::array({a_, b_}));
    case Kind::normal:
      return named("normal", "mean", a_, "std", b_);
    case Kind::lognormal:
      return named("lognormal", "median", a_, "sigma", b_);
    case Kind::gamma:
      return named("gamma", "mean", a_, "cv", b_);
    case Kind::exponential:
      return named("exponential", a_);
    case Kind::empirical:
      return named("empirical", json::array(values_->begin(), values_->end()));
  }
  return nullptr;
}

double Distribution::sample(Random& random) const {
  switch (kind_) {
    case Kind::constant:
      return a_;
    case Kind::uniform:
      return a_ + (b_ - a_) * random.uniform();
    case Kind::normal:
      return std::max(0.0, a_ + b_ * random.normal());
    case Kind::lognormal:
      return a_ * std::exp(b_ * random.normal());
    case Kind::gamma:
      return a_ * b_ * b_ * random.gamma(1 / (b_ * b_));
    case Kind::exponential:
      return a_ * random.exponential();
    case Kind::empirical: {
      const double place = random.uniform() * static_cast<double>(values_->size() - 1);
      const auto below = static_cast<std::size_t>(place);
      if (below + 1 >= values_->size()) return values_->back();
      return std::lerp((*values_)[below], (*values_)[below + 1], place - static_cast<double>(below));
    }
  }
  return 0;
}

double Distribution::mean() const {
  switch (kind_) {
    case Kind::constant:
    case Kind::gamma:
    case Kind::exponential:
      return a_;
    case Kind::uniform:
      return (a_ + b_) / 2;
    case Kind::normal:  // of the draws as they are given, that is with those below zero taken as 0
      return b_ == 0 ? a_ : a_ * normal_below(a_ / b_) + b_ * normal_density(a_ / b_);
    case Kind::lognormal:
      return a_ * std::exp(b_ * b_ / 2);
    case Kind::empirical: {  // of the lines between the values
      if (values_->size() == 1) return values_->front();
      const double sum = std::accumulate(values_->begin(), values_->end(), 0.0);
      return (sum - (values_->front() + values_->back()) / 2) / static_cast<double>(values_->size() - 1);
    }
  }
  return 0;
}

bool Distribution::is_constant() const noexcept { return kind_ == Kind::constant; }

std::string Distribution::describe() const {
  switch (kind_) {
    case Kind::constant:
      return fmt::format("{:g}", a_);
    case Kind::uniform:
      return fmt::format("uniform {:g} to {:g}", a_, b_);
    case Kind::normal:
      return fmt::format("normal, mean {:g}, std {:g}", a_, b_);
    case Kind::lognormal:
      return fmt::format("log-normal, median {:g}, sigma {:g}", a_, b_);
    case Kind::gamma:
      return fmt::format("gamma, mean {:g}, cv {:g}", a_, b_);
    case Kind::exponential:
      return fmt::format("exponential, mean {:g}", a_);
    case Kind::empirical:
      return fmt::format("empirical, {} values from {:g} to {:g}", values_->size(), values_->front(),
                         values_->back());
  }
  return {};
}

json::value Distribution::schema() {
  return json::parse(R"({
    "description": "a number, or one distribution to draw from",
    "oneOf": [
      {"type": "number", "minimum": 0},
      {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": false, "properties": {
        "constant": {"type": "number", "minimum": 0},
        "uniform": {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 2, "maxItems": 2},
        "normal": {"type": "object", "required": ["mean", "std"], "additionalProperties": false, "properties": {
          "mean": {"type": "number", "minimum": 0}, "std": {"type": "number", "minimum": 0}}},
        "lognormal": {"type": "object", "required": ["median", "sigma"], "additionalProperties": false, "properties": {
          "median": {"type": "number", "exclusiveMinimum": 0}, "sigma": {"type": "number", "minimum": 0}}},
        "gamma": {"type": "object", "required": ["mean", "cv"], "additionalProperties": false, "properties": {
          "mean": {"type": "number", "minimum": 0}, "cv": {"type": "number", "exclusiveMinimum": 0}}},
        "exponential": {"type": "number", "minimum": 0},
        "empirical": {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 1}}}
    ]})");
}

}  // namespace aitb::inline v1
