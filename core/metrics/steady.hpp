// Where a run is in its steady state, by a stated rule; or why it has none.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/metrics/summary.hpp"
#include "core/metrics/timeline.hpp"

namespace aitb::core {

/// MSER-5: how many values of the series to leave out at its beginning so that the mean of the rest has the
/// least standard error over batches of five; nullopt if the best cut lies in the second half, or with under
/// ten values.
std::optional<std::size_t> mser5(const std::vector<double>& series);

/// The longest stretch in which the one-second means of the number in flight stay at or above 95 % of
/// `target`.
std::optional<Window> plateau(const std::vector<LoadStep>& steps, double target);

/// Values by second of the run: their number and sum.
class SecondSeries {
 public:
  void add(std::int64_t at_ns, double value);
  struct Second {
    std::uint64_t n = 0;
    double sum = 0;
  };
  const std::map<std::int64_t, Second>& seconds() const noexcept { return seconds_; }

 private:
  std::map<std::int64_t, Second> seconds_;
};

/// The steady window of an open loop: after the later of the MSER-5 cuts of TTFT and of throughput per
/// second.
std::optional<Window> settled(const SecondSeries& ttft, const SecondSeries& completions,
                              std::int64_t last_arrival_ns);

/// Steady windows shorter than max(10 s, 10 % of the whole) are refused.
bool long_enough(const Window& steady, const Window& whole);

}  // namespace aitb::core
