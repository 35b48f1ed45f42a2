#include "core/plugin/catalog.hpp"

namespace aitb::core {

std::string_view to_string(Kind kind) noexcept {
  switch (kind) {
    case Kind::provider:
      return "provider";
    case Kind::scenario:
      return "scenario";
    case Kind::simulator:
      return "simulator";
    case Kind::emulator:
      return "emulator";
    case Kind::capture:
      return "capture";
    case Kind::sink:
      return "sink";
  }
  return "?";
}

}  // namespace aitb::core
