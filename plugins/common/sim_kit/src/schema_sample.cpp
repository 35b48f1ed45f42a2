#include <sim_kit/schema_sample.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include <sim_kit/vocabulary.hpp>

namespace sim_kit {
namespace {

namespace json = boost::json;

constexpr int kDepth = 12;    // beyond, only what is required
constexpr int kDeepest = 24;  // a schema that requires itself has no finite value
constexpr int kMost = 2000;   // values in all, and items and characters that a schema can ask for
constexpr double kMostItems = 200, kMostLetters = 20000, kLargest = 1e15;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

std::optional<double> limit(const json::object& schema, std::string_view name) {
  const json::value* value = schema.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return std::clamp(value->to_number<double>(), -kLargest, kLargest);
}

/// A limit as a count, however it is written.
std::size_t whole(double limit, double most) {
  return static_cast<std::size_t>(limit > 0 ? std::min(limit, most) : 0);
}

class Sampler {
 public:
  Sampler(const json::value& root, aitb::Random& random, const PropertyHint& hint)
      : root_(root), random_(random), hint_(hint) {}

  json::value sample(const json::value& schema, int depth) {
    const json::object* object = schema.if_object();
    if (depth > kDeepest || ++values_ > kMost) return json::value(nullptr);
    if (object == nullptr) return json::value(words(1));  // true, or not a schema: anything goes
    if (const json::value* fixed = object->if_contains("const")) return *fixed;
    if (const json::array* values = list(*object, "enum")) return (*values)[random_.below(values->size())];
    if (const json::value* ref = object->if_contains("$ref")) return sample(target(*ref), depth + 1);
    for (std::string_view key : {"anyOf", "oneOf"}) {
      if (const json::array* several = list(*object, key))
        return sample(simplest(*several, depth), depth + 1);
    }
    if (const json::array* all = list(*object, "allOf")) return sample(merged(*object, *all), depth + 1);
    return of_type(*object, depth);
  }

 private:
  static const json::array* list(const json::object& schema, std::string_view key) {
    const json::value* value = schema.if_contains(key);
    const json::array* array = value != nullptr ? value->if_array() : nullptr;
    return array != nullptr && !array->empty() ? array : nullptr;
  }

  const json::value& target(const json::value& ref) const {
    const std::string_view path = ref.is_string() ? view(ref.get_string()) : std::string_view();
    if (!path.starts_with('#')) return anything_;
    json::error_code failed;
    const json::value* found = root_.find_pointer(path.substr(1), failed);
    return found != nullptr ? *found : anything_;
  }

  /// Deep inside a recursive schema the way out is null or a scalar.
  static const json::value& simplest(const json::array& several, int depth) {
    if (depth < 4) return several.front();
    for (const json::value& one : several) {
      const json::object* schema = one.if_object();
      const json::value* type = schema != nullptr ? schema->if_contains("type") : nullptr;
      if (type != nullptr && type->is_string() && type->get_string() != "object" &&
          type->get_string() != "array")
        return one;
    }
    return several.front();
  }

  static json::value merged(const json::object& base, const json::array& all) {
    json::object out = base;
    out.erase("allOf");
    for (const json::value& part : all) {
      const json::object* object = part.if_object();
      if (object == nullptr) continue;
      for (const auto& member : *object) merge_member(out, member.key(), member.value());
    }
    return out;
  }
  static void merge_member(json::object& out, std::string_view key, const json::value& value) {
    json::value& there = out[key];
    if (there.is_object() && value.is_object()) {
      for (const auto& inner : value.get_object()) there.get_object()[inner.key()] = inner.value();
    } else if (there.is_array() && value.is_array()) {
      for (const json::value& inner : value.get_array()) there.get_array().push_back(inner);
    } else {
      there = value;
    }
  }

  static std::string_view type_of(const json::object& schema) {
    const json::value* type = schema.if_contains("type");
    if (type != nullptr && type->is_string()) return view(type->get_string());
    if (type != nullptr && type->is_array() && !type->get_array().empty() &&
        type->get_array().front().is_string()) {
      return view(type->get_array().front().get_string());
    }
    if (schema.contains("properties")) return "object";
    return schema.contains("items") || schema.contains("prefixItems") ? "array" : "string";
  }

  json::value of_type(const json::object& schema, int depth) {
    const std::string_view type = type_of(schema);
    if (type == "object") return object(schema, depth);
    if (type == "array") return array(schema, depth);
    if (type == "integer") return json::value(static_cast<std::int64_t>(number(schema, 1)));
    if (type == "number") return json::value(number(schema, 0.5));
    if (type == "boolean") return json::value(random_.below(2) == 1);
    if (type == "null") return json::value(nullptr);
    return json::value(text(schema));
  }

