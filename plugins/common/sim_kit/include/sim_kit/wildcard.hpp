// Model names with * as any text.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace sim_kit {

/// A pattern, taken apart once for the many texts that are held against it.
class Wildcard {
 public:
  explicit Wildcard(std::string_view pattern) {
    std::size_t star = pattern.find('*');
    exact_ = star == std::string_view::npos;
    head_ = pattern.substr(0, star);
    while (star != std::string_view::npos) {
      pattern.remove_prefix(star + 1);
      star = pattern.find('*');
      if (star == std::string_view::npos) {
        tail_ = pattern;
      } else if (star > 0) {
        between_.emplace_back(pattern.substr(0, star));
      }
    }
  }
  bool match(std::string_view text) const {
    if (exact_) return text == head_;
    if (!text.starts_with(head_)) return false;
    text.remove_prefix(head_.size());
    // Each where it comes first: that leaves the most for the rest.
    for (const std::string& piece : between_) {
      const std::size_t at = text.find(piece);
      if (at == std::string_view::npos) return false;
      text.remove_prefix(at + piece.size());
    }
    return text.ends_with(tail_);
  }

 private:
  std::string head_, tail_;
  std::vector<std::string> between_;
  bool exact_ = false;
};

/// A list of them.
class Wildcards {
 public:
  explicit Wildcards(const std::vector<std::string>& all) : all_(all.begin(), all.end()) {}
  bool match(std::string_view text) const {
    return std::any_of(all_.begin(), all_.end(), [text](const Wildcard& one) { return one.match(text); });
  }

 private:
  std::vector<Wildcard> all_;
};

}  // namespace sim_kit
