// One table per component gives decoding, defaults, JSON Schema, reference docs and sample YAML of its
// options.
#pragma once
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>
#include <aitb/distribution.hpp>
#include <aitb/error.hpp>
#include <aitb/time.hpp>

namespace aitb::inline v1 {

class FieldTable;

/// One option: YAML key, where it is stored, what it means and what it may be. Made by field() and refined by
/// the chained setters. The default is the member's value before decoding.
class AITB_API Field {
 public:
  using Decode = std::function<void(const boost::json::value&)>;

  Field(std::string name, std::string help, boost::json::object schema, boost::json::value fallback,
        Decode decode);

  Field required() &&;
  Field secret() &&;  ///< redacted everywhere; may come from ${ENV} only
  Field range(double low, double high) &&;
  Field min(double low) &&;
  Field choices(std::vector<std::string> values) &&;
  Field url() &&;   ///< must be an absolute http(s) or ws(s) URL
  Field path() &&;  ///< relative to the YAML file that holds it
  /// Scenarios: the value names an entry of `providers:` (or a provider's type) for the role called like the
  /// key, see Need. The default is the entry taken where the YAML says nothing; "" is none.
  Field names_provider() &&;
  Field pattern(std::string regex, std::string meaning) &&;
  Field not_empty() &&;
  Field alias(std::string other_key) &&;       ///< also read under this (older) name
  Field example(boost::json::value value) &&;  ///< for the sample YAML

  const std::string& name() const noexcept { return name_; }
  const std::string& help() const noexcept { return help_; }
  bool is_required() const noexcept { return required_; }
  bool is_secret() const noexcept { return secret_; }
  const std::vector<std::string>& aliases() const noexcept { return aliases_; }
  /// JSON Schema of the value, with default, description, x-unit, x-secret, x-aliases, x-path.
  const boost::json::object& schema() const noexcept { return schema_; }
  const boost::json::value& fallback() const noexcept { return fallback_; }
  void decode(const boost::json::value& value) const { decode_(value); }

 private:
  std::string name_, help_;
  boost::json::object schema_;
  boost::json::value fallback_;
  Decode decode_;
  std::vector<std::string> aliases_;
  bool required_ = false, secret_ = false;
};

class AITB_API FieldTable {
 public:
  explicit FieldTable(std::vector<Field> fields);
  const std::vector<Field>& all() const noexcept { return fields_; }
  /// Object schema: type, properties, required, additionalProperties false.
  boost::json::object schema() const;
  /// Stores every given value; absent ones keep their default. Throws ConfigError (pointer to the key) for an
  /// unknown key, a wrong type or a value outside its limits.
  void decode(const boost::json::value& options) const;
  /// {name: default} of all fields; secrets, required ones and defaults that mean "not set" are left out.
  boost::json::object defaults() const;

 private:
  std::vector<Field> fields_;
};

// Members of these types can be fields. Durations: the name ends in _ms, _us or _sec, which is the unit in
// YAML.
AITB_API Field field(std::string name, bool& member, std::string help);
AITB_API Field field(std::string name, int& member, std::string help);
AITB_API Field field(std::string name, std::int64_t& member, std::string help);
AITB_API Field field(std::string name, std::uint64_t& member, std::string help);
AITB_API Field field(std::string name, double& member, std::string help);
AITB_API Field field(std::string name, std::string& member, std::string help);
AITB_API Field field(std::string name, Duration& member, std::string help);
AITB_API Field field(std::string name, Distribution& member, std::string help);
AITB_API Field field(std::string name, std::vector<std::string>& member, std::string help);
AITB_API Field field(std::string name, std::vector<int>& member, std::string help);
AITB_API Field field(std::string name, std::vector<double>& member, std::string help);
AITB_API Field field(std::string name, std::map<std::string, std::string>& member, std::string help);
AITB_API Field field(std::string name, boost::json::value& member, std::string help);
AITB_API Field field(std::string name, boost::json::object& member, std::string help);
AITB_API Field field(std::string name, std::optional<int>& member, std::string help);
AITB_API Field field(std::string name, std::optional<std::int64_t>& member, std::string help);
AITB_API Field field(std::string name, std::optional<double>& member, std::string help);
AITB_API Field field(std::string name, std::optional<bool>& member, std::string help);

/// A nested mapping with its own table (`fields(Sub&)` found by ADL).
AITB_API Field nested(std::string name, FieldTable table, std::string help);
/// A sequence of mappings: `make` appends a default element and returns its table; `clear` is called before
/// the first.
AITB_API Field sequence(std::string name, boost::json::object element_schema,
                        std::function<FieldTable()> make, std::string help, std::function<void()> clear = {});

template <class Sub>
auto field(std::string name, Sub& member, std::string help)
    -> decltype(fields(member), Field(nested({}, fields(member), {}))) {
  return nested(std::move(name), fields(member), std::move(help));
}
template <class Sub>
auto field(std::string name, std::vector<Sub>& member, std::string help)
    -> decltype(fields(std::declval<Sub&>()), Field(nested({}, fields(std::declval<Sub&>()), {}))) {
  Sub prototype;
  return sequence(
      std::move(name), fields(prototype).schema(), [&member] { return fields(member.emplace_back()); },
      std::move(help), [&member] { member.clear(); });
}

template <class... Fields>
FieldTable fields(Field first, Fields... rest) {
  std::vector<Field> all;
  all.reserve(1 + sizeof...(rest));
  all.push_back(std::move(first));
  (all.push_back(std::move(rest)), ...);
  return FieldTable(std::move(all));
}
inline FieldTable no_fields() { return FieldTable({}); }

}  // namespace aitb::inline v1
