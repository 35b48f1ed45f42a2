// The URLs of a service, from its base URL.
#pragma once
#include <map>
#include <string>
#include <string_view>

namespace service {

/// `base` + `path`, with the query parameters of `base` kept and `query` added, percent-encoded.
std::string endpoint_url(std::string_view base, std::string_view path,
                         const std::map<std::string, std::string>& query);
/// `text` as one segment of a path, percent-encoded.
std::string encoded(std::string_view text);
/// Host and port of the URL, by which error texts name the service.
std::string service_name(std::string_view base);

}  // namespace service
