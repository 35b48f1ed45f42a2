#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <memory>

#include "core/app/command.hpp"
#include "core/app/options.hpp"
#include "core/config/document.hpp"
#include "core/config/reference.hpp"

namespace aitb::core {
namespace {

struct CheckOptions {
  ConfigOptions config;
  std::vector<std::string> files;
};

// Puts each file where its own top-level keys say that it belongs; of a kind given several times, one check
// each.
std::vector<ConfigPaths> checks(const CheckOptions& options) {
  std::vector<ConfigPaths> all;
  for (const auto& file : options.files) {
    std::vector<Problem> ignored;  // the check tells them
    Config scratch;
    const auto document = read_document(file, "", "", {}, Environment({}, ignored), scratch, ignored);
    ConfigOptions one = options.config;
    if (document.at("/profiles"))
      one.profiles = file;
    else if (document.at("/simulators"))
      one.simulators = file;
    else
      one.scenarios = file;
    all.push_back(one.paths());
  }
  if (all.empty()) all.push_back(options.config.paths());
  return all;
}

std::string name_of(const std::filesystem::path& path) { return path.empty() ? "built in" : path.string(); }

void print_summary(const Config& config, const ConfigPaths& paths) {
  for (const auto& warning : config.warnings) fmt::print(stderr, "{}\n", warning.render());
  fmt::print("scenarios  {} ({}), {} providers, {} entries in the test matrix\n", config.scenarios.size(),
             name_of(paths.scenarios), config.providers.size(), config.matrix.size());
  fmt::print("profiles   {} ({})\n", config.profiles.order.size(), name_of(paths.profiles));
  fmt::print("simulators {} ({})\n", config.simulators.size(), name_of(paths.simulators));
  std::map<std::string, std::string> missing;  // why, and what for
  const auto note = [&](std::string_view kind, const auto& entries) {
    for (const auto& each : entries)
      if (each.unavailable) missing[*each.unavailable] += fmt::format("\n  {} {}", kind, each.name);
  };
  note("scenario", config.scenarios);
  note("provider", config.providers);
  note("simulator", config.simulators);
  for (const auto& [why, names] : missing) fmt::print("unavailable, {}:{}\n", why, names);
  for (const auto& each : config.providers)
    for (const auto& unset : each.unset)
      fmt::print("only for endpoint sim: provider {}: {}\n", each.name, unset.substr(1));
}

int check(const Commands& commands, const CheckOptions& options) {
  int code = exit_ok;
  for (const auto& paths : checks(options)) {
    Catalog catalog(catalog_options(commands, paths));
    try {
      print_summary(load_config(paths, catalog), paths);
    } catch (const ConfigProblems& problems) {
      for (const auto& problem : problems.problems()) fmt::print(stderr, "{}\n", problem.render());
      fmt::print(stderr, "{} problem{}\n", problems.problems().size(),
                 problems.problems().size() == 1 ? "" : "s");
      code = exit_usage;
    }
  }
  return code;
}

}  // namespace

void add_config_command(Commands& commands) {
  auto* config = commands.app.add_subcommand("config", "Check configuration files, or list every option");
  config->require_subcommand(1);

  auto options = std::make_shared<CheckOptions>();
  auto* check_command = config->add_subcommand("check", "Tell every problem of the configuration at once");
  check_command->add_option("FILE", options->files,
                            "Files to check; what each is follows from its top-level keys");
  options->config.add_to(*check_command);
  check_command->callback([&commands, options] {
    commands.selected = [&commands, options] { return check(commands, *options); };
  });

  auto* reference =
      config->add_subcommand("reference", "Print every option of the host and of all plugins as Markdown");
  reference->callback([&commands] {
    commands.selected = [&commands] {
      CatalogOptions catalog_options;
      catalog_options.folders = commands.plugin_folders;
      Catalog catalog(catalog_options);
      fmt::print("{}", config_reference(catalog));
      return static_cast<int>(exit_ok);
    };
  });
}

}  // namespace aitb::core
