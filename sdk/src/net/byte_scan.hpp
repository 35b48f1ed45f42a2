// Looks through short texts eight bytes at a time.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace aitb::net {

/// True if a byte of `text` is less than `limit` (at most 128).
inline bool has_byte_below(std::string_view text, unsigned char limit) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
  // A byte's top bit comes out set where the byte is below the limit, or above such a byte, which a borrow
  // reaches: never in a word that has none.
  const auto below = [limit](std::uint64_t word) { return (word - ones * limit) & ~word & tops; };
  const auto word_at = [](const char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
  };
  const char* at = text.data();
  const char* const end = at + text.size();
  if (text.size() < sizeof ones) {
    return std::any_of(at, end, [limit](char c) { return static_cast<unsigned char>(c) < limit; });
  }
  std::uint64_t found = below(word_at(end - sizeof ones));  // the last bytes, some of them a second time
  for (; end - at >= std::ptrdiff_t{sizeof ones}; at += sizeof ones) found |= below(word_at(at));
  return found != 0;
}

}  // namespace aitb::net
