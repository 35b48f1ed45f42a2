#include <fmt/format.h>

#include <aitb/nearest.hpp>
#include <aitb/schema.hpp>
#include <algorithm>

#include "core/config/built_in.hpp"
#include "core/config/components.hpp"
#include "core/config/digest.hpp"
#include "core/config/expand.hpp"
#include "core/config/prerequisite.hpp"
#include "core/config/problems.hpp"
#include "core/config/profiles.hpp"
#include "core/config/redact.hpp"
#include "core/config/tables.hpp"

namespace aitb::core {
namespace json = boost::json;
namespace {

class Loader {
 public:
  Loader(const ConfigPaths& paths, Catalog& catalog)
      : environment_(paths.env_files, problems_),
        components_(catalog, environment_, config_, problems_),
        scenarios_(read(paths.scenarios, built_in_scenarios(), "built-in/scenarios.yaml",
                        {"scenarios", "providers"})),
        profiles_(read(paths.profiles, built_in_profiles(), "built-in/profiles.yaml", {"profiles"})),
        simulators_(
            read(paths.simulators, built_in_simulators(), "built-in/simulators.yaml", {"simulators"})),
        servers_(read(named_path(paths.mcp, "/mcp", paths.mcp_default), built_in_mcp_servers(),
                      "built-in/mcp_servers.yaml", {})),
        prices_(read(named_path(paths.prices, "/prices", paths.prices_default), built_in_prices(),
                     "built-in/prices.yaml", {})) {
    config_.variables = environment_.names();
  }

  Config run() {
    SimulatorsRoot simulators;
    check_root(simulators_, fields(simulators));
    ScenariosRoot root;
    const bool root_ok = check_root(scenarios_, fields(root));
    load_profiles(profiles_, config_, problems_);
    PricesRoot prices;
    if (check_root(prices_, fields(prices))) config_.prices = prices_.value.as_object();
    components_.add_simulators(simulators_);
    components_.read_servers(servers_);
    components_.add_providers(
        scenarios_, scenarios_.built_in != simulators_.built_in || scenarios_.folder != simulators_.folder);
    components_.add_scenarios(scenarios_);
    components_.imply_providers();
    components_.check_overrides(scenarios_);
    for (auto& scenario : config_.scenarios)
      check_prerequisites(scenario.prerequisites, pointer_to("/scenarios", scenario.name) + "/prerequisites");
    add_attachments();
    if (root_ok) {
      config_.defaults = std::move(root.defaults);
      config_.anonymize = root.anonymize;
      add_matrix(std::move(root.matrix));
    }
    return finish();
  }

 private:
  Document read(const std::filesystem::path& path, std::string_view built_in, const std::string& name,
                const std::vector<std::string>& blocks) {
    return read_document(path, built_in, name, blocks, environment_, config_, problems_);
  }

  /// A file that the command line, else the scenarios file, else the folder names; empty: the embedded one.
  std::filesystem::path named_path(const std::filesystem::path& given, const char* key,
                                   const std::filesystem::path& otherwise) const {
    if (!given.empty()) return given;
    const auto* named = scenarios_.at(key);
    if (named && named->is_string() && !named->get_string().empty())
      return (scenarios_.folder / std::string(named->get_string())).lexically_normal();
    return otherwise;
  }

  bool check_root(const Document& document, const FieldTable& table) {
    const auto block = check_block(document, "", document.value, table.schema(), config_, problems_);
    if (block.ok) table.decode(block.value);
    return block.ok;
  }

  void add_attachments() {
    if (auto emulator = components_.component(scenarios_, "/emulator", Kind::emulator)) {
      config_.emulator = std::move(*emulator);
    } else {
      config_.emulator.type = "none";
      if (auto none = components_.preset(Kind::emulator, "none")) config_.emulator = std::move(*none);
    }
    add_list("/captures", Kind::capture, config_.captures);
    add_list("/sinks", Kind::sink, config_.sinks);
    if (scenarios_.at("/sinks")) return;
    if (auto sink = components_.preset(Kind::sink, "sqlite")) config_.sinks.push_back(std::move(*sink));
  }

  void add_list(const std::string& at, Kind kind, std::vector<ComponentEntry>& out) {
    const auto* list = scenarios_.at(at);
    if (!list || !list->is_array()) return;
    for (std::size_t i = 0; i < list->get_array().size(); ++i)
      if (auto entry = components_.component(scenarios_, pointer_to(at, std::to_string(i)), kind))
        out.push_back(std::move(*entry));
  }

