// Model names with * as any text.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace sim_kit {

/// Each text between two stars is taken where it comes first: that leaves the most for those behind it.
inline bool matches(std::string_view pattern, std::string_view name) {
  std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  if (!name.starts_with(pattern.substr(0, star))) return false;
  name.remove_prefix(star);
  for (pattern.remove_prefix(star + 1);; pattern.remove_prefix(star + 1)) {
    star = pattern.find('*');
    if (star == std::string_view::npos) return name.ends_with(pattern);
    const std::size_t at = name.find(pattern.substr(0, star));
    if (at == std::string_view::npos) return false;
    name.remove_prefix(at + star);
  }
}

/// A list of names and patterns, sorted out once for the many that are looked for in it.
class Wildcards {
 public:
  explicit Wildcards(const std::vector<std::string>& names) {
    for (const std::string& name : names)
      (name.find('*') == std::string::npos ? names_ : patterns_).push_back(name);
  }
  bool match(std::string_view name) const {
    return std::find(names_.begin(), names_.end(), name) != names_.end() ||
           std::any_of(patterns_.begin(), patterns_.end(), [name](const std::string& pattern) {
             const bool other = pattern.front() != '*' && !name.starts_with(pattern.front());
             return !other && matches(pattern, name);
           });
  }

 private:
  std::vector<std::string> names_, patterns_;
};

}  // namespace sim_kit
