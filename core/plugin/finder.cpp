#include "core/plugin/finder.hpp"

#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace aitb::core {
namespace {

namespace fs = std::filesystem;

#if defined(__x86_64__)
constexpr const char* system_folder = "/usr/lib/x86_64-linux-gnu/aitb/plugins";
#else
constexpr const char* system_folder = "/usr/lib/aarch64-linux-gnu/aitb/plugins";
#endif

struct Place {
  fs::path path;
  std::string origin;
  bool named = false;  ///< by the user, so it must exist
  bool own = false;
  bool caller = false;  ///< the caller of an elevated process chose it
};

std::vector<Place> places(const CatalogOptions& options, const ProcessFacts& process) {
  std::vector<Place> all;
  for (const fs::path& folder : options.folders) all.push_back({folder, "given", true, false, true});
  if (!options.defaults) return all;
  for (std::size_t at = 0; at < process.plugin_path.size();) {
    const std::size_t end = std::min(process.plugin_path.find(':', at), process.plugin_path.size());
    if (end > at)
      all.push_back({process.plugin_path.substr(at, end - at), "AITB_PLUGIN_PATH", false, false, true});
    at = end + 1;
  }
  all.push_back({process.executable.parent_path().parent_path() / "lib/aitb/plugins", "beside the program",
                 false, true, false});
  all.push_back({system_folder, "system", false, true, false});
  if (!process.home.empty())
    all.push_back({process.home / ".local/lib/aitb/plugins", "home", false, false, true});
  return all;
}

/// Nobody but root can have put it there.
bool only_root_writes(const fs::path& path) {
  struct ::stat facts {};
  return ::stat(path.c_str(), &facts) == 0 && facts.st_uid == 0 && (facts.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

// Every library is a candidate, whatever its name: what is none of ours is refused with its reason, so that
// nobody wonders why a file that lies there does nothing.
bool is_library_name(const fs::path& file) { return file.extension() == ".so"; }

std::vector<fs::path> listing(const fs::path& place) {
  std::error_code failed;
  if (fs::is_regular_file(place, failed)) return {place};
  std::vector<fs::path> files;
  for (fs::directory_iterator entry(place, failed), end; !failed && entry != end; entry.increment(failed))
    if (is_library_name(entry->path())) files.push_back(entry->path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

ProcessFacts current_process() {
  ProcessFacts facts;
  std::error_code failed;
  facts.executable = fs::read_symlink("/proc/self/exe", failed);
  if (const char* path = std::getenv("AITB_PLUGIN_PATH")) facts.plugin_path = path;
  if (const char* home = std::getenv("HOME")) facts.home = home;
  facts.elevated = ::getauxval(AT_SECURE) != 0 || ::geteuid() != ::getuid() || ::getegid() != ::getgid();
  return facts;
}

Search find_plugins(const CatalogOptions& options, const ProcessFacts& process) {
  Search search;
  std::set<fs::path> seen;
  for (const Place& place : places(options, process)) {
    const std::string line = place.path.string() + " (" + place.origin + ")";
    std::error_code failed;
    if (!fs::exists(place.path, failed)) {
      if (place.named)
        throw Error(ErrorKind::config, "plugin folder " + place.path.string() +
                                           " does not exist; correct --plugins or `plugins:` in the YAML");
      search.searched.push_back(line + ": not there");
      continue;
    }
    if (process.elevated && place.caller && !(place.named && only_root_writes(place.path))) {
      search.searched.push_back(line + ": skipped, because this process has more rights than its caller");
      continue;
    }
    std::size_t count = 0;
    for (const fs::path& file : listing(place.path)) {
      if (process.elevated && !only_root_writes(file)) continue;
      if (!seen.insert(fs::weakly_canonical(file, failed)).second) continue;
      search.files.push_back({file, place.own});
      ++count;
    }
    search.searched.push_back(line + ": " + std::to_string(count) + (count == 1 ? " file" : " files"));
  }
  return search;
}

}  // namespace aitb::core
