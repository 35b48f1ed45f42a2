// The Kolmogorov–Smirnov statistic of a sample against a distribution function.
#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

/// sqrt(n) × the largest distance between the sample's steps and `below`; above 1.95 one true sample in a
/// thousand.
template <class Below>
double kolmogorov(std::vector<double> sample, Below below) {
  std::sort(sample.begin(), sample.end());
  const auto n = static_cast<double>(sample.size());
  double distance = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double expected = below(sample[i]);
    distance = std::max(
        {distance, expected - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - expected});
  }
  return distance * std::sqrt(n);
}
inline constexpr double kolmogorov_limit = 1.95;
