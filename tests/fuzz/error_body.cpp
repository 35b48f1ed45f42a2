// Any bytes as the fields and body of an HTTP error: one Error whose sentence is short and without the key.
#include <cstdint>
#include <cstdlib>

#include "service/errors.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const int status = 400 + data[0] % 200;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::size_t field = std::min<std::size_t>(data[1], rest.size());
  aitb::Headers headers;
  headers.set(data[1] % 2 == 0 ? "Retry-After" : "retry-after-ms", std::string(rest.substr(0, field)));
  const service::Peer peer("the fuzzed service", "canary-key-4711");
  const aitb::Error error = service::http_failure(peer, status, headers, rest.substr(field));
  if (error.http_status() != status) std::abort();
  if (std::string_view(error.what()).find("canary-key-4711") != std::string_view::npos) std::abort();
  if (error.retry_after() && *error.retry_after() < aitb::Duration::zero()) std::abort();
  return 0;
}
