#include "service/response.hpp"

namespace service {
namespace {

constexpr std::size_t kErrorBody = 64u << 10u;

}  // namespace

aitb::task<std::string> error_body(aitb::HttpResponse& response) {
  std::string body;
  while (body.size() < kErrorBody) {
    std::optional<aitb::BodyBlock> block;
    try {
      block = co_await response.read();
    } catch (const aitb::Error& failure) {
      if (failure.kind() == aitb::ErrorKind::cancelled) throw;
      break;
    }
    if (!block) break;
    body.append(block->data);
  }
  co_return body;
}

bool is_event_stream(const aitb::HttpResponse& response, bool asked) {
  const std::string_view type = response.headers.get("content-type");
  if (type.starts_with("text/event-stream")) return true;
  return asked && !type.starts_with("application/json");
}

}  // namespace service
