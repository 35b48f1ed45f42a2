// Digest of a text, so that a stored run says exactly which configuration it had.
#pragma once
#include <string>
#include <string_view>

namespace aitb::core {

std::string sha256_hex(std::string_view text);

}  // namespace aitb::core
