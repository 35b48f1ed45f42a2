#include "core/app/run_folder.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <ctime>
#include <fstream>
#include <sstream>

namespace aitb::core {

std::string new_run_id(std::uint64_t seed) {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return fmt::format("{:%Y%m%d-%H%M%S}-{:04x}", fmt::localtime(now),
                     (seed ^ static_cast<std::uint64_t>(getpid())) & 0xffff);
}

std::filesystem::path find_run(const std::string& run) {
  for (const std::filesystem::path& folder :
       {std::filesystem::path(run), std::filesystem::path("results") / run}) {
    if (std::filesystem::exists(folder / "config" / "invocation.json")) return folder;
  }
  throw Error(ErrorKind::config,
              fmt::format("looking for run '{}': neither that folder nor results/{} holds a run "
                          "(config/invocation.json); name a run folder or an id under results/",
                          run, run));
}

RunFolder::RunFolder(std::filesystem::path path, bool resume) : path_(std::move(path)) {
  std::error_code failure;
  if (!resume && std::filesystem::exists(path_) && !std::filesystem::is_empty(path_, failure)) {
    throw Error(ErrorKind::config,
                fmt::format("making the run folder {}: it exists and is not empty; choose another --out, or "
                            "continue that run with --resume {}",
                            path_.string(), path_.string()));
  }
  std::filesystem::create_directories(path_ / "config", failure);
  if (failure) {
    throw Error(ErrorKind::config, fmt::format("making the run folder {}: {}; choose another --out",
                                               path_.string(), failure.message()));
  }
}

void RunFolder::write_whole(const std::filesystem::path& file, std::string_view text) {
  const std::filesystem::path part = file.string() + ".part";
  {
    std::ofstream out(part, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.flush();
    if (!out) {
      throw Error(
          ErrorKind::internal,
          fmt::format("writing {}: the disk or the folder refuses it; free some room", file.string()));
    }
  }
  std::filesystem::rename(part, file);
}

void RunFolder::keep_config(const Config& config, const boost::json::object& invocation) const {
  for (const SourceFile& file : config.files) write_whole(path_ / "config" / file.kind, file.redacted);
  write_whole(path_ / "config" / "invocation.json", boost::json::serialize(invocation) + "\n");
}

void RunFolder::keep_environment(const boost::json::object& facts) const {
  write_whole(path_ / "environment.json", boost::json::serialize(facts) + "\n");
}

boost::json::object read_invocation(const std::filesystem::path& folder) {
  std::ifstream file(folder / "config" / "invocation.json");
  std::stringstream text;
  text << file.rdbuf();
  boost::system::error_code failure;
  boost::json::value value = boost::json::parse(text.str(), failure);
  if (failure || !value.is_object()) {
    throw Error(ErrorKind::config,
                fmt::format("reading {}/config/invocation.json: it is not what aitb-host wrote; the run "
                            "cannot be continued",
                            folder.string()));
  }
  return value.as_object();
}

}  // namespace aitb::core
