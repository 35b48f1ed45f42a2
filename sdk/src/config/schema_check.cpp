#include <fmt/format.h>

#include <aitb/nearest.hpp>
#include <aitb/schema.hpp>
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <cmath>
#include <limits>
#include <optional>

#include "config/pattern.hpp"
#include "config/sentences.hpp"
#include "config/units.hpp"

namespace aitb::inline v1 {
namespace json = boost::json;
namespace {

using Problems = std::vector<SchemaProblem>;

bool is_whole(const json::value& value) {
  if (value.is_int64() || value.is_uint64()) return true;
  return value.is_double() && std::trunc(value.get_double()) == value.get_double();
}

bool is_type(const json::value& value, std::string_view type) {
  if (type == "null") return value.is_null();
  if (type == "boolean") return value.is_bool();
  if (type == "number") return value.is_number();
  if (type == "integer") return is_whole(value);
  if (type == "string") return value.is_string();
  if (type == "array") return value.is_array();
  return type == "object" && value.is_object();
}

bool type_fits(const json::object& schema, const json::value& value) {
  const auto* type = schema.if_contains("type");
  if (!type) return true;
  if (type->is_string()) return is_type(value, type->get_string());
  const auto& types = type->as_array();
  return std::any_of(types.begin(), types.end(),
                     [&](const auto& each) { return is_type(value, each.as_string()); });
}

const json::array* list_at(const json::object& schema, std::string_view keyword) {
  const auto* found = schema.if_contains(keyword);
  return found ? found->if_array() : nullptr;
}

std::optional<double> number_at(const json::object& schema, std::string_view keyword) {
  const auto* found = schema.if_contains(keyword);
  if (!found || !found->is_number()) return std::nullopt;
  return found->to_number<double>();
}

class Checker {
 public:
  explicit Checker(Problems& problems) : problems_(problems) {}

  void check(const json::object& schema, const json::value& value, const std::string& at) {
    if (list_at(schema, "oneOf") || list_at(schema, "anyOf")) return check_forms(schema, value, at);
    if (!type_fits(schema, value)) return add(at, sentences::wrong_type(schema, value));
    check_choice(schema, value, at);
    if (value.is_number()) check_number(schema, value, at);
    if (value.is_string()) check_text(schema, value.get_string(), at);
    if (value.is_array()) check_list(schema, value.get_array(), at);
    if (value.is_object()) check_object(schema, value.get_object(), at);
  }

 private:
  void add(const std::string& at, std::string message, bool at_key = false) {
    problems_.emplace_back(at, std::move(message), at_key);
  }

  std::string shown(const json::object& schema, const json::value& value) {
    return sentences::found(value, sentences::is_secret(schema));
  }

  // One form must fit. If none does, the problems of the form that was most likely meant are told.
  void check_forms(const json::object& schema, const json::value& value, const std::string& at) {
    const auto* one = list_at(schema, "oneOf");
    std::size_t fitting = 0;
    int best_score = 0;
    Problems best;
    for (const auto& form : *(one ? one : list_at(schema, "anyOf"))) {
      Problems found;
      Checker(found).check(form.as_object(), value, at);
      if (found.empty()) ++fitting;
      const int score = likeness(form.as_object(), value);
      if (score > best_score) best_score = score, best = std::move(found);
    }
    if (fitting == 1 || (fitting > 1 && !one)) return;
    if (fitting > 1) return add(at, "fits several of the forms it may have, where one must fit");
    if (best.empty()) return add(at, sentences::wrong_type(schema, value));
    problems_.insert(problems_.end(), best.begin(), best.end());
  }

  static int likeness(const json::object& form, const json::value& value) {
    if (!type_fits(form, value)) return 0;
    int score = 1;
    const auto* properties = form.if_contains("properties");
    if (!properties || !value.is_object()) return score;
    for (const auto& [key, part] : value.get_object()) {
      const auto* property = properties->as_object().if_contains(key);
      if (!property) continue;
      const auto* fixed = property->as_object().if_contains("const");
      score += !fixed ? 1 : (*fixed == part ? 100 : 0);
    }
    return score;
  }

