// Inside libaitb: counts of nanosecond values in buckets of 1/8 octave, for percentiles at fixed small
// memory.
#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace aitb::net {

class LogBuckets {
 public:
  void add(std::int64_t ns) noexcept {
    const std::uint64_t value = ns > 0 ? static_cast<std::uint64_t>(ns) : 0;
    ++counts_[index(value)];
    ++count_;
    max_ = std::max(max_, value);
  }
  std::uint64_t count() const noexcept { return count_; }
  std::int64_t max() const noexcept { return static_cast<std::int64_t>(max_); }
  /// Upper edge of the bucket that holds the quantile, never above the maximum; 0 without values.
  std::int64_t quantile(double q) const noexcept {
    const auto rank = static_cast<std::uint64_t>(q * static_cast<double>(count_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen > rank) return static_cast<std::int64_t>(std::min(upper(i), max_));
    }
    return max();
  }

 private:
  static constexpr unsigned sub_bits = 3;
  static std::size_t index(std::uint64_t value) noexcept {
    const unsigned octave = static_cast<unsigned>(std::bit_width(value >> sub_bits));
    const std::size_t low = static_cast<std::size_t>(value >> (octave > 0 ? octave - 1 : 0));
    return octave == 0 ? low : (std::size_t{octave} << sub_bits) + (low & ((1u << sub_bits) - 1));
  }
  static std::uint64_t upper(std::size_t i) noexcept {
    const std::uint64_t octave = i >> sub_bits;
    const std::uint64_t low = i & ((1u << sub_bits) - 1);
    if (octave == 0) return low;
    return ((low + (1u << sub_bits) + 1) << (octave - 1)) - 1;
  }

  std::array<std::uint64_t, (64 - sub_bits + 1) << sub_bits> counts_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace aitb::net
