// Takes what looks like a secret out of free text.
#pragma once
#include <string>
#include <string_view>

namespace trace {

/// Values behind keys that speak of secrets ("api_key": "…", Authorization: …), bearer tokens, and keys of
/// the form sk-….
std::string without_secrets(std::string_view text);

}  // namespace trace
