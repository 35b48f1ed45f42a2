// Variables for ${NAME}: the process environment first, then .env files, which never override it.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/config/config.hpp"

namespace aitb::core {

class Environment {
 public:
  /// Reads the files that exist; of two that set a name the first counts. A line that cannot be read is a
  /// problem, told without the line itself: it may hold a key.
  Environment(const std::vector<std::filesystem::path>& files, std::vector<Problem>& problems);

  std::optional<std::string> get(const std::string& name) const;
  /// Of the variables that a file gave a value that is not empty.
  std::set<std::string> names() const;

 private:
  void read_line(std::string_view line, const Mark& mark, std::vector<Problem>& problems);

  std::map<std::string, std::string> values_;
};

}  // namespace aitb::core
