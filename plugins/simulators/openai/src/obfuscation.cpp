#include "obfuscation.hpp"

#include <array>
#include <string_view>

#include <sim_kit/ids.hpp>

namespace openai_simulator {
namespace {

constexpr std::size_t kBlock = 16;  // padding fills the text up to a multiple of this
constexpr std::size_t kRing = 1024;

constexpr std::uint64_t next(std::uint64_t state) noexcept {
  return state * 6364136223846793005u + 1442695040888963407u;
}

// A ring that any piece can be cut from.
constexpr auto kLetters = [] {
  std::array<char, kRing + kBlock> letters{};
  std::uint64_t state = 0x9e3779b97f4a7c15u;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    state = next(state);
    letters[i] =
        i < kRing ? sim_kit::kIdAlphabet[(state >> 33u) % sim_kit::kIdAlphabet.size()] : letters[i - kRing];
  }
  return letters;
}();

}  // namespace

void Obfuscation::append(std::string& out) {
  if (!wanted_) return;
  noise_ = next(noise_);
  const std::size_t used = out.size() - begin_;
  const std::string_view letters(kLetters.data() + (noise_ >> 33u) % kRing, kBlock - used % kBlock);
  out.append(",\"obfuscation\":\"").append(letters).append("\"");
}

}  // namespace openai_simulator
