// Inside libaitb: an HTTP request as it goes onto the wire.
#pragma once
#include <string>

#include <aitb/http.hpp>

#include "net/target.hpp"

namespace aitb::net {

/// Request line and fields up to the blank line. Throws Error(config) for a method or field that would break
/// the framing (a line break in a header value, say).
std::string request_head(const HttpRequest& request, const Target& target);

}  // namespace aitb::net
