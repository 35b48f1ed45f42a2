// Base64 (RFC 4648 §4), both ways.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace mcp_wire {

std::string base64(std::string_view bytes);
/// nullopt where a character is not of the alphabet; padding may be absent.
std::optional<std::string> bytes_of(std::string_view text);

}  // namespace mcp_wire
