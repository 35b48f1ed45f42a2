#include "core/config/source_text.hpp"

#include <algorithm>

namespace aitb::core {
namespace {

// Length of the UTF-8 sequence at the front, 0 if it is broken.
std::size_t sequence_length(std::string_view text) noexcept {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xf0 && first < 0xf5 ? 4
                             : first >= 0xe0                 ? 3
                             : first >= 0xc2                 ? 2
                                                             : 0;
  if (length == 0 || first >= 0xf5 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) return 0;
  return length;
}

std::vector<std::string> letters_of(std::string_view line) {
  std::vector<std::string> letters;
  while (!line.empty()) {
    const std::size_t length = sequence_length(line);
    const auto first = static_cast<unsigned char>(line.front());
    const bool control = (first < 0x20 && first != '\t') || first == 0x7f;
    letters.emplace_back(length == 0 || control ? std::string_view("?") : line.substr(0, length));
    line.remove_prefix(std::max<std::size_t>(1, length));
  }
  return letters;
}

}  // namespace

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

int count_letters(std::string_view text) noexcept {
  int letters = 0;
  while (!text.empty()) {
    text.remove_prefix(std::max<std::size_t>(1, sequence_length(text)));
    ++letters;
  }
  return letters;
}

std::string printable_line(std::string_view line, int& column, int width) {
  const auto letters = letters_of(line.substr(0, std::min<std::size_t>(line.size(), 1u << 16)));
  const int total = static_cast<int>(letters.size());
  const int begin = column <= width ? 0 : std::min(column - width / 2, std::max(0, total - width));
  const int end = std::min(total, begin + width);
  std::string shown = begin > 0 ? "…" : "";
  for (int i = begin; i < end; ++i) shown += letters[static_cast<std::size_t>(i)];
  if (end < total) shown += "…";
  column = column - begin + (begin > 0 ? 1 : 0);
  return shown;
}

}  // namespace aitb::core
