#include <assets/find.hpp>

#include <dlfcn.h>

#include <aitb/error.hpp>
#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

namespace assets {
namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& path) {
  std::error_code failed;
  return fs::is_regular_file(path, failed);
}

std::string sample_names() {
  std::vector<std::string> names;
  std::error_code failed;
  for (const fs::directory_entry& one : fs::directory_iterator(sample_folder(), failed)) {
    names.push_back(one.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  std::string list;
  for (const std::string& name : names) list.append(list.empty() ? "" : ", ").append(name);
  return list;
}

}  // namespace

fs::path sample_folder() {
  Dl_info info{};
  if (dladdr(reinterpret_cast<const void*>(&sample_names), &info) == 0 || info.dli_fname == nullptr)
    return {};
  std::error_code failed;
  const fs::path here = fs::canonical(info.dli_fname, failed).parent_path();
  for (const char* up :
       {"../../..", ".."}) {  // from lib/aitb/plugins, and from bin where tests hold this code
    const fs::path folder = fs::canonical(here / up / "share/aitb/assets", failed);
    if (!failed && fs::is_directory(folder, failed)) return folder;
  }
  return {};
}

fs::path find(const std::string& name, const fs::path& base) {
  const fs::path given(name), samples = sample_folder();
  std::vector<fs::path> places;
  if (given.is_absolute()) {
    places.push_back(given);
  } else {
    places.push_back((base / given).lexically_normal());
    places.push_back(given);
  }
  for (const fs::path& place : places) {
    if (is_file(place)) return place;
  }
  if (!samples.empty() && !name.empty() && is_file(samples / given.filename()))
    return samples / given.filename();
  std::string text = "reading '" + name + "': there is no such file (looked at ";
  for (std::size_t i = 0; i < places.size(); ++i) text.append(i > 0 ? ", " : "").append(places[i].string());
  const std::string known = sample_names();
  text += known.empty() ? "); there are no sample files either"
                        : ") and no sample of that name; the samples are " + known;
  throw aitb::Error(aitb::ErrorKind::config, text);
}

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  if (!in.good() && !in.eof()) {
    throw aitb::Error(aitb::ErrorKind::config,
                      "reading " + file.string() + ": it cannot be read; check its permissions");
  }
  if (bytes.empty()) {
    throw aitb::Error(aitb::ErrorKind::config,
                      "reading " + file.string() + ": it is empty or cannot be read");
  }
  return bytes;
}

std::string media_type(const fs::path& file) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 18> kTypes = {{
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".jpeg", "image/jpeg"},
      {".gif", "image/gif"},
      {".webp", "image/webp"},
      {".svg", "image/svg+xml"},
      {".pdf", "application/pdf"},
      {".txt", "text/plain"},
      {".wav", "audio/wav"},
      {".mp3", "audio/mpeg"},
      {".flac", "audio/flac"},
      {".ogg", "audio/ogg"},
      {".m4a", "audio/mp4"},
      {".mp4", "video/mp4"},
      {".webm", "video/webm"},
      {".avi", "video/x-msvideo"},
      {".mov", "video/quicktime"},
      {".mkv", "video/x-matroska"},
  }};
  std::string ending = file.extension().string();
  for (char& c : ending) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  for (const auto& [known, type] : kTypes) {
    if (known == ending) return std::string(type);
  }
  return "application/octet-stream";
}

}  // namespace assets
