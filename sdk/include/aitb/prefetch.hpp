// Memory that is about to be used and is in no cache. With a thousand streams that is each stream's, whenever
// its turn comes; the system call that reads or sends takes longer than to fetch it.
#pragma once
#include <cstddef>

namespace aitb::inline v1 {

inline constexpr std::size_t cache_line_size = 64;

/// [any] Begins to fetch `size` bytes at `object`, which need not be valid, and does not wait.
inline void prefetch(const void* object, std::size_t size) noexcept {
  asm volatile("");  // GCC 12 leaves out calls of a function in which it sees nothing but prefetches
  for (std::size_t at = 0; at < size; at += cache_line_size)
    __builtin_prefetch(static_cast<const char*>(object) + at);
}

}  // namespace aitb::inline v1
