// Numbers as files hold them: big endian (PNG, MP4) and little endian (WAV).
#pragma once
#include <cstdint>
#include <string>

namespace assets {

inline void put_big(std::string& out, std::uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xFFu);
}
inline void put_little(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFFu);
}

}  // namespace assets
