#include <aitb/nearest.hpp>
#include <algorithm>
#include <cctype>
#include <utility>

namespace aitb::inline v1 {
namespace {

char lower(char c) noexcept { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

// Optimal string alignment: edits of one letter, and swaps of two neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

bool begins(std::string_view longer, std::string_view shorter) {
  return shorter.size() >= 3 && longer.size() > shorter.size() && longer.starts_with(shorter) &&
         longer[shorter.size()] == '_';
}

}  // namespace

std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& known,
                                 std::size_t limit) {
  constexpr std::size_t longest = 80;  // beyond this nobody mistyped a key, and the distance costs its square
  if (word.size() > longest) return {};
  std::vector<std::pair<std::size_t, const std::string*>> close;
  for (const std::string& candidate : known) {
    if (candidate.size() > longest) continue;
    const std::size_t allowed = std::max<std::size_t>(1, std::max(word.size(), candidate.size()) / 3);
    std::size_t steps = distance(word, candidate);
    if (begins(candidate, word) || begins(word, candidate)) steps = std::min(steps, allowed);
    if (steps <= allowed && steps < candidate.size()) close.emplace_back(steps, &candidate);
  }
  std::stable_sort(close.begin(), close.end(), [](auto& a, auto& b) { return a.first < b.first; });
  std::vector<std::string> best;
  for (std::size_t i = 0; i < std::min(limit, close.size()); ++i) best.push_back(*close[i].second);
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const auto best = nearest(word, known, 1);
  return best.empty() ? std::string() : " (did you mean \"" + best.front() + "\"?)";
}

}  // namespace aitb::inline v1
