// Any bytes as HTTP requests: a request, a fault or a wish for more comes out, and the same request for every
// cut.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "net/http_server_parser.hpp"

namespace {

using namespace aitb;

class Outcome {
 public:
  bool done = false;
  int fault = 0;
  ServerRequest request;
};

Outcome parse(std::string_view bytes, std::size_t step) {
  Outcome out;
  net::RequestParser parser(out.request, 4096);
  std::string kept;
  while (!bytes.empty() && !parser.is_done() && parser.fault().status == 0) {
    const std::string_view piece = bytes.substr(0, step);
    bytes.remove_prefix(piece.size());
    kept.append(piece);
    kept.erase(0, parser.feed(kept));
  }
  out.done = parser.is_done();
  out.fault = parser.fault().status;
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Outcome whole = parse(bytes, bytes.size() + 1);
  const Outcome cut = parse(bytes, 1 + data[0] % 16);
  // Where a broken head is refused, now or with more bytes, may depend on the cuts; what is served may not.
  const bool good = whole.done && whole.fault == 0;
  if (good != (cut.done && cut.fault == 0)) std::abort();
  if (good && (whole.request.body != cut.request.body || whole.request.path != cut.request.path))
    std::abort();
  if (good && whole.request.body.size() > 4096) std::abort();
  return 0;
}
