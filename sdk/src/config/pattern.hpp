// Regular expressions of schemas, bounded in time whatever the text.
#pragma once
#include <string_view>

namespace aitb {

/// True when `regex` (PCRE2, UTF-8) matches somewhere in `text`. Throws Error(internal) for a broken
/// expression.
bool matches(std::string_view regex, std::string_view text);

}  // namespace aitb
