#include "fixtures.hpp"

#include <unistd.h>

namespace aitb::core::testing {

namespace fs = std::filesystem;

Folder::Folder() : before_(fs::current_path()) {
  std::string name = (fs::temp_directory_path() / "aitb-config-XXXXXX").string();
  path_ = mkdtemp(name.data());
  fs::current_path(path_);
}

Folder::~Folder() {
  std::error_code ignored;
  fs::current_path(before_, ignored);
  fs::remove_all(path_, ignored);
}

void Folder::write(const std::string& name, const std::string& text) const {
  fs::create_directories((path_ / name).parent_path());
  std::ofstream(path_ / name, std::ios::binary) << text;
}

Catalog catalog_of(const fs::path& folder) {
  CatalogOptions options;
  options.folders.push_back(folder);
  options.defaults = false;
  return Catalog(options);
}

Catalog fixture_catalog() { return catalog_of(FIXTURE_PLUGINS); }

ConfigPaths files_here(const Folder& folder) {
  ConfigPaths paths;
  for (auto [name, path] :
       {std::pair{"scenarios.yaml", &paths.scenarios}, std::pair{"profiles.yaml", &paths.profiles},
        std::pair{"simulators.yaml", &paths.simulators}}) {
    if (!fs::exists(name)) folder.write(name, "");
    *path = name;
  }
  paths.env_files.emplace_back(".env");
  return paths;
}

Config load(const std::string& scenarios) {
  const Folder folder;
  folder.write("scenarios.yaml", scenarios);
  auto catalog = fixture_catalog();
  return load_config(files_here(folder), catalog);
}

std::string problems_of(const ConfigPaths& paths, Catalog& catalog) {
  try {
    load_config(paths, catalog);
    return "";
  } catch (const ConfigProblems& problems) {
    return std::string(problems.what()) + "\n";
  }
}

std::string problems_in(const std::string& scenarios) {
  const Folder folder;
  folder.write("scenarios.yaml", scenarios);
  auto catalog = fixture_catalog();
  return problems_of(files_here(folder), catalog);
}

}  // namespace aitb::core::testing
