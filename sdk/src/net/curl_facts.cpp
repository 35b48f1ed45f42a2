#include "net/curl_facts.hpp"

#include <openssl/ssl.h>

#include <fmt/core.h>

namespace aitb::net {
namespace {

std::string end_of(const char* address, long port) {
  const std::string_view text = address != nullptr ? address : "";
  if (text.empty()) return {};
  return text.find(':') == std::string_view::npos ? fmt::format("{}:{}", text, port)
                                                  : fmt::format("[{}]:{}", text, port);
}

}  // namespace

ConnectionFact curl_connection_fact(CURL* easy, Instant started) {
  ConnectionFact fact;
  long connects = 0;
  curl_easy_getinfo(easy, CURLINFO_NUM_CONNECTS, &connects);
  fact.reused = connects == 0;
  const auto step = [&](CURLINFO what, std::optional<Instant>& into) {
    curl_off_t us = 0;
    curl_easy_getinfo(easy, what, &us);
    if (us > 0 && !fact.reused) into = started + std::chrono::microseconds(us);
  };
  step(CURLINFO_NAMELOOKUP_TIME_T, fact.dns_done);
  step(CURLINFO_CONNECT_TIME_T, fact.tcp_done);
  step(CURLINFO_APPCONNECT_TIME_T, fact.tls_done);
  const char* address = nullptr;
  long port = 0;
  curl_easy_getinfo(easy, CURLINFO_LOCAL_IP, &address);
  curl_easy_getinfo(easy, CURLINFO_LOCAL_PORT, &port);
  fact.local = end_of(address, port);
  curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address);
  curl_easy_getinfo(easy, CURLINFO_PRIMARY_PORT, &port);
  fact.remote = end_of(address, port);
  curl_tlssessioninfo* session = nullptr;
  curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &session);
  if (session != nullptr && session->backend == CURLSSLBACKEND_OPENSSL && session->internals != nullptr) {
    const SSL* const tls = static_cast<const SSL*>(session->internals);
    fact.tls = fmt::format("{} {}", SSL_get_version(tls), SSL_get_cipher_name(tls));
  }
  long version = 0;
  curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
  fact.protocol = version == CURL_HTTP_VERSION_2_0   ? "h2"
                  : version == CURL_HTTP_VERSION_1_0 ? "http/1.0"
                                                     : "http/1.1";
  return fact;
}

ErrorKind curl_error_kind(CURLcode code, bool connected, bool answered) noexcept {
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:  // of the URL, or of what came back
      return connected ? ErrorKind::protocol : ErrorKind::config;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PROXY:
    case CURLE_INTERFACE_FAILED:
      return ErrorKind::connect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_USE_SSL_FAILED:
      return ErrorKind::tls;
    case CURLE_OPERATION_TIMEDOUT:
      return ErrorKind::timeout;
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
      return connected && answered ? ErrorKind::protocol : ErrorKind::connect;
    case CURLE_ABORTED_BY_CALLBACK:
      return ErrorKind::cancelled;
    case CURLE_OUT_OF_MEMORY:
    case CURLE_FAILED_INIT:
      return ErrorKind::internal;
    default:
      return ErrorKind::protocol;
  }
}

std::string shown_url(std::string_view url) {
  const auto begin = url.find("://");
  if (begin == std::string_view::npos) return std::string(url.substr(0, url.find('?')));
  std::string_view rest = url.substr(begin + 3);
  rest = rest.substr(0, rest.find_first_of("?#"));
  const auto user = rest.substr(0, rest.find('/')).rfind('@');
  if (user != std::string_view::npos) rest.remove_prefix(user + 1);
  return std::string(url.substr(0, begin + 3)).append(rest);
}

}  // namespace aitb::net