  void add_matrix(std::vector<MatrixEntry> entries) {
    std::vector<std::string> names;
    for (const auto& scenario : config_.scenarios) names.push_back(scenario.name);
    std::size_t index = 0;
    for (auto& entry : entries) {
      const std::string at = fmt::format("/test_matrix/{}", index++);
      entry.mark = scenarios_.place(at).value;
      if (std::find(names.begin(), names.end(), entry.scenario) == names.end())
        problems_.push_back(problem_at(scenarios_, at + "/scenario",
                                       fmt::format("no scenario is named \"{}\"{}", entry.scenario,
                                                   did_you_mean(entry.scenario, names))));
      check_prerequisites(entry.prerequisites, at + "/prereqs");
      check_profiles(entry, at);
      config_.matrix.push_back(std::move(entry));
    }
  }

  void check_prerequisites(std::vector<std::string>& all, const std::string& at) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (const auto wrong = refuse_prerequisite(all[i]))
        problems_.push_back(problem_at(scenarios_, fmt::format("{}/{}", at, i), *wrong));
      const auto parsed = parse_prerequisite(all[i]);
      if (parsed && parsed->kind == Prerequisite::Kind::file)
        all[i] = "file:" + (scenarios_.folder / parsed->what).lexically_normal().string();
    }
  }

  // A matrix that came with the host cannot know the user's own profiles: what is missing is left out then.
  void check_profiles(MatrixEntry& entry, const std::string& at) {
    const bool lenient = scenarios_.built_in && !profiles_.built_in;
    std::vector<std::string> there;
    for (std::size_t i = 0; i < entry.profiles.size(); ++i) {
      const auto& name = entry.profiles[i];
      if (config_.profiles.profiles.contains(name)) {
        there.push_back(name);
      } else if (!lenient) {
        problems_.push_back(problem_at(scenarios_, fmt::format("{}/profiles/{}", at, i),
                                       fmt::format("{} has no profile \"{}\"{}", profiles_.file, name,
                                                   did_you_mean(name, config_.profiles.order))));
      }
    }
    entry.profiles = std::move(there);
  }

  Config finish() {
    std::sort(config_.secrets.begin(), config_.secrets.end(), [](const auto& a, const auto& b) {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
    config_.secrets.erase(std::unique(config_.secrets.begin(), config_.secrets.end()), config_.secrets.end());
    std::erase(config_.secrets, "");
    redact_files(config_, {&scenarios_, &profiles_, &simulators_, &servers_, &prices_});
    finish_problems(problems_, config_);
    finish_problems(config_.warnings, config_);
    if (!problems_.empty()) throw ConfigProblems(std::move(problems_));
    return std::move(config_);
  }

  Config config_;
  std::vector<Problem> problems_;
  Environment environment_;
  Components components_;
  Document scenarios_, profiles_, simulators_, servers_, prices_;
};

}  // namespace

Config load_config(const ConfigPaths& paths, Catalog& catalog) { return Loader(paths, catalog).run(); }

std::vector<std::filesystem::path> plugin_paths(const ConfigPaths& paths) {
  std::vector<Problem> ignored;  // load_config tells them
  Config scratch;
  const Environment environment(paths.env_files, ignored);
  const auto document = read_document(paths.scenarios, built_in_scenarios(), "built-in/scenarios.yaml", {},
                                      environment, scratch, ignored);
  ScenariosRoot root;
  const auto* given = document.at("/plugins");
  std::vector<std::filesystem::path> folders;
  if (!given || !given->is_array()) return folders;
  for (const auto& each : given->get_array())
    if (each.is_string()) folders.push_back(document.folder / std::string(each.get_string()));
  return folders;
}

Problem explain(const Config& config, const std::map<std::string, Mark>& marks, const Mark& entry,
                const ConfigError& error) {
  std::vector<Problem> one(1);
  one[0].mark = entry;
  for (std::string at = error.pointer(); !at.empty(); at.resize(std::min(at.size(), at.rfind('/')))) {
    const auto found = marks.find(at);
    if (found == marks.end()) continue;
    one[0].mark = found->second;
    break;
  }
  one[0].message = error.pointer().empty() ? error.what() : dotted(error.pointer()) + ": " + error.what();
  finish_problems(one, config);
  return std::move(one[0]);
}

}  // namespace aitb::core
