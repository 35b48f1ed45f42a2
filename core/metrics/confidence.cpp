#include "core/metrics/confidence.hpp"

#include <algorithm>
#include <cmath>

namespace aitb::core {
namespace {

constexpr double z = 1.959963984540054;
constexpr std::size_t bootstrap_limit = 1000, resamples = 1000;

/// SplitMix64: small, and the same on every machine, which the library's distributions are not.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}
  std::size_t below(std::size_t n) {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t x = state_;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    x ^= x >> 31;
    return static_cast<std::size_t>(x % n);  // n is small against 2^64: the bias does not show
  }

 private:
  std::uint64_t state_;
};

}  // namespace

std::optional<Interval> quantile_interval(const Sample& sample, double p) {
  if (sample.n() < 2) return std::nullopt;
  const auto n = static_cast<double>(sample.n());
  const double half = z * std::sqrt(p * (1 - p) / sample.effective_n());
  const double low = std::floor(n * (p - half)), high = std::ceil(n * (p + half)) + 1;  // ranks from 1
  if (low < 1 || high > n) return std::nullopt;
  return Interval{sample.ranked(static_cast<std::uint64_t>(low) - 1),
                  sample.ranked(static_cast<std::uint64_t>(high) - 1)};
}

std::optional<Interval> mean_interval(const Sample& sample, std::uint64_t seed) {
  if (sample.n() < 2) return std::nullopt;
  const std::vector<double>& values = sample.values();
  if (values.empty() || values.size() > bootstrap_limit) {
    const double half = z * *sample.deviation() / std::sqrt(sample.effective_n());
    return Interval{*sample.mean() - half, *sample.mean() + half};
  }
  Draw draw(seed);
  std::vector<double> means(resamples);
  for (double& mean : means) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) sum += values[draw.below(values.size())];
    mean = sum / static_cast<double>(values.size());
  }
  std::sort(means.begin(), means.end());
  return Interval{means[resamples * 25 / 1000], means[resamples * 975 / 1000 - 1]};
}

std::optional<Interval> share_interval(std::uint64_t successes, std::uint64_t n) {
  if (n == 0) return std::nullopt;
  const auto count = static_cast<double>(n);
  const double share = static_cast<double>(successes) / count;
  const double middle = (share + z * z / (2 * count)) / (1 + z * z / count);
  const double half =
      z / (1 + z * z / count) * std::sqrt(share * (1 - share) / count + z * z / (4 * count * count));
  return Interval{std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

}  // namespace aitb::core
