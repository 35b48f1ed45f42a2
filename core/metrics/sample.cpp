#include "core/metrics/sample.hpp"

#include <algorithm>
#include <cmath>

namespace aitb::core {

void Sample::add(double value, std::uint64_t times) {
  if (times == 0) return;
  if (n_ == 0) {
    first_ = min_ = max_ = value;
  } else {
    products_ += (last_ - first_) * (value - first_);
  }
  products_ += static_cast<double>(times - 1) * (value - first_) * (value - first_);
  last_ = value;
  min_ = std::min(min_, value);
  max_ = std::max(max_, value);
  const double weight = static_cast<double>(times), before = static_cast<double>(n_);
  const double delta = value - mean_;
  n_ += times;
  mean_ += delta * weight / static_cast<double>(n_);
  squares_ += delta * delta * before * weight / static_cast<double>(n_);
  sum_ += value * weight;
  if (exact_ && n_ > limit_) to_sketch();
  if (exact_) {
    values_.insert(values_.end(), times, value);
    sorted_.clear();
  } else {
    sketch_.add(value, times);
  }
}

void Sample::to_sketch() {
  for (const double value : values_) sketch_.add(value);
  exact_ = false;
  values_ = {};
  sorted_ = {};
}

void Sample::merge(const Sample& other) {
  if (other.n_ == 0) return;
  if (n_ == 0) {
    const std::size_t limit = limit_;
    *this = other;
    limit_ = limit;
    if (exact_ && n_ > limit_) to_sketch();
    return;
  }
  const double mine = static_cast<double>(n_), theirs = static_cast<double>(other.n_), all = mine + theirs;
  const double delta = other.mean_ - mean_;
  squares_ += other.squares_ + delta * delta * mine * theirs / all;
  mean_ += delta * theirs / all;
  // Shift the other's products to our origin: Σ(x−a)(y−a) = Σ(x−b)(y−b) + (b−a)·(Σ(x−b) + Σ(y−b)) +
  // pairs·(b−a)².
  const double shift = other.first_ - first_;
  const double around = other.sum_ - theirs * other.first_;
  products_ += other.products_ + shift * (2 * around - (other.last_ - other.first_)) +
               (theirs - 1) * shift * shift + (last_ - first_) * (other.first_ - first_);
  last_ = other.last_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
  n_ += other.n_;
  sorted_.clear();
  if (exact_ && (!other.exact_ || n_ > limit_)) to_sketch();
  if (exact_) {
    values_.insert(values_.end(), other.values_.begin(), other.values_.end());
  } else if (other.exact_) {
    for (const double value : other.values_) sketch_.add(value);
  } else {
    sketch_.merge(other.sketch_);
  }
}

std::optional<double> Sample::deviation() const {
  if (n_ < 2) return std::nullopt;
  return std::sqrt(std::max(0.0, squares_) / static_cast<double>(n_ - 1));
}

double Sample::ranked(std::uint64_t rank) const {
  if (rank == 0) return min_;
  if (rank + 1 >= n_) return max_;
  if (!exact_) return std::clamp(sketch_.at(rank), min_, max_);
  if (sorted_.empty()) {
    sorted_ = values_;
    std::sort(sorted_.begin(), sorted_.end());
  }
  return sorted_[rank];
}

std::optional<double> Sample::quantile(double p) const {
  if (n_ == 0) return std::nullopt;
  const double rank = static_cast<double>(n_ - 1) * std::clamp(p, 0.0, 1.0);
  const auto below = static_cast<std::uint64_t>(rank);
  const double low = ranked(below);
  const double part = rank - static_cast<double>(below);
  return part > 0 ? low + part * (ranked(below + 1) - low) : low;
}

double Sample::effective_n() const {
  const auto n = static_cast<double>(n_);
  if (n_ < 3 || squares_ <= 0) return n;
  // Around the mean: Σ(x[i] − m)(x[i+1] − m) from the sums around the first value.
  const double shift = mean_ - first_;
  const double all = n * shift;
  const double sums =
      2 * all - (last_ - first_);  // Σx[i] over pairs lacks the last, Σx[i+1] lacks the first (0)
  const double around_mean = products_ - shift * sums + (n - 1) * shift * shift;
  const double rho = std::clamp(around_mean / squares_, 0.0, 0.999);
  return std::max(1.0, n * (1 - rho) / (1 + rho));
}

}  // namespace aitb::core