  void check_choice(const json::object& schema, const json::value& value, const std::string& at) {
    if (const auto* fixed = schema.if_contains("const"); fixed && *fixed != value)
      add(at, fmt::format("expected {}, found {}", sentences::found(*fixed, false), shown(schema, value)));
    const auto* choices = list_at(schema, "enum");
    if (!choices || std::find(choices->begin(), choices->end(), value) != choices->end()) return;
    std::vector<std::string> words;
    for (const auto& choice : *choices)
      words.emplace_back(choice.is_string() ? std::string(choice.get_string()) : json::serialize(choice));
    std::string line =
        fmt::format("expected one of {}; found {}", fmt::join(words, ", "), shown(schema, value));
    if (value.is_string()) line += did_you_mean(value.get_string(), words);
    add(at, std::move(line));
  }

  void check_number(const json::object& schema, const json::value& value, const std::string& at) {
    const double x = value.to_number<double>();
    const auto low = number_at(schema, "minimum"), high = number_at(schema, "maximum");
    const auto above = number_at(schema, "exclusiveMinimum");
    const auto format = sentences::text_at(schema, "format");
    const auto found = shown(schema, value);
    if (low && high && (x < *low || x > *high))
      return add(
          at, fmt::format("expected {} to {}, found {}", units::number(*low), units::number(*high), found));
    if (low && x < *low)
      return add(at, fmt::format("expected at least {}, found {}", units::number(*low), found));
    if (high && x > *high)
      return add(at, fmt::format("expected at most {}, found {}", units::number(*high), found));
    if (above && x <= *above)
      return add(at, fmt::format("expected more than {}, found {}", units::number(*above), found));
    if (format == "uint64" && x < 0) return add(at, fmt::format("expected at least 0, found {}", found));
    if (!fits(format, value, x)) add(at, fmt::format("the number {} is too large", found));
  }

  static bool fits(std::string_view format, const json::value& value, double x) {
    using Int = std::numeric_limits<int>;
    if (format == "int32") return x >= Int::min() && x <= Int::max();
    if (format == "int64" && value.is_uint64()) return false;
    constexpr double whole_limit = 9.2e18;  // a double beyond it may not be converted to 64 bits
    return !value.is_double() || (format != "int64" && format != "uint64") || std::abs(x) < whole_limit;
  }

  void check_text(const json::object& schema, std::string_view text, const std::string& at) {
    if (const auto least = number_at(schema, "minLength"); least && static_cast<double>(text.size()) < *least)
      return add(at, *least > 1 ? fmt::format("expected at least {} letters", *least) : "must not be empty");
    if (const auto regex = sentences::text_at(schema, "pattern"); !regex.empty() && !matches(regex, text)) {
      const auto meaning = sentences::text_at(schema, "x-meaning");
      return add(at, fmt::format("expected {}, found {}",
                                 meaning.empty() ? fmt::format("text like {}", regex) : std::string(meaning),
                                 shown(schema, json::value(text))));
    }
    if (sentences::text_at(schema, "format") == "uri" && !is_url(text))
      add(at, fmt::format("expected a URL that begins with http://, https://, ws:// or wss://, found {}",
                          shown(schema, json::value(text))));
  }

  static bool is_url(std::string_view text) {
    const auto url = boost::urls::parse_uri(text);
    if (!url || url->host().empty()) return false;
    const std::string_view scheme = url->scheme();
    return scheme == "http" || scheme == "https" || scheme == "ws" || scheme == "wss";
  }

  void check_list(const json::object& schema, const json::array& list, const std::string& at) {
    const auto size = static_cast<double>(list.size());
    if (const auto least = number_at(schema, "minItems"); least && size < *least)
      add(at, *least > 1 ? fmt::format("expected at least {} values, found {}", *least, list.size())
                         : "must not be empty");
    if (const auto most = number_at(schema, "maxItems"); most && size > *most)
      add(at, fmt::format("expected at most {} values, found {}", *most, list.size()));
    const auto* items = schema.if_contains("items");
    if (!items || !items->is_object()) return;
    for (std::size_t i = 0; i < list.size(); ++i)
      check(items->get_object(), list[i], fmt::format("{}/{}", at, i));
  }

