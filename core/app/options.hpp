// Command-line options that several commands share.
#pragma once
#include <string>
#include <vector>

#include "core/app/command.hpp"
#include "core/config/config.hpp"

namespace CLI {
class App;
}

namespace aitb::core {

struct ConfigOptions {
  std::string scenarios, profiles, simulators, mcp, prices;
  void add_to(CLI::App& command);
  /// An option not given means configs/NAME.yaml in the working directory if it is there, else the embedded
  /// default.
  ConfigPaths paths() const;
};

/// The catalog for `--plugins` and the scenarios file's own `plugins:`.
CatalogOptions catalog_options(const Commands& commands, const ConfigPaths& paths);
/// A line for each file that was refused when the catalog was made: what goes on, goes on without it.
void tell_refused(const Catalog& catalog, Log& log);

/// Prints every problem with its place, source line and caret; returns exit_usage.
int print_problems(const ConfigProblems& problems);

}  // namespace aitb::core
