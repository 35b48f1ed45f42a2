#include "schema.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

#include "service/json_read.hpp"

namespace gemini {
namespace {

namespace json = boost::json;
using namespace service;

constexpr int kDeepest = 24;  // also the end of schemas that contain themselves

constexpr std::array<std::string_view, 13> kKept = {
    "title",     "description", "minItems", "maxItems", "minProperties", "maxProperties", "minLength",
    "maxLength", "pattern",     "minimum",  "maximum",  "default",       "required"};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return out;
}

bool format_is_known(std::string_view type, std::string_view format) {
  if (type == "string") return format == "enum" || format == "date-time";
  if (type == "number") return format == "float" || format == "double";
  return type == "integer" && (format == "int32" || format == "int64");
}

class Converter {
 public:
  explicit Converter(const json::value& root) : root_(root) {}

  json::object convert(const json::value& given, int depth) {
    json::object out;
    const json::object* schema = given.if_object();
    if (schema == nullptr || depth > kDeepest) return out;
    const json::object whole = resolved(*schema, depth);
    for (std::string_view key : kKept) {
      if (const json::value* value = whole.if_contains(key)) out[key] = *value;
    }
    add_type(out, whole, depth);
    add_enum(out, whole);
    add_bounds(out, whole);
    if (const json::value* items = whole.if_contains("items"); items != nullptr && items->is_object())
      out["items"] = convert(*items, depth + 1);
    add_properties(out, whole, depth);
    return out;
  }

 private:
  /// `schema` with what it refers to and all of its allOf in one object; its own words win.
  json::object resolved(const json::object& schema, int depth) {
    json::object out;
    if (const std::string_view path = text_at(schema, "$ref"); path.starts_with("#")) {
      boost::system::error_code failed;
      const json::value* target = root_.find_pointer(path.substr(1), failed);
      if (!failed && target != nullptr && target->is_object() && depth < kDeepest)
        out = resolved(target->get_object(), depth + 4);
    }
    if (const json::array* all = array_at(schema, "allOf")) {
      for (const json::value& one : *all) {
        if (const json::object* part = one.if_object(); part != nullptr && depth < kDeepest)
          merge(out, resolved(*part, depth + 1));
      }
    }
    merge(out, schema);
    return out;
  }

  static void merge(json::object& into, const json::object& from) {
    for (const auto& member : from) {
      json::value* old = into.if_contains(member.key());
      if (old != nullptr && member.key() == "properties" && old->is_object() && member.value().is_object()) {
        for (const auto& property : member.value().get_object())
          old->get_object()[property.key()] = property.value();
      } else if (old != nullptr && member.key() == "required" && old->is_array() &&
                 member.value().is_array()) {
        for (const json::value& name : member.value().get_array()) old->get_array().push_back(name);
      } else {
        into[member.key()] = member.value();
      }
    }
  }

  void add_type(json::object& out, const json::object& whole, int depth) {
    json::array choices;
    bool nullable = false;
    const json::value* type = whole.if_contains("type");
    if (type != nullptr && type->is_array()) {
      for (const json::value& one : type->get_array()) {
        if (text_of(one) == "null") {
          nullable = true;
          continue;
        }
        json::object choice;
        choice["type"] = upper(text_of(one));
        choices.push_back(std::move(choice));
      }
    } else if (type != nullptr) {
      out["type"] = upper(text_of(*type));
      const std::string_view format = text_at(whole, "format");
      if (format_is_known(text_of(*type), format)) out["format"] = format;
    }
    for (std::string_view key : {"anyOf", "oneOf"}) {
      const json::array* list = array_at(whole, key);
      if (list == nullptr) continue;
      out.erase("type");  // the service refuses both together
      for (const json::value& one : *list) {
        const json::object* object = one.if_object();
        if (object != nullptr && text_at(*object, "type") == "null") {
          nullable = true;
        } else {
          choices.push_back(convert(one, depth + 1));
        }
      }
    }
    if (choices.size() == 1 && choices.front().is_object()) {
      for (const auto& member : choices.front().get_object()) out[member.key()] = member.value();
    } else if (!choices.empty()) {
      out["anyOf"] = std::move(choices);
    }
    if (nullable) out["nullable"] = true;
  }

  static void add_enum(json::object& out, const json::object& whole) {
    json::array values;
    if (const json::value* only = whole.if_contains("const")) values.push_back(*only);
    if (const json::array* list = array_at(whole, "enum")) values = *list;
    json::array texts;
    for (const json::value& value : values) {
      if (value.is_string()) texts.push_back(value);
    }
    if (!texts.empty()) out["enum"] = std::move(texts);  // numbers cannot be listed
  }

  static void add_bounds(json::object& out, const json::object& whole) {
    if (text_at(whole, "type") != "integer") return;
    if (const auto low = integer_at(whole, "exclusiveMinimum")) out["minimum"] = *low + 1;
    if (const auto high = integer_at(whole, "exclusiveMaximum")) out["maximum"] = *high - 1;
  }

  void add_properties(json::object& out, const json::object& whole, int depth) {
    const json::object* properties = object_at(whole, "properties");
    if (properties == nullptr || properties->empty()) return;
    json::object converted;
    for (const auto& [name, value] : *properties) converted[name] = convert(value, depth + 1);
    out["properties"] = std::move(converted);
  }

  const json::value& root_;
};

}  // namespace

json::value openapi_schema(const json::value& schema) {
  json::object out = Converter(schema).convert(schema, 0);
  if (!out.contains("properties")) return nullptr;
  out["type"] = "OBJECT";
  return out;
}

}  // namespace gemini
