// Lines of a source file as a reader's editor counts them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace aitb::core {

/// Lines without their ends; CRLF and LF both end one.
std::vector<std::string_view> split_lines(std::string_view text);
/// UTF-8 code points; a broken byte counts as one.
int count_letters(std::string_view text) noexcept;
/// `line` for a terminal: control characters and broken UTF-8 replaced, cut to `width` letters around
/// `column` (counted from 1, moved along).
std::string printable_line(std::string_view line, int& column, int width);

}  // namespace aitb::core
