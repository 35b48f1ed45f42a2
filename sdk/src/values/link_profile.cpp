#include <fmt/format.h>
#include <aitb/emulator.hpp>

namespace aitb::inline v1 {

bool LinkProfile::neutral() const noexcept {
  return delay_ms == 0 && jitter_ms == 0 && loss_pct == 0 && loss_model.empty() && !rate_mbit &&
         corruption_pct == 0 && reorder_pct == 0 && duplicate_pct == 0 && !limit_packets;
}

std::string LinkProfile::describe() const {
  if (neutral()) return "no delay, no loss, no rate limit";
  std::string text = fmt::format("delay {:g} ms", delay_ms);
  if (jitter_ms > 0)
    text +=
        fmt::format(" ± {:g} ms{}{}", jitter_ms, delay_distribution.empty() ? "" : " ", delay_distribution);
  if (!loss_model.empty()) {
    text += ", loss " + loss_model;
  } else if (loss_pct > 0) {
    text += fmt::format(", loss {:g} %", loss_pct);
  }
  if (rate_mbit) text += fmt::format(", rate {:g} Mbit/s", *rate_mbit);
  if (corruption_pct > 0) text += fmt::format(", corruption {:g} %", corruption_pct);
  if (reorder_pct > 0) text += fmt::format(", reordering {:g} %", reorder_pct);
  if (duplicate_pct > 0) text += fmt::format(", duplication {:g} %", duplicate_pct);
  if (limit_packets) text += fmt::format(", queue {} packets", *limit_packets);
  return text;
}

}  // namespace aitb::inline v1
