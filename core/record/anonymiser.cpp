#include "core/record/anonymiser.hpp"

#include <fmt/format.h>

#include <aitb/config.hpp>
#include <aitb/error.hpp>
#include <algorithm>
#include <set>

#include "core/config/document.hpp"
#include "core/config/schema.hpp"

namespace aitb::core {
namespace json = boost::json;
namespace {

struct Defaults {
  std::string provider, model;
};
FieldTable fields(Defaults& o) {
  return aitb::fields(field("provider", o.provider, "Alias of providers that are not listed"),
                      field("model", o.model, "Alias of models that are not listed"));
}

struct AliasMap {
  std::map<std::string, std::string> providers, models, scenarios;
  Defaults defaults;
};
FieldTable fields(AliasMap& o) {
  return aitb::fields(field("providers", o.providers, "Alias by provider"),
                      field("models", o.models, "Alias by model"),
                      field("scenarios", o.scenarios, "Alias by scenario"),
                      field("defaults", o.defaults, "Aliases of what is not listed"));
}

AliasMap read_map(const std::filesystem::path& file) {
  Config scratch;
  std::vector<Problem> problems;
  const Document document =
      read_document(file, "", "aliases.yaml", {}, Environment({}, problems), scratch, problems);
  AliasMap map;
  const FieldTable table = fields(map);
  const Block block = check_block(document, "", document.value, table.schema(), scratch, problems);
  if (!problems.empty()) throw ConfigProblems(std::move(problems));
  table.decode(block.value);
  return map;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class Anonymous final : public Sink {
 public:
  Anonymous(std::unique_ptr<Sink> inner, std::shared_ptr<const Anonymiser> names)
      : inner_(std::move(inner)), names_(std::move(names)) {}
  void begin(const json::object& run) override { inner_->begin(names_->apply(run)); }
  void write(const Record& record) override {
    Record copy = record;
    names_->apply(copy);
    inner_->write(copy);
  }
  void write(const SessionFact& session) override {
    SessionFact copy = session;
    names_->apply(copy);
    inner_->write(copy);
  }
  void flush() override { inner_->flush(); }
  void close() override { inner_->close(); }
  std::filesystem::path location() const override { return inner_->location(); }
  void* face(std::string_view id) noexcept override { return inner_->face(id); }

 private:
  std::unique_ptr<Sink> inner_;
  std::shared_ptr<const Anonymiser> names_;
};

}  // namespace

Anonymiser::Anonymiser(const std::filesystem::path& file) {
  AliasMap map = read_map(file);
  providers_ = std::move(map.providers);
  models_ = std::move(map.models);
  scenarios_ = std::move(map.scenarios);
  provider_ = map.defaults.provider;
  model_ = map.defaults.model;
  std::set<std::string> taken;
  for (const auto& [scenario, alias] : scenarios_)
    if (!taken.insert(alias).second || alias.find('/') != std::string::npos)
      throw Error(ErrorKind::config,
                  fmt::format("reading the aliases {}: the alias '{}' of scenario '{}' must be its "
                              "own and have no slash",
                              file.string(), alias, scenario));
  for (const Names* names : {&providers_, &models_, &scenarios_})
    words_.insert(words_.end(), names->begin(), names->end());
  std::sort(words_.begin(), words_.end(),
            [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

void Anonymiser::name(std::string& value, const Names& names, const std::string& otherwise) const {
  if (value.empty()) return;
  if (const auto found = names.find(value); found != names.end())
    value = found->second;
  else if (!otherwise.empty())
    value = otherwise;
}

void Anonymiser::rename(aitb::Place& place) const {
  const std::string before = place.scenario;
  name(place.scenario, scenarios_, "");
  if (place.session_id.starts_with(before + "/")) place.session_id.replace(0, before.size(), place.scenario);
}

void Anonymiser::apply(Record& record) const {
  rename(record.place);
  name(record.provider, providers_, provider_);
  name(record.model, models_, model_);
  if (const auto known = models_.find(record.response_model); known != models_.end())
    record.response_model = known->second;
  else if (!record.response_model.empty())
    record.response_model = record.model;  // a dated name of the same model would tell it
  record.response_id.clear();              // it bears the mark of its service
  record.connection.remote.clear();
  record.error = text(std::move(record.error));
  json::object notes;
  for (const auto& [key, value] : record.notes) notes[key] = texts(value);
  record.notes = std::move(notes);
}

void Anonymiser::apply(SessionFact& session) const {
  rename(session.place);
  name(session.provider, providers_, provider_);
  name(session.model, models_, model_);
  session.error = text(std::move(session.error));
  json::object notes;
  for (const auto& [key, value] : session.notes) notes[key] = texts(value);
  session.notes = std::move(notes);
}

json::object Anonymiser::apply(const json::object& run) const {
  json::object out = texts(run).as_object();
  return out;
}

std::string Anonymiser::text(std::string text) const {
  for (std::size_t at = 0; at < text.size();) {
    const bool begins = at == 0 || !is_word(text[at - 1]);
    const auto fits = [&](const auto& word) {
      const std::string& name = word.first;
      if (name.empty() || text.compare(at, name.size(), name) != 0) return false;
      return at + name.size() == text.size() || !is_word(text[at + name.size()]);
    };
    const auto found = begins ? std::find_if(words_.begin(), words_.end(), fits) : words_.end();
    if (found == words_.end()) {
      ++at;
      continue;
    }
    text.replace(at, found->first.size(), found->second);
    at += found->second.size();
  }
  return text;
}

json::value Anonymiser::texts(const json::value& value) const {
  if (value.is_string()) return json::string(text(std::string(value.get_string())));
  if (value.is_array()) {
    json::array out;
    for (const auto& each : value.get_array()) out.push_back(texts(each));
    return out;
  }
  if (!value.is_object()) return value;
  json::object out;
  for (const auto& [key, each] : value.get_object()) {
    // Keys are names in two places only; elsewhere a word such as "search" is the host's own.
    const auto model = models_.find(std::string(key));
    out[model != models_.end() ? model->second : std::string(key)] = texts(each);
  }
  return out;
}

std::string Anonymiser::restore(const std::string& session_id) const {
  for (const auto& [scenario, alias] : scenarios_)
    if (session_id.starts_with(alias + "/")) return scenario + session_id.substr(alias.size());
  return session_id;
}

std::unique_ptr<Sink> anonymous(std::unique_ptr<Sink> inner, std::shared_ptr<const Anonymiser> names) {
  return std::make_unique<Anonymous>(std::move(inner), std::move(names));
}

}  // namespace aitb::core
