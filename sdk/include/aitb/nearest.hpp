// Which known words a misspelt one may have meant.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <aitb/api.hpp>

namespace aitb::inline v1 {

/// [any] The known words near `word`, best first, at most `limit`: few letters changed, swapped, missing or
/// too many (case ignored), or one is the beginning of the other up to an underscore ("timeout" for
/// "timeout_sec").
AITB_API std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& known,
                                          std::size_t limit = 3);
/// [any] ` (did you mean "x"?)` or `` when nothing is near, to be put behind a sentence.
AITB_API std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace aitb::inline v1
