#include "service/base64.hpp"

#include <array>
#include <cstdint>

namespace service {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> values() {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    table[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}
constexpr std::array<std::int8_t, 256> kValues = values();

}  // namespace

void append_base64(std::string& out, std::string_view bytes) {
  out.reserve(out.size() + (bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    std::uint32_t group = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << 16u;
    if (left > 1) group |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + 1])) << 8u;
    if (left > 2) group |= static_cast<unsigned char>(bytes[i + 2]);
    out += kAlphabet[group >> 18u];
    out += kAlphabet[(group >> 12u) & 63u];
    out += left > 1 ? kAlphabet[(group >> 6u) & 63u] : '=';
    out += left > 2 ? kAlphabet[group & 63u] : '=';
  }
}

std::vector<std::byte> decode_base64(std::string_view text) {
  std::vector<std::byte> bytes(text.size() / 4 * 3 + 3);
  std::byte* to = bytes.data();
  std::size_t at = 0;
  // Pictures have millions of letters: whole groups first, without a branch a letter.
  for (; at + 4 <= text.size(); at += 4) {
    const auto value = [&](std::size_t i) { return kValues[static_cast<unsigned char>(text[at + i])]; };
    const int a = value(0), b = value(1), c = value(2), d = value(3);
    if ((a | b | c | d) < 0) break;
    const auto group = static_cast<std::uint32_t>(a << 18 | b << 12 | c << 6 | d);
    *to++ = static_cast<std::byte>(group >> 16u);
    *to++ = static_cast<std::byte>(group >> 8u & 0xFFu);
    *to++ = static_cast<std::byte>(group & 0xFFu);
  }
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (; at < text.size(); ++at) {
    const std::int8_t value = kValues[static_cast<unsigned char>(text[at])];
    if (value < 0) break;
    group = group << 6u | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    *to++ = static_cast<std::byte>(group >> bits & 0xFFu);
  }
  bytes.resize(static_cast<std::size_t>(to - bytes.data()));
  return bytes;
}

}  // namespace service
