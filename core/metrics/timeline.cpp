#include "core/metrics/timeline.hpp"

#include <algorithm>

namespace aitb::core {
namespace {

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

}  // namespace

void Timeline::event(std::int64_t at_ns, int sign) {
  const std::int64_t index = floor_div(at_ns, width_);
  Bin& bin = bins_[index];
  bin.change += sign;
  bin.area += sign * static_cast<double>((index + 1) * width_ - at_ns) / static_cast<double>(width_);
}

void Timeline::add(std::int64_t from_ns, std::int64_t to_ns) {
  event(from_ns, +1);
  event(to_ns, -1);
  while (bins_.size() > bin_limit) coarsen();
}

void Timeline::coarsen() {
  std::map<std::int64_t, Bin> merged;
  for (const auto& [index, bin] : bins_) {
    Bin& into = merged[floor_div(index, 2)];
    // What began in the left half is in flight for the whole right half.
    const double extra = index % 2 == 0 ? static_cast<double>(bin.change) : 0;
    into.change += bin.change;
    into.area += (bin.area + extra) / 2;
  }
  bins_ = std::move(merged);
  width_ *= 2;
}

std::vector<LoadStep> Timeline::steps() const {
  std::vector<LoadStep> steps;
  double level = 0;
  std::int64_t reached = 0;
  for (const auto& [index, bin] : bins_) {
    const std::int64_t from = index * width_;
    if (!steps.empty() && reached < from) steps.push_back({reached, from, level});
    steps.push_back({from, from + width_, level + bin.area});
    level += static_cast<double>(bin.change);
    reached = from + width_;
  }
  return steps;
}

std::optional<double> mean_level(const std::vector<LoadStep>& steps, std::int64_t from_ns,
                                 std::int64_t to_ns) {
  if (to_ns <= from_ns) return std::nullopt;
  double area = 0;
  for (const LoadStep& step : steps) {
    const std::int64_t overlap = std::min(step.to_ns, to_ns) - std::max(step.from_ns, from_ns);
    if (overlap > 0) area += step.level * static_cast<double>(overlap);
  }
  return area / static_cast<double>(to_ns - from_ns);
}

std::optional<double> level_quantile(const std::vector<LoadStep>& steps, std::int64_t from_ns,
                                     std::int64_t to_ns, double p) {
  std::vector<std::pair<double, std::int64_t>> levels;
  std::int64_t all = 0;
  for (const LoadStep& step : steps) {
    const std::int64_t overlap = std::min(step.to_ns, to_ns) - std::max(step.from_ns, from_ns);
    if (overlap <= 0) continue;
    levels.emplace_back(step.level, overlap);
    all += overlap;
  }
  if (levels.empty()) return std::nullopt;
  std::sort(levels.begin(), levels.end());
  double left = p * static_cast<double>(all);
  for (const auto& [level, time] : levels) {
    left -= static_cast<double>(time);
    if (left <= 0) return level;
  }
  return levels.back().first;
}

}  // namespace aitb::core
