// The encodings that we know: how each cuts text into pieces, and its tokens outside of the ranks.
#pragma once
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace aitb::text {

struct Encoding {
  std::string_view name;
  std::string_view pattern;
  std::vector<std::pair<std::uint32_t, std::string_view>> special;
};

const std::vector<Encoding>& encodings();

}  // namespace aitb::text
