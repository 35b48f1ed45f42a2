// Quantiles of any number of values in bounded memory, each within 0.1 % of the truth, mergeable exactly.
#pragma once
#include <cstdint>
#include <vector>

namespace aitb::core {

/// Counts in logarithmic buckets (the DDSketch idea): integer counters, so that merging is order-free and
/// loses nothing. Magnitudes below 1e-9 count as zero.
class Sketch {
 public:
  static constexpr double relative_error = 0.001;

  void add(double value, std::uint64_t times = 1);
  void merge(const Sketch& other);
  std::uint64_t count() const noexcept { return count_; }
  /// The value of rank `rank` (from 0) in ascending order, within the relative error. Needs rank < count().
  double at(std::uint64_t rank) const;

 private:
  struct Side {  // magnitudes of one sign
    std::int32_t first = 0;
    std::vector<std::uint64_t> counts;
    void add(std::int32_t bucket, std::uint64_t times);
  };
  Side positive_, negative_;
  std::uint64_t zeros_ = 0, count_ = 0;
};

}  // namespace aitb::core
