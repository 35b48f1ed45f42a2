#include "core/metrics/bursts.hpp"

#include <algorithm>

namespace aitb::core {
namespace {

constexpr std::int64_t millisecond_ns = 1'000'000;

}  // namespace

void BurstMeter::arrive(std::int64_t at_ns, double bytes, BurstStats& stats) {
  if (open_ && at_ns - last_ > gap_) {
    stats.idle_ms.add(static_cast<double>(at_ns - last_) / 1e6);
    finish(stats);
  }
  if (!open_) {
    open_ = true;
    start_ = last_ = at_ns;
    size_ = in_millisecond_ = peak_ = 0;
    millisecond_ = at_ns / millisecond_ns;
  }
  if (at_ns / millisecond_ns > millisecond_) {
    millisecond_ = at_ns / millisecond_ns;
    in_millisecond_ = 0;
  }
  in_millisecond_ += bytes;
  peak_ = std::max(peak_, in_millisecond_);
  size_ += bytes;
  last_ = std::max(last_, at_ns);
}

void BurstMeter::finish(BurstStats& stats) {
  if (!open_) return;
  stats.size_bytes.add(size_);
  stats.duration_ms.add(static_cast<double>(last_ - start_) / 1e6);
  stats.peak_mbps.add(peak_ * 8 / 1e3);  // bytes a millisecond
  open_ = false;
}

void WindowMeter::arrive(std::int64_t at_ns, double bytes) {
  const std::int64_t window = at_ns / width_;
  if (!open_) {
    open_ = true;
    first_ = window_ = window;
  }
  if (window > window_) {
    sum_ += bytes_;
    peak_ = std::max(peak_, bytes_);
    ++windows_;
    arrivals_sum_ += arrivals_;
    squares_ += arrivals_ * arrivals_;
    bytes_ = arrivals_ = 0;
    window_ = window;
  }
  bytes_ += bytes;
  ++arrivals_;
}

std::optional<double> WindowMeter::peak_to_mean() const {
  if (!open_ || sum_ + bytes_ <= 0) return std::nullopt;
  return std::max(peak_, bytes_) / ((sum_ + bytes_) / (windows_ + 1));
}

std::optional<double> WindowMeter::dispersion() const {
  const auto all = static_cast<double>(window_ - first_ + 1);
  if (!open_ || all < 2) return std::nullopt;
  const double mean = (arrivals_sum_ + arrivals_) / all;
  const double variance = (squares_ + arrivals_ * arrivals_ - all * mean * mean) / (all - 1);
  return std::max(0.0, variance) / mean;
}

}  // namespace aitb::core
