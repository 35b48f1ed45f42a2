// Base64 (RFC 4648 §4), both ways.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace service {

void append_base64(std::string& out, std::string_view bytes);
/// Stops at the first character that is not of the alphabet.
std::vector<std::byte> decode_base64(std::string_view text);

}  // namespace service
