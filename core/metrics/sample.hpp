// A stream of values: exact up to a million, a sketch above; count, sum, least, greatest and spread always
// exact.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "core/metrics/sketch.hpp"

namespace aitb::core {

/// Not thread-safe, not even for const members.
class Sample {
 public:
  static constexpr std::size_t exact_limit = 1'000'000;
  explicit Sample(std::size_t limit = exact_limit) : limit_(limit) {}

  void add(double value) { add(value, 1); }
  /// `times` equal values.
  void add(double value, std::uint64_t times);
  /// Exact in all but the order of values, which only autocorrelation sees.
  void merge(const Sample& other);

  std::uint64_t n() const noexcept { return n_; }
  bool exact() const noexcept { return exact_; }
  double sum() const noexcept { return sum_; }
  std::optional<double> min() const { return if_any(min_); }
  std::optional<double> max() const { return if_any(max_); }
  std::optional<double> mean() const { return if_any(mean_); }
  /// Sample standard deviation (n − 1); nullopt below two values.
  std::optional<double> deviation() const;
  /// Linear interpolation at rank (n − 1)·p (Hyndman and Fan's type 7).
  std::optional<double> quantile(double p) const;
  /// The value of rank `rank` from 0, in ascending order. Needs rank < n().
  double ranked(std::uint64_t rank) const;
  /// n·(1 − ρ)/(1 + ρ) with the lag-1 autocorrelation ρ of the order of arrival, at most n.
  double effective_n() const;
  /// In order of arrival; empty when no longer exact.
  const std::vector<double>& values() const noexcept { return values_; }

 private:
  std::optional<double> if_any(double value) const { return n_ > 0 ? std::optional(value) : std::nullopt; }
  void to_sketch();

  std::size_t limit_;
  bool exact_ = true;
  std::vector<double> values_;
  mutable std::vector<double> sorted_;
  Sketch sketch_;
  std::uint64_t n_ = 0;
  double sum_ = 0, min_ = 0, max_ = 0, mean_ = 0, squares_ = 0;  // Welford: squares_ = Σ(x − mean)²
  double first_ = 0, last_ = 0, products_ = 0;                   // Σ(x[i] − first)(x[i+1] − first)
};

}  // namespace aitb::core
