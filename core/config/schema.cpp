#include "core/config/schema.hpp"

#include <fmt/format.h>

#include <aitb/nearest.hpp>
#include <aitb/schema.hpp>
#include <algorithm>
#include <set>

#include "core/config/expand.hpp"

namespace aitb::core {
namespace json = boost::json;
namespace {

const json::object* property_of(const json::object& schema, std::string_view key) {
  const auto* properties = schema.if_contains("properties");
  if (properties) {
    if (const auto* direct = properties->as_object().if_contains(key)) return direct->if_object();
    for (const auto& [name, property] : properties->as_object()) {
      const auto* aliases = property.as_object().if_contains("x-aliases");
      if (!aliases) continue;
      const auto& names = aliases->as_array();
      if (std::find(names.begin(), names.end(), json::value(key)) != names.end()) return property.if_object();
    }
  }
  const auto* others = schema.if_contains("additionalProperties");
  return others ? others->if_object() : nullptr;
}

// A misspelt key of a secret holds a secret too.
bool near_secret(const json::object& schema, std::string_view key) {
  std::vector<std::string> names;
  if (const auto* properties = schema.if_contains("properties"))
    for (const auto& [name, property] : properties->as_object())
      if (property.as_object().contains("x-secret")) names.emplace_back(name);
  return !nearest(key, names, 1).empty();
}

bool is_free(const json::object& schema, std::string_view key) {
  const auto* properties = schema.if_contains("properties");
  return !properties || !properties->as_object().contains(key);
}

bool is_type(const json::object& schema, std::string_view type) {
  const auto* given = schema.if_contains("type");
  return given && *given == json::value(type);
}

// One walk over value and schema together, before the check: it gives expanded text its type and takes out
// secrets whose variable is not set.
class Resolver {
 public:
  Resolver(const Document& document, Block& block, Config& config, std::vector<Problem>& problems)
      : document_(document), block_(block), config_(config), problems_(problems) {}

  /// False: the value is to be left out.
  bool walk(const json::object* schema, json::value& value, const std::string& at, const std::string& inside,
            bool secret = false) {
    secret = secret || (schema && schema->contains("x-secret"));
    const auto found = document_.places.find(at);
    if (found != document_.places.end() && (schema || secret))
      if (!scalar(schema && is_type(*schema, "string"), secret, value, found->second, at, inside))
        return false;
    if (value.is_object()) mapping(schema, value.get_object(), at, inside, secret);
    if (value.is_array()) list(schema, value.get_array(), at, inside, secret);
    return true;
  }

  const std::set<std::string>& left_out() const { return left_out_; }

 private:
  bool scalar(bool text, bool secret, json::value& value, const Place& place, const std::string& at,
              const std::string& inside) {
    if (!place.unset.empty()) {
      left_out_.insert(inside);
      if (secret)
        block_.unset.push_back(fmt::format("{}: ${{{}}} is not set", inside, place.unset.front()));
      else
        unset_problem(place, at);
      return false;
    }
    if (place.expanded && text) value = place.text;
    if (secret && !value.is_null() && !value.is_object() && !value.is_array()) note_secret(place, at);
    return true;
  }

  void note_secret(const Place& place, const std::string& at) {
    config_.secrets.push_back(place.text);
    if (place.expanded || place.text.empty()) return;
    auto problem = problem_at(document_, at,
                              "the key itself stands in the file: better write ${NAME} and put NAME "
                              "into the environment or .env");
    problem.warning = true;
    config_.warnings.push_back(std::move(problem));
  }

  void unset_problem(const Place& place, const std::string& at) {
    const auto& name = place.unset.front();
    problems_.push_back(problem_at(document_, at,
                                   fmt::format("${{{0}}} is not set: export {0}, put it into .env, or "
                                               "write ${{{0}:-default}}",
                                               name)));
    block_.ok = false;
  }

  void mapping(const json::object* schema, json::object& object, const std::string& at,
               const std::string& inside, bool secret) {
    std::vector<std::string> leave;
    for (auto& [key, part] : object) {
      const auto* property = schema ? property_of(*schema, key) : nullptr;
      if (!property && part.is_string() && (looks_secret(key) || (schema && near_secret(*schema, key))))
        config_.secrets.emplace_back(part.get_string());
      // In a mapping with free keys (environments, headers) the key tells what is secret.
      const bool told =
          secret || (property && is_free(*schema, key) && !part.is_structured() && looks_secret(key));
      if (!walk(property, part, pointer_to(at, key), pointer_to(inside, key), told)) leave.emplace_back(key);
    }
    for (const auto& key : leave) object.erase(key);
  }

  void list(const json::object* schema, json::array& items, const std::string& at, const std::string& inside,
            bool secret) {
    const auto* element = schema && schema->contains("items") ? schema->at("items").if_object() : nullptr;
    std::size_t index = 0;
    for (auto& item : items) {
      const auto step = std::to_string(index++);
      if (!walk(element, item, pointer_to(at, step), pointer_to(inside, step), secret)) item = "";
    }
  }

  const Document& document_;
  Block& block_;
  Config& config_;
  std::vector<Problem>& problems_;
  std::set<std::string> left_out_;
};

void resolve_paths(const Document& document, const json::object& schema, json::value& value) {
  if (document.built_in) return;
  const auto resolve = [&](json::value& path) {
    if (!path.is_string() || path.get_string().empty()) return;
    const std::string text(path.get_string());
    if (text.find("://") != std::string::npos) return;
    path = (document.folder / text).lexically_normal().string();
  };
  visit_marked(schema, value, "x-path", [&](const std::string&, json::value& part) {
    if (part.is_array())
      for (auto& item : part.get_array()) resolve(item);
    else
      resolve(part);
  });
}

}  // namespace

Problem problem_at(const Document& document, const std::string& pointer, std::string message, bool at_key) {
  const bool known = document.places.contains(pointer);
  std::string shown = pointer;
  if (!known) shown.resize(std::min(shown.size(), shown.rfind('/')));
  const Place& place = document.place(pointer);
  Problem problem;
  problem.mark = at_key || !known ? place.key : place.value;
  if (problem.mark.file.empty()) problem.mark.file = document.file;
  const std::string path = dotted(shown);
  problem.message = path.empty() ? std::move(message) : path + ": " + message;
  return problem;
}

Block check_block(const Document& document, const std::string& at, json::value checked,
                  const json::object& schema, Config& config, std::vector<Problem>& problems) {
  Block block;
  Resolver resolver(document, block, config, problems);
  resolver.walk(&schema, checked, at, "");
  for (const auto& each : check_schema(schema, checked)) {
    if (resolver.left_out().contains(each.pointer)) continue;
    problems.push_back(problem_at(document, at + each.pointer, each.message, each.at_key));
    block.ok = false;
  }
  block.value = fill_defaults(schema, std::move(checked));
  if (block.ok) resolve_paths(document, schema, block.value);
  return block;
}

}  // namespace aitb::core