  json::value object(const json::object& schema, int depth) {
    json::object out;
    const json::value* properties = schema.if_contains("properties");
    const json::array* required = list(schema, "required");
    if (depth > kDepth && required == nullptr) return out;
    const auto wanted = [&](std::string_view name) {
      return required == nullptr ||
             std::any_of(required->begin(), required->end(), [&](const json::value& one) {
               return one.is_string() && view(one.get_string()) == name;
             });
    };
    if (properties != nullptr && properties->is_object()) {
      for (const auto& member : properties->get_object()) {
        if (wanted(member.key())) out[member.key()] = property(member.key(), member.value(), depth + 1);
      }
    }
    if (required != nullptr) {
      for (const json::value& name : *required) {
        if (name.is_string() && !out.contains(name.get_string())) out[name.get_string()] = words(1);
      }
    }
    return out;
  }

  json::value property(std::string_view name, const json::value& schema, int depth) {
    const json::object* object = schema.if_object();
    if (hint_ && object != nullptr && !object->contains("const")) {
      if (std::optional<json::value> known = hint_(name, *object)) return *std::move(known);
    }
    return sample(schema, depth);
  }

  json::value array(const json::object& schema, int depth) {
    json::array out;
    if (const json::array* prefix = list(schema, "prefixItems")) {
      for (const json::value& one : *prefix) out.push_back(sample(one, depth + 1));
    }
    const json::value* items = schema.if_contains("items");
    const std::size_t at_least =
        whole(limit(schema, "minItems").value_or(depth > kDepth ? 0 : 1), kMostItems);
    const std::size_t at_most = whole(limit(schema, "maxItems").value_or(kMostItems), kMostItems);
    while (out.size() < std::min(at_least, at_most)) {
      out.push_back(sample(items != nullptr ? *items : anything_, depth + 1));
    }
    return out;
  }

  /// A multiple of multipleOf (or of `step`) between the limits.
  double number(const json::object& schema, double step) {
    if (const double multiple = limit(schema, "multipleOf").value_or(0); multiple > 1e-9 && multiple < 1e15)
      step = multiple;
    std::optional<double> low = limit(schema, "minimum");
    if (const auto above = limit(schema, "exclusiveMinimum"))
      low = std::max(low.value_or(*above + step), *above + step);
    std::optional<double> high = limit(schema, "maximum");
    if (const auto below = limit(schema, "exclusiveMaximum"))
      high = std::min(high.value_or(*below - step), *below - step);
    const double from = low.value_or(std::min(1.0, high.value_or(1.0)));
    const double to = high.value_or(from + 100 * step);
    const double first = std::ceil(from / step);
    const double steps = std::max(0.0, std::floor(to / step) - first);
    return (first +
            static_cast<double>(random_.below(static_cast<std::uint64_t>(std::min(steps, 1e6)) + 1))) *
           step;
  }

  std::string words(std::uint32_t count) {
    SentenceWriter writer(random_.split("words"), count + 2);
    random_.next();
    std::string out(writer.next());
    for (std::uint32_t i = 0; i < count; ++i) out += writer.next();
    return out;
  }

  std::string text(const json::object& schema) {
    const json::value* format = schema.if_contains("format");
    const std::string_view name =
        format != nullptr && format->is_string() ? view(format->get_string()) : std::string_view();
    if (name == "date-time") return "2026-01-15T09:30:00Z";
    if (name == "date") return "2026-01-15";
    if (name == "time") return "09:30:00Z";
    if (name == "email") return "user@example.com";
    if (name == "uri" || name == "url") return "https://example.com/";
    if (name == "uuid") return "6f9619ff-8b86-4d01-b42d-00c04fc964ff";
    if (name == "ipv4") return "192.0.2.1";
    if (name == "hostname") return "example.com";
    std::string out = words(2);
    const std::size_t at_least = whole(limit(schema, "minLength").value_or(0), kMostLetters);
    while (out.size() < at_least) out += words(4);
    const std::size_t at_most = whole(limit(schema, "maxLength").value_or(kMostLetters), kMostLetters);
    if (out.size() > at_most) out.resize(std::max(at_least, at_most));
    return out;
  }

  const json::value& root_;
  aitb::Random& random_;
  const PropertyHint& hint_;
  int values_ = 0;
  const json::value anything_ = json::object();
};

}  // namespace

json::value schema_sample(const json::value& schema, aitb::Random& random, const PropertyHint& hint) {
  return Sampler(schema, random, hint).sample(schema, 0);
}

}  // namespace sim_kit
