#include "core/report/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace aitb::core {
namespace {

/// "-12345.6" → "-12 345.6"; four digits read well as they are.
std::string grouped(const std::string& digits) {
  const std::size_t start = digits.front() == '-' ? 1 : 0;
  const std::size_t end = std::min(digits.find('.'), digits.size());
  if (end - start < 5) return digits;
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > start && i < end && (end - i) % 3 == 0) out.push_back(' ');
    out.push_back(digits[i]);
  }
  return out;
}

}  // namespace

std::string figure_text(std::optional<double> value) {
  if (!value) return std::string(missing);
  const double size = std::abs(*value);
  if (*value == std::trunc(*value) && size < 1e15) return grouped(fmt::format("{:.0f}", *value));
  if (size >= 1000) return grouped(fmt::format("{:.0f}", *value));
  if (size >= 100) return fmt::format("{:.1f}", *value);
  if (size >= 10) return fmt::format("{:.2f}", *value);
  if (size >= 0.001) return fmt::format("{:.3f}", *value);
  return fmt::format("{:.2g}", *value);
}

std::string figure_text(const Metric* metric, bool with_interval) {
  if (metric == nullptr) return std::string(missing);
  if (metric->infinite) return "∞";
  std::string text = figure_text(metric->value);
  if (with_interval && metric->value && metric->interval)
    text += fmt::format(" [{}, {}]", figure_text(metric->interval->low), figure_text(metric->interval->high));
  return text;
}

}  // namespace aitb::core
