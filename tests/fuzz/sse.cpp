// Server-sent events: wherever the bytes are cut, the same events come out.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <aitb/error.hpp>
#include <aitb/sse.hpp>

namespace {

constexpr std::size_t most = 64;  // of a line: small, so that the limit is met often

/// Everything that was told, as text; ends with "!" where the parser refused a line.
std::string events_of(std::string_view bytes, std::size_t piece) {
  aitb::SseParser parser(most);
  std::string told;
  const auto tell = [&told](const aitb::SseEvent& event) {
    told.append(event.is_comment ? "#" : "e").append(event.event).append("|").append(event.data).append("|");
    told.append(event.id).append("|").append(event.comment).append("|");
    told.append(std::to_string(event.retry_ms)).append("\n");
  };
  try {
    while (!bytes.empty()) {
      // Every piece has memory of its own: a view into an earlier one shows as use after free.
      const std::string block(bytes.substr(0, piece));
      bytes.remove_prefix(block.size());
      parser.feed(block, tell);
    }
    told += parser.partial() ? "partial" : "whole";
  } catch (const aitb::Error&) {
    told = "!";
  }
  return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string whole = events_of(bytes, bytes.size());
  const std::string cut = events_of(bytes, 1 + data[0]);
  const std::string single = events_of(bytes, 1);
  if (whole != cut || whole != single) std::abort();
  return 0;
}
