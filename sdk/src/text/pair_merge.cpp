#include "text/pair_merge.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <queue>
#include <utility>

namespace aitb::text {
namespace {

constexpr std::uint32_t none = TokenTable::none;

/// Below this a search through all pairs beats a heap.
constexpr std::size_t small = 64;

struct Part {
  std::uint32_t start;
  std::uint32_t rank;  ///< of this part joined with the next one
};

void merge_small(const TokenTable& table, std::string_view piece, std::uint32_t base,
                 std::vector<std::uint32_t>& ends) {
  const auto size = static_cast<std::uint32_t>(piece.size());
  std::array<Part, small + 1> parts;
  std::uint32_t count = size;  // parts[count] is the end mark
  for (std::uint32_t i = 0; i <= size; ++i) parts[i] = {i, none};
  const auto joined = [&](std::uint32_t i) {
    if (i + 1 >= count) return none;
    return table.find(piece.substr(parts[i].start, parts[i + 2].start - parts[i].start));
  };
  for (std::uint32_t i = 0; i + 1 < count; ++i) parts[i].rank = joined(i);
  for (;;) {
    const auto best = std::min_element(parts.begin(), parts.begin() + count,
                                       [](const Part& a, const Part& b) { return a.rank < b.rank; });
    if (best->rank == none) break;
    const auto i = static_cast<std::uint32_t>(best - parts.begin());
    std::move(parts.begin() + i + 2, parts.begin() + count + 1, parts.begin() + i + 1);
    --count;
    parts[i].rank = joined(i);
    if (i > 0) parts[i - 1].rank = joined(i - 1);
  }
  for (std::uint32_t i = 1; i <= count; ++i) ends.push_back(base + parts[i].start);
}

/// A doubly linked list of parts in arrays indexed by the part's first byte, and a heap of pairs, whose stale
/// entries are known by their rank.
class LongMerge {
 public:
  LongMerge(const TokenTable& table, std::string_view piece)
      : table_(table),
        piece_(piece),
        next_(piece.size() + 1),
        previous_(piece.size() + 1),
        rank_(piece.size() + 1, none) {
    for (std::uint32_t i = 0; i <= size(); ++i) next_[i] = i + 1, previous_[i] = i - 1;
    for (std::uint32_t i = 0; i < size(); ++i) rate(i);
  }

  void run(std::uint32_t base, std::vector<std::uint32_t>& ends) {
    while (!pairs_.empty()) {
      const auto [rank, left] = pairs_.top();
      pairs_.pop();
      if (rank_[left] != rank) continue;
      const std::uint32_t right = next_[left];
      rank_[right] = none;
      next_[left] = next_[right];
      previous_[next_[left]] = left;
      rate(left);
      if (left > 0) rate(previous_[left]);
    }
    for (std::uint32_t at = 0; at < size(); at = next_[at]) ends.push_back(base + next_[at]);
  }

 private:
  std::uint32_t size() const { return static_cast<std::uint32_t>(piece_.size()); }
  void rate(std::uint32_t left) {
    const std::uint32_t right = next_[left];
    rank_[left] = right < size() ? table_.find(piece_.substr(left, next_[right] - left)) : none;
    if (rank_[left] != none) pairs_.push({rank_[left], left});
  }

  using Pair =
      std::pair<std::uint32_t, std::uint32_t>;  // rank, first byte: the leftmost of equals goes first
  const TokenTable& table_;
  std::string_view piece_;
  std::vector<std::uint32_t> next_, previous_, rank_;
  std::priority_queue<Pair, std::vector<Pair>, std::greater<>> pairs_;
};

}  // namespace

void merge_pairs(const TokenTable& table, std::string_view piece, std::uint32_t base,
                 std::vector<std::uint32_t>& ends) {
  if (piece.size() <= small) return merge_small(table, piece, base, ends);
  LongMerge(table, piece).run(base, ends);
}

}  // namespace aitb::text
