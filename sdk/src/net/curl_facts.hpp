// What libcurl and the kernel know of a transfer, in the SDK's words.
#pragma once
#include <curl/curl.h>

#include <string>
#include <string_view>

#include <aitb/error.hpp>
#include <aitb/exchange.hpp>

namespace aitb::net {

/// Ends, TLS and steps; the steps of a kept connection are nullopt.
ConnectionFact curl_connection_fact(CURL* easy, Instant started);
/// `connected`: the request was sent; `answered`: response bytes came.
ErrorKind curl_error_kind(CURLcode code, bool connected, bool answered) noexcept;
/// A URL for messages: without query and user (keys may stand there).
std::string shown_url(std::string_view url);

}  // namespace aitb::net
