#include "world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace mcp_simulator {
namespace {

constexpr std::array<std::string_view, 12> kOpenings{
    "Measurements show that",      "Operators report that", "A recent study finds that",
    "According to the authors,",   "In field trials,",      "Reviewers agree that",
    "The specification says that", "In practice,",          "Engineers note that",
    "Compared with before,",       "At the edge,",          "On average,"};
constexpr std::array<std::string_view, 12> kPredicates{
    "needs less uplink than feared",    "depends on the round trip more than on the rate",
    "doubles the small requests",       "works well with short answers",
    "costs more energy than it saves",  "keeps its quality at a loss of one percent",
    "benefits from a nearby server",    "is limited by the slowest tool",
    "comes in bursts of a few seconds", "is cheaper than last year",
    "is still being discussed",         "holds what it promises"};
constexpr std::array<std::string_view, 6> kSites{"www.example.org",  "news.example.org", "wiki.example.org",
                                                 "shop.example.org", "blog.example.org", "data.example.org"};

std::string slug(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) != 0) {
      out += static_cast<char>(std::tolower(letter));
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (out.ends_with('-')) out.pop_back();
  return out.substr(0, 60);
}

/// "" for the root; no slash at the end.
std::string folder_of(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  return std::string(path);
}

}  // namespace

World::World(std::uint64_t seed) : seed_(seed) {
  files_["/notes/readme.md"] = "# Notes\n\n" + prose("notes", 400);
  files_["/notes/todo.txt"] = "Measure the loop factor.\nCompare two profiles.\n";
  files_["/data/latency.csv"] = "profile,p50_ms,p95_ms\n5g_urban,48,120\ncell_edge,260,640\n";
}

std::uint64_t World::draw(std::string_view name, std::uint64_t below) const {
  return aitb::Random(seed_, name).below(below);
}

std::string World::prose(std::string_view subject, std::size_t bytes) const {
  aitb::Random random(seed_, fmt::format("prose/{}", subject));
  std::string out;
  while (out.size() < bytes) {
    if (!out.empty()) out += ' ';
    out += fmt::format("{} {} {}.", kOpenings[random.below(kOpenings.size())], subject,
                       kPredicates[random.below(kPredicates.size())]);
  }
  if (out.size() > bytes) out.resize(bytes);
  while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0x80U) != 0)
    out.pop_back();  // no half letter
  return out;
}

std::vector<Hit> World::search(std::string_view query, int count, int offset, std::size_t bytes) const {
  std::vector<Hit> hits;
  for (int i = offset + 1; i <= offset + count; ++i) {
    aitb::Random random(seed_, fmt::format("hit/{}/{}", query, i));
    Hit hit;
    hit.title = fmt::format("{} {} ({})", query, kPredicates[random.below(kPredicates.size())], i);
    hit.url = fmt::format("https://{}/{}/{}", kSites[random.below(kSites.size())], slug(query), i);
    hit.text = prose(query, bytes / static_cast<std::size_t>(std::max(1, count)));
    hits.push_back(std::move(hit));
  }
  return hits;
}

int World::price(std::string_view product) const {
  return 20 + static_cast<int>(draw(fmt::format("price/{}", product), 980));
}

double World::rating(std::string_view product) const {
  return 3.0 + static_cast<double>(draw(fmt::format("rating/{}", product), 21)) / 10;
}

void World::store(const std::string& key, std::string value) {
  const std::lock_guard lock(guard_);
  memory_[key] = std::move(value);
}

std::optional<std::string> World::retrieve(const std::string& key) const {
  const std::lock_guard lock(guard_);
  const auto found = memory_.find(key);
  return found == memory_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> World::keys() const {
  const std::lock_guard lock(guard_);
  std::vector<std::string> all;
  for (const auto& [key, value] : memory_) all.push_back(key);
  return all;
}

void World::write(const std::string& path, std::string content) {
  const std::lock_guard lock(guard_);
  files_[path] = std::move(content);
}

std::optional<std::string> World::read(const std::string& path) const {
  const std::lock_guard lock(guard_);
  const auto found = files_.find(path);
  return found == files_.end() ? std::nullopt : std::optional(found->second);
}

bool World::move(const std::string& from, const std::string& to) {
  const std::lock_guard lock(guard_);
  auto node = files_.extract(from);
  if (node.empty()) return false;
  files_[to] = std::move(node.mapped());
  return true;
}

void World::make_folder(const std::string& path) {
  const std::lock_guard lock(guard_);
  folders_.insert(folder_of(path));
}

std::optional<std::vector<std::string>> World::list(const std::string& path) const {
  const std::lock_guard lock(guard_);
  const std::string prefix = folder_of(path) + "/";
  std::set<std::string> names;
  const auto add = [&](const std::string& entry, bool folder) {
    if (!entry.starts_with(prefix)) return;
    const std::string rest = entry.substr(prefix.size());
    const std::size_t slash = rest.find('/');
    names.insert((slash != std::string::npos || folder ? "[DIR] " : "[FILE] ") + rest.substr(0, slash));
  };
  for (const std::string& folder : folders_) add(folder, true);
  for (const auto& [file, content] : files_) add(file, false);
  if (names.empty() && prefix != "/" && !folders_.contains(folder_of(path))) return std::nullopt;
  return std::vector<std::string>(names.begin(), names.end());
}

std::vector<std::string> World::find(const std::string& path, std::string_view part) const {
  const std::lock_guard lock(guard_);
  const std::string prefix = folder_of(path) + "/";
  std::vector<std::string> found;
  for (const auto& [file, content] : files_) {
    if (file.starts_with(prefix) && file.find(part) != std::string::npos) found.push_back(file);
  }
  return found;
}

}  // namespace mcp_simulator
