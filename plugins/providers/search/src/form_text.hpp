// application/x-www-form-urlencoded: one pair after the other, and back.
#pragma once
#include <string>
#include <string_view>

namespace search {

/// Adds "&name=value" ("name=value" to an empty text), encoded.
void append_pair(std::string& out, std::string_view name, std::string_view value);
/// "%41+b" → "A b"; a broken escape stays as it is.
std::string decode_form(std::string_view text);

}  // namespace search
