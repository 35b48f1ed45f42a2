// Strings of JSON, looked at where they stand.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace service {

/// How long the string is that the text begins within, up to its closing quote; npos: it has no end.
inline std::size_t string_size(std::string_view text) noexcept {
  std::size_t size = text.find('"');
  for (; size != std::string_view::npos; size = text.find('"', size + 1)) {
    const std::size_t last = text.substr(0, size).find_last_not_of('\\');
    if ((size - (last + 1)) % 2 == 0) break;  // npos + 1 is 0: nothing but backslashes
  }
  return size;
}

/// True if the string means what it says: ASCII, nothing escaped. Eight bytes at a time.
inline bool is_plain(std::string_view string) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101, high = 0x80 * ones;
  std::uint64_t doubtful = 0;
  while (!string.empty()) {
    std::uint64_t word = 0x20 * ones;
    const std::size_t size = std::min(string.size(), sizeof word);
    std::memcpy(&word, string.data(), size);
    const std::uint64_t no_backslash = word ^ ('\\' * ones);
    // Each term has the highest bit of a byte: where it is set, where the byte is below 0x20, where it is a
    // backslash. A byte that borrows makes the next one look so, too, but only where it is doubtful itself.
    doubtful |= word | (word - 0x20 * ones) | ((no_backslash - ones) & ~no_backslash);
    string.remove_prefix(size);
  }
  return (doubtful & high) == 0;
}

}  // namespace service
