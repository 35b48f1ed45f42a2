#include "config/sentences.hpp"

#include <fmt/format.h>

#include <aitb/nearest.hpp>
#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <optional>
#include <vector>

#include "config/units.hpp"

namespace aitb::sentences {
namespace json = boost::json;
namespace {

// At most `limit` bytes, never through the middle of a UTF-8 sequence.
std::string_view cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0) == 0x80) --limit;
  return text.substr(0, limit);
}

std::string type_words(std::string_view type, std::string_view unit) {
  if (unit == "pct") return "a number in per cent";
  const std::string of = unit.empty() ? std::string() : fmt::format(" of {}", units::words(unit));
  if (type == "number") return "a number" + of;
  if (type == "integer") return "a whole number" + of;
  if (type == "string") return "text";
  if (type == "boolean") return "true or false";
  if (type == "array") return "a list";
  if (type == "object") return "a mapping";
  return std::string(type);
}

std::vector<std::string_view> types_of(const json::object& schema) {
  std::vector<std::string_view> types;
  const auto* type = schema.if_contains("type");
  if (type && type->is_string()) types.push_back(type->get_string());
  if (type && type->is_array())
    for (const auto& each : type->get_array()) types.push_back(each.get_string());
  return types;
}

std::vector<const json::object*> forms_of(const json::object& schema) {
  std::vector<const json::object*> forms;
  for (const auto keyword : {"oneOf", "anyOf"})
    if (const auto* list = schema.if_contains(keyword); list && list->is_array())
      for (const auto& form : list->get_array())
        if (form.is_object()) forms.push_back(&form.get_object());
  return forms;
}

std::string or_list(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

bool is_number_text(std::string_view text) {
  double ignored = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), ignored);
  return failure == std::errc() && end == text.data() + text.size() && !text.empty();
}

std::optional<bool> meant_bool(std::string_view text) {
  constexpr std::array<std::string_view, 7> yes{"yes", "Yes", "on", "On", "y", "true", "True"};
  constexpr std::array<std::string_view, 7> no{"no", "No", "off", "Off", "n", "false", "False"};
  if (std::find(yes.begin(), yes.end(), text) != yes.end()) return true;
  if (std::find(no.begin(), no.end(), text) != no.end()) return false;
  return std::nullopt;
}

std::string way_out(const json::object& schema, const json::value& value) {
  for (const auto* form : forms_of(schema))
    if (auto way = way_out(*form, value); !way.empty()) return way;
  const auto types = types_of(schema);
  const auto takes = [&](std::string_view type) {
    return std::find(types.begin(), types.end(), type) != types.end();
  };
  if (value.is_string() && (takes("number") || takes("integer"))) {
    const std::string_view text = value.get_string();
    if (is_number_text(text)) return ": remove the quotes";
    if (const auto converted = units::convert(text, text_at(schema, "x-unit")))
      return ": write " + units::number(*converted);
  }
  if (value.is_string() && takes("boolean"))
    if (const auto meant = meant_bool(value.get_string())) return *meant ? ": write true" : ": write false";
  if ((value.is_number() || value.is_bool()) && takes("string"))
    return fmt::format(": write it in quotes, \"{}\"", json::serialize(value));
  if (value.is_string() && takes("array") && cut(value.get_string(), 40).size() == value.get_string().size())
    return fmt::format(": write [{}]", found(value, false));
  return "";
}

}  // namespace

bool is_secret(const json::object& schema) {
  const auto* mark = schema.if_contains("x-secret");
  return mark && mark->is_bool() && mark->get_bool();
}

std::string_view text_at(const json::object& schema, std::string_view keyword) {
  const auto* text = schema.if_contains(keyword);
  return text && text->is_string() ? std::string_view(text->get_string()) : std::string_view();
}

std::string found(const json::value& value, bool secret) {
  switch (value.kind()) {
    case json::kind::null:
      return "nothing";
    case json::kind::array:
      return value.get_array().empty() ? "an empty list" : "a list";
    case json::kind::object:
      return value.get_object().empty() ? "an empty mapping" : "a mapping";
    case json::kind::string: {
      if (secret) return "some text";
      const std::string_view text = value.get_string();
      const auto shown = cut(text, 40);
      std::string quoted = json::serialize(json::value(shown));
      if (shown.size() < text.size()) quoted.insert(quoted.size() - 1, "…");
      return quoted;
    }
    case json::kind::double_:
      return secret ? "a number" : units::number(value.get_double());
    default:
      return secret ? "a number" : json::serialize(value);
  }
}

std::string expected(const json::object& schema) {
  std::vector<std::string> words;
  for (const auto* form : forms_of(schema)) words.push_back(expected(*form));
  for (const auto type : types_of(schema)) words.push_back(type_words(type, text_at(schema, "x-unit")));
  return words.empty() ? "a value" : or_list(words);
}

std::string wrong_type(const json::object& schema, const json::value& value) {
  const bool secret = is_secret(schema);
  return fmt::format("expected {}, found {}{}", expected(schema), found(value, secret),
                     secret ? std::string() : way_out(schema, value));
}

std::string unknown_key(std::string_view key, const json::value& value, const json::object& properties) {
  std::vector<std::string> known;
  for (const auto& [name, schema] : properties) {
    known.emplace_back(name);
    if (const auto* aliases = schema.is_object() ? schema.get_object().if_contains("x-aliases") : nullptr)
      for (const auto& alias : aliases->get_array()) known.emplace_back(alias.get_string());
  }
  const std::string shown = fmt::format("unknown key \"{}\"", cut(key, 60));
  if (const auto* given = units::of_key(key)) {
    for (const auto& name : known) {
      const auto* wanted = units::of_key(name);
      if (!wanted || wanted->dimension != given->dimension || units::stem(name) != units::stem(key)) continue;
      std::string line = fmt::format("{}: the key is \"{}\", in {}", shown, name, wanted->words);
      if (value.is_number())
        line += fmt::format("; write {}: {}", name,
                            units::number(units::convert(value.to_number<double>(), *given, *wanted)));
      return line;
    }
  }
  if (known.empty()) return shown + ": no keys are known here";
  if (const auto hint = did_you_mean(key, known); !hint.empty()) return shown + hint;
  std::sort(known.begin(), known.end());
  constexpr std::size_t most = 16;
  const bool more = known.size() > most;
  if (more) known.resize(most);
  return fmt::format("{}; known here: {}{}", shown, fmt::join(known, ", "), more ? ", …" : "");
}

}  // namespace aitb::sentences
