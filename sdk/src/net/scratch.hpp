// Inside libaitb: read buffers of 64 KiB that the readers of one thread pass around, so that an idle
// connection owns none and a block given to a consumer stays as it is until its reader is asked for the next.
#pragma once
#include <cstddef>
#include <memory>

#include <aitb/api.hpp>

namespace aitb::net {

/// Holds one buffer of this thread's free list, or none.
class AITB_API Scratch {
 public:
  static constexpr std::size_t size = 64 * 1024;
  Scratch() = default;
  ~Scratch() { release(); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  char* acquire();
  char* data() const noexcept { return block_.get(); }
  void release() noexcept;

 private:
  std::unique_ptr<char[]> block_;
};

}  // namespace aitb::net
