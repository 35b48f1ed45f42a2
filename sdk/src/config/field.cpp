#include <fmt/format.h>

#include <aitb/config.hpp>
#include <aitb/schema.hpp>
#include <boost/json/array.hpp>
#include <utility>

#include "config/units.hpp"

namespace aitb::inline v1 {
namespace json = boost::json;
namespace {

// Limits of a list hold for its elements.
json::object& limited(json::object& schema) {
  auto* items = schema.if_contains("items");
  return items && items->is_object() ? items->get_object() : schema;
}

json::value whole_if_exact(double x) {
  const auto whole = static_cast<std::int64_t>(x);
  return static_cast<double>(whole) == x ? json::value(whole) : json::value(x);
}

// A default that the field's own limits refuse stands for "not set" and is not offered.
void drop_refused_default(json::object& schema) {
  const auto* fallback = schema.if_contains("default");
  if (fallback && !check_schema(schema, *fallback).empty()) schema.erase("default");
}

}  // namespace

Field::Field(std::string name, std::string help, json::object schema, json::value fallback, Decode decode)
    : name_(std::move(name)),
      help_(std::move(help)),
      schema_(std::move(schema)),
      fallback_(std::move(fallback)),
      decode_(std::move(decode)) {
  if (!help_.empty()) schema_["description"] = help_;
  schema_["default"] = fallback_;
  drop_refused_default(schema_);
}

Field Field::required() && {
  required_ = true;
  schema_.erase("default");
  return std::move(*this);
}

Field Field::secret() && {
  secret_ = true;
  schema_["x-secret"] = true;
  schema_.erase("default");
  return std::move(*this);
}

Field Field::range(double low, double high) && {
  limited(schema_)["minimum"] = whole_if_exact(low);
  limited(schema_)["maximum"] = whole_if_exact(high);
  drop_refused_default(schema_);
  return std::move(*this);
}

Field Field::min(double low) && {
  limited(schema_)["minimum"] = whole_if_exact(low);
  drop_refused_default(schema_);
  return std::move(*this);
}

Field Field::choices(std::vector<std::string> values) && {
  json::array choices;
  for (auto& value : values) choices.emplace_back(std::move(value));
  limited(schema_)["enum"] = std::move(choices);
  drop_refused_default(schema_);
  return std::move(*this);
}

Field Field::url() && {
  limited(schema_)["format"] = "uri";
  drop_refused_default(schema_);
  return std::move(*this);
}

Field Field::path() && {
  schema_["x-path"] = true;
  return std::move(*this);
}

Field Field::names_provider() && {
  schema_["x-provider"] = true;
  return std::move(*this);
}

Field Field::pattern(std::string regex, std::string meaning) && {
  limited(schema_)["pattern"] = std::move(regex);
  limited(schema_)["x-meaning"] = std::move(meaning);
  drop_refused_default(schema_);
  return std::move(*this);
}

Field Field::not_empty() && {
  schema_[schema_.contains("items") ? "minItems" : "minLength"] = 1;
  drop_refused_default(schema_);
  return std::move(*this);
}

Field Field::alias(std::string other_key) && {
  auto& names = schema_["x-aliases"];
  if (!names.is_array()) names = json::array();
  names.get_array().emplace_back(other_key);
  aliases_.push_back(std::move(other_key));
  return std::move(*this);
}

Field Field::example(json::value value) && {
  json::array examples;
  examples.push_back(std::move(value));
  schema_["examples"] = std::move(examples);
  return std::move(*this);
}

}  // namespace aitb::inline v1
