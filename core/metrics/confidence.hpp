// 95 % intervals: of a quantile by order statistics, of a mean by bootstrap, of a share by Wilson's formula.
#pragma once
#include <cstdint>
#include <optional>

#include "core/metrics/sample.hpp"

namespace aitb::core {

struct Interval {
  double low = 0, high = 0;
};

/// Ranks n·p ± 1.96·sqrt(p(1 − p)/n_eff)·n, widened to whole ranks; nullopt where the sample is too small for
/// the quantile, because a rank would lie outside of it.
std::optional<Interval> quantile_interval(const Sample& sample, double p);

/// Up to 1 000 values the 2.5 % and 97.5 % points of 1 000 seeded resamples; above, mean
/// ± 1.96·std/sqrt(n_eff). nullopt below two values.
std::optional<Interval> mean_interval(const Sample& sample, std::uint64_t seed);

/// Of successes / n, as a share; nullopt for n = 0.
std::optional<Interval> share_interval(std::uint64_t successes, std::uint64_t n);

}  // namespace aitb::core
