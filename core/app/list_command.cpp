#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/app/options.hpp"

namespace aitb::core {
namespace {

struct ListOptions {
  ConfigOptions config;
  std::string what;
  bool names = false;
};

void print_rows(const std::vector<std::pair<std::string, std::string>>& rows, bool names_only) {
  std::size_t width = 0;
  for (const auto& [name, text] : rows) width = std::max(width, name.size());
  for (const auto& [name, text] : rows) {
    if (names_only) {
      fmt::print("{}\n", name);
    } else {
      fmt::print("{:<{}}  {}\n", name, width, text);
    }
  }
}

/// The providers that play the scenario's roles, by their names in the configuration.
std::string cast(const ScenarioEntry& scenario) {
  std::string names;
  for (const auto& [role, provider] : scenario.roles) names += (names.empty() ? "" : ", ") + provider;
  return names;
}

std::string remarks(const Config& config, const ScenarioEntry& scenario) {
  std::string text = scenario.description;
  if (scenario.unavailable) text += "  [unavailable: " + *scenario.unavailable + "]";
  for (const auto& [role, name] : scenario.roles) {
    const ProviderEntry* provider = config.provider(name);
    if (provider && provider->unavailable) text += "  [unavailable: " + *provider->unavailable + "]";
  }
  if (scenario.disabled) text += "  [disabled]";
  return text;
}

void describe_scenarios(const Config& config, std::vector<std::pair<std::string, std::string>>& rows) {
  std::size_t type = 0, providers = 0;
  for (const ScenarioEntry& scenario : config.scenarios) {
    type = std::max(type, scenario.type.size());
    providers = std::max(providers, cast(scenario).size());
  }
  for (const ScenarioEntry& scenario : config.scenarios) {
    rows.emplace_back(scenario.name, fmt::format("{:<{}}  {:<{}}  {}", scenario.type, type, cast(scenario),
                                                 providers, remarks(config, scenario)));
  }
}

int list(const ListOptions& options, const Commands& commands) {
  const ConfigPaths paths = options.config.paths();
  Catalog catalog(catalog_options(commands, paths));
  std::vector<std::pair<std::string, std::string>> rows;
  if (options.what == "plugins") {
    for (const Component& component : catalog.components()) {
      rows.emplace_back(fmt::format("{}/{}", to_string(component.kind), component.type), component.summary);
    }
    print_rows(rows, options.names);
    for (const Refusal& refusal : catalog.refusals()) fmt::print(stderr, "{}\n", refusal.sentence());
    return exit_ok;
  }
  try {
    const Config config = load_config(paths, catalog);
    if (options.what == "profiles") {
      for (const std::string& name : config.profiles.order) {
        const LinkProfile& profile = config.profiles.profiles.at(name);
        rows.emplace_back(name, fmt::format("{} ({})", profile.description, profile.describe()));
      }
    } else if (options.what == "simulators") {
      for (const SimulatorEntry& simulator : config.simulators) {
        rows.emplace_back(
            simulator.name,
            simulator.type +
                (simulator.unavailable ? "  [unavailable: " + *simulator.unavailable + "]" : ""));
      }
    } else {
      describe_scenarios(config, rows);
    }
  } catch (const ConfigProblems& problems) {
    return print_problems(problems);
  }
  print_rows(rows, options.names);
  return exit_ok;
}

void add_list(Commands& commands, CLI::App& parent, const std::string& what, const std::string& help) {
  auto options = std::make_shared<ListOptions>();
  options->what = what;
  CLI::App* command = parent.add_subcommand(what, help);
  options->config.add_to(*command);
  command->add_flag("--names", options->names, "Names only, one a line");
  command->callback([&commands, options] {
    commands.selected = [&commands, options] { return list(*options, commands); };
  });
}

}  // namespace

void add_list_command(Commands& commands) {
  CLI::App* command = commands.app.add_subcommand("list", "Show what there is");
  command->require_subcommand(1);
  add_list(commands, *command, "scenarios", "Scenarios of the configuration, with what each needs");
  add_list(commands, *command, "profiles", "Network profiles of the configuration");
  add_list(commands, *command, "simulators", "Simulators of the configuration");
  add_list(commands, *command, "plugins", "Components that the plugins offer");
  add_list_metrics(commands, *command);
}

}  // namespace aitb::core
