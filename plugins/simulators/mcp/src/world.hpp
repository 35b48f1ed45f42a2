// What the tools of one server know and keep: files, remembered values, and a web that is made up from the
// seed.
#pragma once
#include <aitb/random.hpp>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mcp_simulator {

class Hit {
 public:
  std::string title, url, text;
};

/// Shared by the lanes of a server. [any]
class World {
 public:
  explicit World(std::uint64_t seed);

  /// Running text of about `bytes` about a subject; the same for the same subject and size.
  std::string prose(std::string_view subject, std::size_t bytes) const;
  std::vector<Hit> search(std::string_view query, int count, int offset, std::size_t bytes) const;
  /// In whole units of money, the same for the same product.
  int price(std::string_view product) const;
  double rating(std::string_view product) const;
  std::uint64_t draw(std::string_view name, std::uint64_t below) const;

  void store(const std::string& key, std::string value);
  std::optional<std::string> retrieve(const std::string& key) const;
  std::vector<std::string> keys() const;

  // Files: paths as given, '/' between folders. nullopt or false where there is no such thing.
  void write(const std::string& path, std::string content);
  std::optional<std::string> read(const std::string& path) const;
  bool move(const std::string& from, const std::string& to);
  void make_folder(const std::string& path);
  std::optional<std::vector<std::string>> list(const std::string& path) const;
  std::vector<std::string> find(const std::string& path, std::string_view part) const;

 private:
  std::uint64_t seed_;
  mutable std::mutex guard_;
  std::map<std::string, std::string> memory_, files_;
  std::set<std::string> folders_;
};

}  // namespace mcp_simulator
