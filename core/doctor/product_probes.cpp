// Our own parts: plugins, token tables, and whether the built-in default could run.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include <aitb/tokens.hpp>

#include "core/doctor/finding.hpp"
#include "core/plan/plan.hpp"
#include "core/plugin/catalog.hpp"

namespace aitb::core {
namespace {

Finding plugins(const Catalog& catalog) {
  Finding out("plugins", "every feature", Finding::required_for_default);
  std::map<std::string_view, int> kinds;
  for (const Component& component : catalog.components()) ++kinds[to_string(component.kind)];
  for (const auto& [kind, count] : kinds) {
    out.found += fmt::format("{}{} {}{}", out.found.empty() ? "" : ", ", count, kind, count == 1 ? "" : "s");
  }
  if (kinds.empty()) {
    out.state = State::missing;
    out.found = fmt::format("none; looked in {}", fmt::join(catalog.searched(), "; "));
    out.mend = "make build, or name the folder: aitb-host --plugins DIR";
  }
  return out;
}

Finding refused(const Refusal& refusal) {
  Finding out("refused plugin", "what this file would add");
  out.state = State::limited;
  out.found = fmt::format("{}: {}", refusal.file.string(), refusal.reason);
  out.mend = "aitb-host plugins check " + refusal.file.string();
  return out;
}

Finding token_tables() {
  Finding out("token tables", "token counts where a service gives none");
  for (const char* encoding : {"o200k_base", "cl100k_base"}) {
    const auto counter = token_counter(encoding);
    const bool right = counter && counter->count("hello world") == 2;
    out.found += fmt::format("{}{} {}", out.found.empty() ? "" : ", ", encoding,
                             right     ? "ok"
                             : counter ? "wrong"
                                       : "not found");
    if (!right) out.state = State::missing;
  }
  if (out.state != State::ok)
    out.mend = "make build, or set AITB_DATA_DIR to the folder that holds tokenizers/";
  return out;
}

/// The configuration that a run without files takes, with these plugins.
Finding default_configuration(Catalog& catalog) {
  Finding out("built-in config", "a run without files of your own", Finding::required_for_default);
  try {
    const Config config = load_config(ConfigPaths(), catalog);
    std::size_t ready = 0;
    std::string reason;
    for (const ScenarioEntry& scenario : config.scenarios) {
      const std::optional<std::string> obstacle = examine_config(config, scenario).obstacle;
      ready += !obstacle;
      if (obstacle && reason.empty()) reason = fmt::format("; {}: {}", scenario.name, *obstacle);
    }
    out.found =
        fmt::format("{} of {} scenarios have their plugins{}", ready, config.scenarios.size(), reason);
    if (ready < config.scenarios.size()) out.state = ready > 0 ? State::limited : State::missing;
    if (out.state != State::ok) out.mend = "make build, or name the folder: aitb-host --plugins DIR";
  } catch (const ConfigProblems& problems) {
    out.state = State::missing;
    out.found = problems.problems().front().render();
    out.mend = "reinstall: the program does not read its own configuration";
  }
  return out;
}

}  // namespace

std::vector<Finding> product_findings(Catalog& catalog) {
  std::vector<Finding> out{plugins(catalog)};
  std::transform(catalog.refusals().begin(), catalog.refusals().end(), std::back_inserter(out), refused);
  out.push_back(default_configuration(catalog));
  out.push_back(token_tables());
  return out;
}

}  // namespace aitb::core
