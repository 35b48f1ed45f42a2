// Figures as people read them: three or four significant digits, an interval beside, a dash for what is
// missing.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/metrics/summary.hpp"

namespace aitb::core {

inline constexpr std::string_view missing = "–";

/// "52.1", "0.083", "12 345"; thousands are set apart by thin gaps of one space.
std::string figure_text(std::optional<double> value);
/// "52.1 [51.0, 53.2]", "∞" for a quantile among failures, "–" if missing.
std::string figure_text(const Metric* metric, bool with_interval = true);

}  // namespace aitb::core
