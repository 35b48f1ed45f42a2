// The folder of a run: the only place where anything is written.
#pragma once
#include <boost/json/object.hpp>
#include <filesystem>
#include <string>

#include "core/config/config.hpp"

namespace aitb::core {

/// "20261121-040312-5f2a": when, and a little of the seed.
std::string new_run_id(std::uint64_t seed);

/// results/ID for an id, the path itself for a folder. Throws Error(config) if neither holds a run.
std::filesystem::path find_run(const std::string& run);

class RunFolder {
 public:
  /// Makes the folder (and config/). Throws Error(config) if it exists and is not empty, unless resuming.
  RunFolder(std::filesystem::path path, bool resume);
  const std::filesystem::path& path() const noexcept { return path_; }

  /// config/*.yaml as read, secrets removed, and config/invocation.json.
  void keep_config(const Config& config, const boost::json::object& invocation) const;
  void keep_environment(const boost::json::object& facts) const;
  /// Written to a temporary name first: a file is whole or not there.
  static void write_whole(const std::filesystem::path& file, std::string_view text);

 private:
  std::filesystem::path path_;
};

/// config/invocation.json of a stored run.
boost::json::object read_invocation(const std::filesystem::path& folder);

}  // namespace aitb::core
