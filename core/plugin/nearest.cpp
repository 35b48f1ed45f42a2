#include "core/plugin/nearest.hpp"

#include <algorithm>

namespace aitb::core {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, replace});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) current[j] = std::min(current[j], before[j - 2] + 1);
    }
    before.swap(previous);
    previous.swap(current);
  }
  return previous[b.size()];
}

std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& names,
                                 std::size_t count) {
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const std::string& name : names) {
    const std::size_t distance = edit_distance(word, name);
    const bool inside = word.size() >= 3 && name.find(word) != name.npos;
    if (inside || distance <= std::max<std::size_t>(2, std::max(word.size(), name.size()) / 3))
      ranked.emplace_back(distance, name);
  }
  std::stable_sort(ranked.begin(), ranked.end());
  std::vector<std::string> found;
  for (const auto& [distance, name] : ranked)
    if (found.size() < count && std::find(found.begin(), found.end(), name) == found.end())
      found.push_back(name);
  return found;
}

}  // namespace aitb::core
