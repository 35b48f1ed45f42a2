// Identifiers in the service's style: a prefix and letters.
#pragma once
#include <aitb/random.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace sim_kit {

inline constexpr std::string_view kIdAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

inline std::string random_id(std::string_view prefix, std::size_t letters, aitb::Random& random,
                             std::string_view alphabet = kIdAlphabet) {
  std::string text(prefix.size() + letters, ' ');
  char* at = text.data() + prefix.copy(text.data(), prefix.size());
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < letters; ++i) {
    if (i % 10 == 0) bits = random.next();
    *at++ = alphabet[bits % alphabet.size()];
    bits /= alphabet.size();
  }
  return text;
}

/// The same in hexadecimal: a draw gives sixteen digits.
inline std::string random_hex_id(std::string_view prefix, std::size_t digits, aitb::Random& random) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text(prefix.size() + digits, '0');
  char* at = text.data() + prefix.copy(text.data(), prefix.size());
  while (digits > 0) {
    std::uint64_t bits = random.next();
    const std::size_t drawn = std::min<std::size_t>(digits, 16);
    for (std::size_t i = 0; i < drawn; ++i, bits >>= 4u) *at++ = kHex[bits & 15u];
    digits -= drawn;
  }
  return text;
}

}  // namespace sim_kit
