#include "core/metrics/sketch.hpp"

#include <cmath>

namespace aitb::core {
namespace {

constexpr double smallest = 1e-9;
constexpr double gamma = (1 + Sketch::relative_error) / (1 - Sketch::relative_error);
const double log_gamma = std::log(gamma);

std::int32_t bucket_of(double magnitude) {
  return static_cast<std::int32_t>(std::ceil(std::log(magnitude) / log_gamma));
}

// The middle of (γ^(i−1), γ^i], from which both ends are within the relative error.
double value_of(std::int32_t bucket) { return 2 * std::exp(bucket * log_gamma) / (gamma + 1); }

}  // namespace

void Sketch::Side::add(std::int32_t bucket, std::uint64_t times) {
  if (counts.empty()) first = bucket;
  if (bucket < first) {
    counts.insert(counts.begin(), static_cast<std::size_t>(first - bucket), 0);
    first = bucket;
  }
  const auto index = static_cast<std::size_t>(bucket - first);
  if (index >= counts.size()) counts.resize(index + 1);
  counts[index] += times;
}

void Sketch::add(double value, std::uint64_t times) {
  count_ += times;
  if (std::abs(value) < smallest) {
    zeros_ += times;
  } else {
    (value > 0 ? positive_ : negative_).add(bucket_of(std::abs(value)), times);
  }
}

void Sketch::merge(const Sketch& other) {
  const auto take = [](Side& to, const Side& from) {
    for (std::size_t i = 0; i < from.counts.size(); ++i) {
      if (from.counts[i] > 0) to.add(from.first + static_cast<std::int32_t>(i), from.counts[i]);
    }
  };
  take(positive_, other.positive_);
  take(negative_, other.negative_);
  zeros_ += other.zeros_;
  count_ += other.count_;
}

double Sketch::at(std::uint64_t rank) const {
  for (std::size_t i = negative_.counts.size(); i-- > 0;) {
    if (rank < negative_.counts[i]) return -value_of(negative_.first + static_cast<std::int32_t>(i));
    rank -= negative_.counts[i];
  }
  if (rank < zeros_) return 0;
  rank -= zeros_;
  for (std::size_t i = 0; i < positive_.counts.size(); ++i) {
    if (rank < positive_.counts[i]) return value_of(positive_.first + static_cast<std::int32_t>(i));
    rank -= positive_.counts[i];
  }
  return 0;
}

}  // namespace aitb::core
