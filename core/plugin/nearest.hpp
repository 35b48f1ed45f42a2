// The names that a misspelt word may have meant.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace aitb::core {

/// Single-letter changes (insert, delete, replace, swap neighbours) that turn one word into the other.
std::size_t edit_distance(std::string_view a, std::string_view b);
/// At most `count` of `names`, nearest first, only such as could be meant (a third of the letters may
/// differ).
std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& names,
                                 std::size_t count = 3);

}  // namespace aitb::core
