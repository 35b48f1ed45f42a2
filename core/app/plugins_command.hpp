// What `aitb-host plugins …` does, apart from reading its command line. Each gives the exit code.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/plugin/catalog.hpp"

namespace aitb::core {

/// Table of components, then refused files with their reasons.
int plugins_list(const CatalogOptions& options, bool json);
/// Who, where, and a table of the options with defaults and help. `word`: TYPE or KIND/TYPE.
int plugins_show(const CatalogOptions& options, const std::string& word);
/// JSON Schema of the options.
int plugins_schema(const CatalogOptions& options, const std::string& word);
/// Writes a plugin that builds, tests and passes the checks as it is. `kind`: a kind's name; `folder`: where
/// to make it.
int plugins_new(const std::string& kind, const std::string& name, const std::filesystem::path& folder);

struct PluginsCheckOptions {
  std::vector<std::filesystem::path> files;
  bool all = false;
  std::vector<std::string> only;  ///< ids of checks, or beginnings of ids
  bool json = false, in_process = false, markdown = false;
  int timeout_sec = 60;  ///< of one check
};
/// Runs the checks; exit_failed if one is red.
int plugins_check(const CatalogOptions& options, const PluginsCheckOptions& how);

/// The components that `word` ("openai", "provider/openai") may mean; throws Error(config) if there is none.
std::vector<const Component*> find_components(const Catalog& catalog, const std::string& word);

}  // namespace aitb::core
