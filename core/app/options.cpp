#include "core/app/options.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

namespace aitb::core {
namespace {

std::filesystem::path choose(const std::string& given, const char* standard) {
  if (!given.empty()) return given;
  const std::filesystem::path local = std::filesystem::path("configs") / standard;
  return std::filesystem::exists(local) ? local : std::filesystem::path();
}

}  // namespace

void ConfigOptions::add_to(CLI::App& command) {
  command
      .add_option("--config", scenarios,
                  "Scenarios, providers, defaults, test matrix [configs/scenarios.yaml, else built in]")
      ->type_name("FILE");
  command.add_option("--profiles", profiles, "Network profiles [configs/profiles.yaml, else built in]")
      ->type_name("FILE");
  command.add_option("--simulators", simulators, "Simulators [configs/simulators.yaml, else built in]")
      ->type_name("FILE");
  command
      .add_option("--mcp", mcp,
                  "MCP servers [`mcp:` of the scenarios file, else configs/mcp_servers.yaml, else built in]")
      ->type_name("FILE");
  command
      .add_option("--prices", prices,
                  "Prices for estimates of costs [`prices:`, else configs/prices.yaml, else built in]")
      ->type_name("FILE");
}

ConfigPaths ConfigOptions::paths() const {
  ConfigPaths paths;
  paths.scenarios = choose(scenarios, "scenarios.yaml");
  paths.profiles = choose(profiles, "profiles.yaml");
  paths.simulators = choose(simulators, "simulators.yaml");
  paths.mcp = mcp;
  paths.prices = prices;
  paths.prices_default = choose("", "prices.yaml");
  paths.mcp_default = choose("", "mcp_servers.yaml");
  paths.env_files.emplace_back(".env");
  if (!paths.scenarios.empty() && paths.scenarios.has_parent_path()) {
    paths.env_files.push_back(paths.scenarios.parent_path() / ".env");
  }
  return paths;
}

CatalogOptions catalog_options(const Commands& commands, const ConfigPaths& paths) {
  CatalogOptions options;
  options.folders = commands.plugin_folders;
  for (const std::filesystem::path& folder : plugin_paths(paths)) options.folders.push_back(folder);
  return options;
}

void tell_refused(const Catalog& catalog, Log& log) {
  for (const Refusal& refusal : catalog.refusals()) log.warning("{}", refusal.sentence());
}

int print_problems(const ConfigProblems& problems) {
  int errors = 0;
  for (const Problem& problem : problems.problems()) {
    fmt::print(stderr, "{}\n", problem.render());
    errors += !problem.warning;
  }
  fmt::print(stderr, "{} problem{} in the configuration; nothing was run\n", errors, errors == 1 ? "" : "s");
  return exit_usage;
}

}  // namespace aitb::core
