// Checks of what a component says about itself and of how it takes its options.
#include <boost/json/serialize.hpp>
#include <regex>

#include <aitb/schema.hpp>

#include "core/plugin/check/workbench.hpp"

namespace aitb::core::check {
namespace {

/// What SchemaCheck knows; anything else would be accepted silently.
constexpr std::string_view known_words[] = {"type",
                                            "enum",
                                            "const",
                                            "minimum",
                                            "maximum",
                                            "minLength",
                                            "minItems",
                                            "maxItems",
                                            "pattern",
                                            "format",
                                            "required",
                                            "properties",
                                            "items",
                                            "oneOf",
                                            "anyOf",
                                            "default",
                                            "title",
                                            "description",
                                            "examples",
                                            "additionalProperties",
                                            "$schema",
                                            "minProperties",
                                            "exclusiveMinimum",
                                            "exclusiveMaximum"};

std::string unknown_word(const boost::json::value& schema, const std::string& at) {
  if (!schema.is_object()) return schema.is_bool() ? "" : at + " is no schema";
  for (const auto& [key, value] : schema.as_object()) {
    const std::string_view word = key;
    if (!word.starts_with("x-") && std::ranges::find(known_words, word) == std::end(known_words))
      return at + " uses '" + std::string(word) + "'";
    if (word == "properties")
      for (const auto& [name, part] : value.as_object())
        if (std::string found = unknown_word(part, at + "/" + std::string(name)); !found.empty())
          return found;
    if (word == "items")
      if (std::string found = unknown_word(value, at + "/*"); !found.empty()) return found;
  }
  return {};
}

std::string undescribed(const boost::json::object& schema, const std::string& at) {
  const auto* properties = schema.if_contains("properties");
  if (properties == nullptr) return {};
  for (const auto& [name, value] : properties->as_object()) {
    const auto& property = value.as_object();
    const std::string place = at + std::string(name);
    const auto* help = property.if_contains("description");
    if (help == nullptr || !help->is_string() || help->as_string().empty()) return place;
    if (std::string found = undescribed(property, place + "."); !found.empty()) return found;
  }
  return {};
}

/// A value that the property's type cannot be.
boost::json::value of_wrong_type(const boost::json::object& property) {
  const auto* type = property.if_contains("type");
  if (type == nullptr || !type->is_string()) return nullptr;  // several types: nothing is wrong for sure
  if (type->as_string() == "object") return "a word, not a mapping";
  boost::json::object mapping;
  mapping["nobody"] = "wants this";
  return mapping;
}

}  // namespace

Verdict describe_ids(const Subject& subject) {
  static const std::regex id("[a-z0-9-]+(\\.[a-z0-9-]+)+"), version("\\d+\\.\\d+\\.\\d+([-+].+)?");
  if (!std::regex_match(subject.index.id, id))
    return failed("id '" + subject.index.id + "' is no reverse domain");
  if (!std::regex_match(subject.index.version, version))
    return failed("version '" + subject.index.version + "' is not X.Y.Z");
  if (subject.index.licence.empty()) return failed("no licence");
  return ok();
}

Verdict describe_schema(const Subject& subject) {
  const Workbench bench(subject);
  const boost::json::object schema = component_schema(bench.component);
  const auto* closed = schema.if_contains("additionalProperties");
  if (closed == nullptr || *closed != boost::json::value(false))
    return failed("additionalProperties is not false");
  const std::string found = unknown_word(schema, "");
  return found.empty() ? ok() : failed(found + ", which the host does not check");
}

Verdict describe_docs(const Subject& subject) {
  const Workbench bench(subject);
  const std::string found = undescribed(component_schema(bench.component), "");
  return found.empty() ? ok() : failed("option '" + found + "' has no help text");
}

Verdict describe_sample(const Subject& subject) {
  const Workbench bench(subject);
  if (!part_for(subject, bench.plugin.sample)) return failed("no sample for this component");
  const boost::json::object schema = component_schema(bench.component);
  const auto problems = check_schema(schema, sample_options(subject, bench.plugin, bench.component));
  if (!problems.empty()) return failed(problems.front().pointer + ": " + problems.front().message);
  return ok();
}

Verdict config_defaults(const Subject& subject) {
  Workbench bench(subject);
  const boost::json::object sample = sample_options(subject, bench.plugin, bench.component);
  bench.make(sample);
  const boost::json::object schema = component_schema(bench.component);
  const auto* required = schema.if_contains("required");
  if (required == nullptr || required->as_array().empty()) bench.make({});
  return ok();
}

Verdict config_unknown(const Subject& subject) {
  Workbench bench(subject);
  boost::json::object options = sample_options(subject, bench.plugin, bench.component);
  options["surely_unknown"] = 1;
  try {
    bench.make(options);
  } catch (const ConfigError& error) {
    if (error.pointer() != "/surely_unknown")
      return failed("refused, but the pointer is '" + error.pointer() + "'");
    return ok();
  }
  return failed("accepted an option that is not in its schema");
}

Verdict config_errors(const Subject& subject) {
  Workbench bench(subject);
  const boost::json::object schema = component_schema(bench.component);
  const boost::json::object sample = sample_options(subject, bench.plugin, bench.component);
  std::size_t tried = 0;
  const auto* properties = schema.if_contains("properties");
  if (properties == nullptr) return ok("no options");
  for (const auto& [name, property] : properties->as_object()) {
    const boost::json::value wrong = of_wrong_type(property.as_object());
    if (wrong.is_null()) continue;
    boost::json::object options = sample;
    options[name] = wrong;
    ++tried;
    try {
      bench.make(options);
      return failed("accepted " + boost::json::serialize(wrong) + " for '" + std::string(name) + "'");
    } catch (const ConfigError& error) {
      if (!error.pointer().starts_with(pointer_to("", name)))
        return failed("a wrong '" + std::string(name) + "' is told at '" + error.pointer() + "'");
    }
  }
  return ok(std::to_string(tried) + " options");
}

}  // namespace aitb::core::check
