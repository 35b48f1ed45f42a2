// A sample of measured values and its percentiles.
#pragma once
#include <algorithm>
#include <boost/json/object.hpp>
#include <cmath>
#include <numeric>
#include <vector>

namespace bench {

class Summary {
 public:
  void add(double value) {
    values_.push_back(static_cast<float>(value));
    sorted_ = false;
  }
  void add(const Summary& other) {
    values_.insert(values_.end(), other.values_.begin(), other.values_.end());
    sorted_ = false;
  }
  std::size_t size() const { return values_.size(); }
  bool empty() const { return values_.empty(); }
  double mean() const {
    return empty() ? NAN : std::accumulate(values_.begin(), values_.end(), 0.0) / static_cast<double>(size());
  }
  /// Linear interpolation between order statistics; NAN of nothing.
  double quantile(double p) const {
    if (empty()) return NAN;
    if (!sorted_) std::sort(values_.begin(), values_.end());
    sorted_ = true;
    const double place = p * static_cast<double>(size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, size() - 1);
    return std::lerp(static_cast<double>(values_[below]), static_cast<double>(values_[above]),
                     place - static_cast<double>(below));
  }
  boost::json::object to_json() const {
    boost::json::object o;
    o["n"] = size();
    if (empty()) return o;
    o["mean"] = mean();
    o["min"] = quantile(0);
    o["p50"] = quantile(0.5);
    o["p90"] = quantile(0.9);
    o["p99"] = quantile(0.99);
    o["p999"] = quantile(0.999);
    o["max"] = quantile(1);
    return o;
  }

 private:
  mutable std::vector<float> values_;
  mutable bool sorted_ = false;
};

}  // namespace bench
