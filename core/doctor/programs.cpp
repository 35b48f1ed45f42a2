#include "core/doctor/programs.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string>

namespace aitb::core {
namespace {

bool runs(const std::filesystem::path& file) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0;
}

}  // namespace

std::filesystem::path find_program(std::string_view name) {
  if (name.find('/') != std::string_view::npos)
    return runs(std::filesystem::path(name)) ? std::filesystem::path(name) : std::filesystem::path();
  const char* path = std::getenv("PATH");
  const std::string folders = path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
  for (std::size_t at = 0; at <= folders.size();) {
    const std::size_t end = std::min(folders.find(':', at), folders.size());
    const std::filesystem::path file = std::filesystem::path(folders.substr(at, end - at)) / name;
    if (runs(file)) return file;
    at = end + 1;
  }
  return {};
}

std::filesystem::path find_browser() {
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"})
    if (std::filesystem::path file = find_program(name); !file.empty()) return file;
  return {};
}

}  // namespace aitb::core
