// Aliases for the names of services, models and scenarios in what is stored, so that results can be shown.
#pragma once
#include <boost/json/object.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <aitb/record.hpp>
#include <aitb/sink.hpp>

namespace aitb::core {

/// `{providers: {openai: "Provider A"}, models: {…}, scenarios: {…}, defaults: {provider: "…", model:
/// "…"}}`, YAML or JSON. A default is for names that the map does not list; without one they stay.
class Anonymiser {
 public:
  /// Throws Error(config) for a file that is none, and for two scenarios of one alias: their sessions could
  /// not be told apart.
  explicit Anonymiser(const std::filesystem::path& file);

  void apply(Record& record) const;
  void apply(SessionFact& session) const;
  /// The run object: every text in it, and the names of priced models.
  boost::json::object apply(const boost::json::object& run) const;
  /// The session id as the plan knows it.
  std::string restore(const std::string& session_id) const;
  /// Every listed name in a text, as a whole word.
  std::string text(std::string text) const;

 private:
  using Names = std::map<std::string, std::string>;
  void name(std::string& value, const Names& names, const std::string& otherwise) const;
  void rename(aitb::Place& place) const;
  boost::json::value texts(const boost::json::value& value) const;

  Names providers_, models_, scenarios_;
  std::string provider_, model_;
  std::vector<std::pair<std::string, std::string>> words_;  // longest first
};

/// Hands everything on to `inner` under aliases.
std::unique_ptr<Sink> anonymous(std::unique_ptr<Sink> inner, std::shared_ptr<const Anonymiser> names);

}  // namespace aitb::core
