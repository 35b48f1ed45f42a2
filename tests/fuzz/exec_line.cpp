// Any bytes as a line of an exec program: an event, or one short sentence.
#include <cstdint>
#include <cstdlib>

#include "plugins/providers/exec/src/event.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  try {
    const exec::Event event = exec::parse_event(line);
    if (event.kind != exec::Event::Kind::hello && event.id == 0) std::abort();
  } catch (const aitb::Error& error) {
    if (error.kind() != aitb::ErrorKind::protocol) std::abort();
    if (std::string_view(error.what()).size() > 400) std::abort();
  }
  return 0;
}
