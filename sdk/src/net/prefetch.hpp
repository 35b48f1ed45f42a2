// Inside libaitb: memory that is about to be used and is in no cache. With a thousand streams that is each
// stream's, whenever its bytes come; the system call that reads them takes longer than to fetch it.
#pragma once
#include <cstddef>

namespace aitb::net {

inline constexpr std::size_t line_size = 64;

inline void prefetch(const void* object, std::size_t size) noexcept {
  for (std::size_t at = 0; at < size; at += line_size)
    __builtin_prefetch(static_cast<const char*>(object) + at);
}

}  // namespace aitb::net
