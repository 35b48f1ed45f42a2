// The vocabulary of one encoding as a file that is mapped, not read: loading costs nothing until a word is
// looked up.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string_view>

namespace aitb::text {

/// File: header, `count + 1` offsets into the bytes, padding to 8, `1 << slot_bits` slots, the tokens' bytes
/// by rank. A slot is hash tag << 32 | (rank + 1), 0 if empty; collisions go to the next slot. Byte order is
/// the machine's: the file is made by the build that uses it.
struct TokenTableHeader {
  char magic[8] = {'a', 'i', 't', 'b', 'b', 'p', 'e', '1'};
  std::uint32_t count = 0, slot_bits = 0, bytes = 0, unused = 0;

  std::size_t slots_at() const { return (sizeof *this + (count + std::size_t{1}) * 4 + 7) / 8 * 8; }
  std::size_t bytes_at() const { return slots_at() + (std::size_t{8} << slot_bits); }
  std::size_t file_size() const { return bytes_at() + bytes; }
};

inline std::uint64_t token_hash(std::string_view token) noexcept {
  std::uint64_t h = 0x9e3779b97f4a7c15u ^ token.size();
  const auto mix = [&h](std::uint64_t word) {
    h = (h ^ word) * 0xbf58476d1ce4e5b9u;
    h ^= h >> 32;
  };
  while (token.size() >= 8) {
    std::uint64_t word;
    std::memcpy(&word, token.data(), 8);
    mix(word);
    token.remove_prefix(8);
  }
  std::uint64_t rest = 0;
  for (std::size_t i = 0; i < token.size(); ++i)
    rest |= std::uint64_t{static_cast<unsigned char>(token[i])} << 8 * i;
  mix(rest);
  return h * 0x94d049bb133111ebu;
}

/// Read-only and shared by all threads.
class TokenTable {
 public:
  /// nullopt if the file is missing, cut or of another form.
  static std::optional<TokenTable> open(const std::filesystem::path& file);
  TokenTable(TokenTable&& other) noexcept;
  TokenTable& operator=(TokenTable&&) = delete;
  ~TokenTable();

  static constexpr std::uint32_t none = ~std::uint32_t{0};
  /// Rank, which is also the token's id; `none` if these bytes are not a token.
  std::uint32_t find(std::string_view token) const noexcept {
    const std::uint64_t hash = token_hash(token);
    for (std::size_t at = hash >> (64 - header_->slot_bits);; at = (at + 1) & mask_) {
      const std::uint64_t slot = slots_[at];
      if (slot == 0) return none;
      if (slot >> 32 != (hash & 0xffffffffu)) continue;
      const std::uint32_t rank = static_cast<std::uint32_t>(slot) - 1;
      if (bytes(rank) == token) return rank;
    }
  }
  std::size_t size() const noexcept { return header_->count; }
  std::string_view bytes(std::uint32_t rank) const noexcept {
    return {bytes_ + offsets_[rank], offsets_[rank + 1] - offsets_[rank]};
  }

 private:
  explicit TokenTable(const std::byte* file) noexcept;

  const TokenTableHeader* header_;
  const std::uint32_t* offsets_;
  const std::uint64_t* slots_;
  const char* bytes_;
  std::size_t mask_;
};

}  // namespace aitb::text
