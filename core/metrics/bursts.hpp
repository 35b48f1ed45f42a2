// Bursts and windows of one stream of arrivals: one direction of one session.
#pragma once
#include <cstdint>
#include <optional>

#include "core/metrics/sample.hpp"

namespace aitb::core {

/// What all bursts of a cell add up to, for one direction and gap.
struct BurstStats {
  Sample size_bytes, duration_ms, peak_mbps, idle_ms;
};

/// Cuts arrivals into bursts where the gap exceeds `gap_ns`. Arrivals that come a little out of order belong
/// to the current burst.
class BurstMeter {
 public:
  explicit BurstMeter(std::int64_t gap_ns) : gap_(gap_ns) {}
  void arrive(std::int64_t at_ns, double bytes, BurstStats& stats);
  /// Ends the last burst.
  void finish(BurstStats& stats);

 private:
  std::int64_t gap_, start_ = 0, last_ = 0, millisecond_ = 0;
  double size_ = 0, in_millisecond_ = 0, peak_ = 0;
  bool open_ = false;
};

/// Peak-to-mean of bytes over non-empty windows, and the index of dispersion of arrivals over all windows.
class WindowMeter {
 public:
  explicit WindowMeter(std::int64_t width_ns) : width_(width_ns) {}
  void arrive(std::int64_t at_ns, double bytes);
  /// nullopt without arrivals.
  std::optional<double> peak_to_mean() const;
  /// Variance / mean of arrivals per window; nullopt with fewer than two windows.
  std::optional<double> dispersion() const;

 private:
  std::int64_t width_, first_ = 0, window_ = 0;
  double bytes_ = 0, arrivals_ = 0;                                           // of the current window
  double sum_ = 0, peak_ = 0, windows_ = 0, arrivals_sum_ = 0, squares_ = 0;  // of the ended ones
  bool open_ = false;
};

}  // namespace aitb::core
