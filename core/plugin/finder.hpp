// Where plugins are looked for, in which order, and which of these places a privileged process must not
// trust.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/plugin/catalog.hpp"

namespace aitb::core {

/// What decides about the places; read from the process by current_process(), given by tests.
struct ProcessFacts {
  std::filesystem::path executable;
  std::string plugin_path;  ///< AITB_PLUGIN_PATH, folders separated by ':'
  std::filesystem::path home;
  /// This process has rights that its caller has not (set-user-id, file capabilities). Plain root has not: it
  /// cannot be led to more than its caller may do anyway.
  bool elevated = false;
};
ProcessFacts current_process();

struct PluginFile {
  std::filesystem::path file;
  bool own =
      false;  ///< from the host's own or the system's folder: loaded without a trial in a child process
};

struct Search {
  std::vector<PluginFile> files;      ///< `aitb-*.so`, in order of places and then of names, each file once
  std::vector<std::string> searched;  ///< one line a place
};

/// Throws Error(config) if a folder that the user named is not there.
Search find_plugins(const CatalogOptions& options, const ProcessFacts& process);

}  // namespace aitb::core
