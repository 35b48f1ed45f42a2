#include "core/session/load.hpp"

#include <fmt/format.h>

namespace aitb::core {

std::string Load::describe() const {
  std::string text;
  switch (mode) {
    case Mode::sequential:
      return "one session after the other";
    case Mode::closed:
      text = fmt::format("closed loop, {} users", users);
      break;
    case Mode::open:
      text = fmt::format("open loop, {:g} sessions/s, {} arrivals", rate, arrivals.describe());
      break;
  }
  if (duration) text += fmt::format(", {:g} s", to_seconds(*duration));
  if (ramp.count() > 0) text += fmt::format(", ramp {:g} s", to_seconds(ramp));
  if (warmup.count() > 0) text += fmt::format(", warm-up {:g} s", to_seconds(warmup));
  if (lanes > 1) text += fmt::format(", {} lanes", lanes);
  return text;
}

}  // namespace aitb::core
