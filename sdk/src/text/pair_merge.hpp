// Byte-pair encoding of one piece of text: again and again the neighbouring pair of lowest rank becomes one
// token.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/token_table.hpp"

namespace aitb::text {

/// Appends the end of each token of `piece`, counted from `base`.
void merge_pairs(const TokenTable& table, std::string_view piece, std::uint32_t base,
                 std::vector<std::uint32_t>& ends);

}  // namespace aitb::text
