// Inside libaitb: memory that is about to be used and is in no cache. With a thousand streams that is each
// stream's, whenever its bytes come; the system call that reads them takes longer than to fetch it.
#pragma once
#include <cstddef>

namespace aitb::net {

inline void prefetch(const void* object, std::size_t size) noexcept {
  constexpr std::size_t line = 64;
  for (std::size_t at = 0; at < size; at += line) __builtin_prefetch(static_cast<const char*>(object) + at);
}

}  // namespace aitb::net
