// How many things were in flight when: L(t) over a run of any length in bounded memory.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace aitb::core {

/// A stretch of time and the mean number in flight over it.
struct LoadStep {
  std::int64_t from_ns, to_ns;
  double level;
};

/// Intervals go into time bins of 1 ms, whose areas are exact; when there are too many bins, pairs of them
/// merge, so that a long run is seen more coarsely but its mean stays exact.
class Timeline {
 public:
  static constexpr std::size_t bin_limit = 1u << 17;
  explicit Timeline(std::int64_t width_ns = 1'000'000) : width_(width_ns) {}

  void add(std::int64_t from_ns, std::int64_t to_ns);
  bool empty() const noexcept { return bins_.empty(); }
  /// In order, without holes, from the first bin with an event to the last.
  std::vector<LoadStep> steps() const;

 private:
  struct Bin {
    std::int64_t change = 0;  ///< begun − ended in this bin
    double area = 0;          ///< Σ ±(bin's end − event), in bin widths
  };
  void event(std::int64_t at_ns, int sign);
  void coarsen();

  std::int64_t width_;
  std::map<std::int64_t, Bin> bins_;
};

/// Time-weighted mean of the steps inside [from, to); nullopt if the window is empty.
std::optional<double> mean_level(const std::vector<LoadStep>& steps, std::int64_t from_ns,
                                 std::int64_t to_ns);
/// Time-weighted quantile of the levels inside [from, to).
std::optional<double> level_quantile(const std::vector<LoadStep>& steps, std::int64_t from_ns,
                                     std::int64_t to_ns, double p);

}  // namespace aitb::core
