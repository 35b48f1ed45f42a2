#include "net/scratch.hpp"

#include <vector>

namespace aitb::net {
namespace {

constexpr std::size_t most_kept = 4;

std::vector<std::unique_ptr<char[]>>& free_blocks() {
  thread_local std::vector<std::unique_ptr<char[]>> blocks = [] {
    std::vector<std::unique_ptr<char[]>> empty;
    empty.reserve(most_kept);
    return empty;
  }();
  return blocks;
}

}  // namespace

char* Scratch::acquire() {
  if (block_) return block_.get();
  auto& blocks = free_blocks();
  if (blocks.empty()) {
    block_ = std::make_unique_for_overwrite<char[]>(size);
  } else {
    block_ = std::move(blocks.back());
    blocks.pop_back();
  }
  return block_.get();
}

void Scratch::release() noexcept {
  if (!block_) return;
  auto& blocks = free_blocks();
  if (blocks.size() < most_kept) {
    blocks.push_back(std::move(block_));
  } else {
    block_.reset();
  }
}

}  // namespace aitb::net