  void check_object(const json::object& schema, const json::object& object, const std::string& at) {
    static const json::object none;
    const auto* given = schema.if_contains("properties");
    const json::object& properties = given ? given->as_object() : none;
    for (const auto& [key, value] : object) {
      const std::string here = pointer_to(at, key);
      if (const auto* property = find(properties, key, object, here))
        check(*property, value, here);
      else if (const auto* other = schema.if_contains("additionalProperties"); other && other->is_object())
        check(other->get_object(), value, here);
      else if (other && other->is_bool() && !other->get_bool())
        add(here, sentences::unknown_key(key, value, properties), true);
    }
    check_count(schema, object, at);
    const auto* other = schema.if_contains("additionalProperties");
    const bool closed = other && other->is_bool() && !other->get_bool();
    if (const auto* required = list_at(schema, "required"))
      for (const auto& name : *required) check_present(properties, object, name.as_string(), at, closed);
  }

  void check_count(const json::object& schema, const json::object& object, const std::string& at) {
    const auto size = static_cast<double>(object.size());
    if (const auto least = number_at(schema, "minProperties"); least && size < *least)
      add(at, fmt::format("expected at least {} keys, found {}", *least, object.size()));
    if (const auto most = number_at(schema, "maxProperties"); most && size > *most)
      add(at, fmt::format("expected at most {} keys, found {}", *most, object.size()));
  }

  // The property of that name or alias. A key given under two of its names is a problem of its own.
  const json::object* find(const json::object& properties, std::string_view key, const json::object& object,
                           const std::string& here) {
    if (const auto* direct = properties.if_contains(key)) return direct->if_object();
    for (const auto& [name, property] : properties) {
      const auto* aliases = property.is_object() ? list_at(property.get_object(), "x-aliases") : nullptr;
      if (!aliases || std::find(aliases->begin(), aliases->end(), json::value(key)) == aliases->end())
        continue;
      if (object.contains(name))
        add(here,
            fmt::format("\"{}\" is another name of \"{}\", which is there too: keep one", key,
                        std::string_view(name)),
            true);
      return property.if_object();
    }
    return nullptr;
  }

  // A key that was told as unknown, with this name as what was meant, need not be told again as missing.
  static bool is_misspelt(const json::object& properties, const json::object& object, std::string_view name) {
    std::vector<std::string> known;
    for (const auto& [each, ignored] : properties) known.emplace_back(each);
    return std::any_of(object.begin(), object.end(), [&](const auto& given) {
      if (properties.contains(given.key())) return false;
      const auto meant = nearest(given.key(), known, 1);
      return !meant.empty() && meant.front() == name;
    });
  }

  void check_present(const json::object& properties, const json::object& object, std::string_view name,
                     const std::string& at, bool closed) {
    if (object.contains(name) || (closed && is_misspelt(properties, object, name))) return;
    std::string line = fmt::format("missing key \"{}\"", name);
    if (const auto* property = properties.if_contains(name); property && property->is_object()) {
      if (const auto* aliases = list_at(property->get_object(), "x-aliases"))
        for (const auto& alias : *aliases)
          if (object.contains(alias.as_string())) return;
      const auto help = sentences::text_at(property->get_object(), "description");
      if (!help.empty()) line += fmt::format(" ({})", help);
    }
    add(pointer_to(at, name), std::move(line), true);
  }

  Problems& problems_;
};

}  // namespace

std::string pointer_to(std::string_view pointer, std::string_view key) {
  std::string longer(pointer);
  longer += '/';
  for (const char c : key) {
    if (c == '~')
      longer += "~0";
    else if (c == '/')
      longer += "~1";
    else
      longer += c;
  }
  return longer;
}

std::vector<SchemaProblem> check_schema(const json::object& schema, const json::value& value) {
  Problems problems;
  Checker(problems).check(schema, value, "");
  return problems;
}

}  // namespace aitb::inline v1
