// Identifiers in the service's style: a prefix and letters.
#pragma once
#include <aitb/random.hpp>

#include <string>
#include <string_view>

namespace sim_kit {

inline constexpr std::string_view kIdAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

inline std::string random_id(std::string_view prefix, std::size_t letters, aitb::Random& random,
                             std::string_view alphabet = kIdAlphabet) {
  std::string text(prefix.size() + letters, ' ');
  char* at = text.data() + prefix.copy(text.data(), prefix.size());
  const std::size_t each_draw = alphabet.size() <= 16 ? 16 : 10;  // so many letters are in 64 bits
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < letters; ++i) {
    if (i % each_draw == 0) bits = random.next();
    *at++ = alphabet[bits % alphabet.size()];
    bits /= alphabet.size();
  }
  return text;
}

}  // namespace sim_kit
