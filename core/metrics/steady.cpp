#include "core/metrics/steady.hpp"

#include <algorithm>
#include <limits>

namespace aitb::core {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

}  // namespace

std::optional<std::size_t> mser5(const std::vector<double>& series) {
  constexpr std::size_t batch = 5;
  const std::size_t batches = series.size() / batch;
  if (batches < 2) return std::nullopt;
  std::vector<double> means(batches);
  for (std::size_t i = 0; i < batches; ++i) {
    for (std::size_t j = 0; j < batch; ++j) means[i] += series[i * batch + j] / static_cast<double>(batch);
  }
  // Backwards, so that each cut's sums come from the one after it.
  // A few batches agree by chance, so the last ones are no candidates.
  const double tail = batches >= 10 ? 5 : 2;
  double sum = 0, squares = 0, best = std::numeric_limits<double>::infinity();
  std::size_t cut = 0;
  for (std::size_t i = batches; i-- > 0;) {
    sum += means[i];
    squares += means[i] * means[i];
    const auto n = static_cast<double>(batches - i);
    if (n < tail) continue;
    const double statistic = std::max(0.0, squares - sum * sum / n) / (n * n);
    if (statistic <= best) {
      best = statistic;
      cut = i;
    }
  }
  if (cut > batches / 2) return std::nullopt;
  return cut * batch;
}

std::optional<Window> plateau(const std::vector<LoadStep>& steps, double target) {
  if (steps.empty() || target <= 0) return std::nullopt;
  Window best, current;
  const std::int64_t end = steps.back().to_ns;
  auto step = steps.begin();
  for (std::int64_t from = steps.front().from_ns; from + second_ns <= end; from += second_ns) {
    while (step != steps.end() && step->to_ns <= from) ++step;
    double area = 0;
    for (auto part = step; part != steps.end() && part->from_ns < from + second_ns; ++part) {
      area += part->level *
              static_cast<double>(std::min(part->to_ns, from + second_ns) - std::max(part->from_ns, from));
    }
    if (area / static_cast<double>(second_ns) < 0.95 * target) {
      current = {};
      continue;
    }
    if (current.to_ns != from) current.from_ns = from;
    current.to_ns = from + second_ns;
    if (current.seconds() > best.seconds()) best = current;
  }
  if (best.to_ns == best.from_ns) return std::nullopt;
  best.rule = "closed loop: one-second means of the sessions in flight at or above 95 % of the target";
  return best;
}

void SecondSeries::add(std::int64_t at_ns, double value) {
  Second& second = seconds_[at_ns / second_ns];
  ++second.n;
  second.sum += value;
}

std::optional<Window> settled(const SecondSeries& ttft, const SecondSeries& completions,
                              std::int64_t last_arrival_ns) {
  if (completions.seconds().empty()) return std::nullopt;
  const std::int64_t first = completions.seconds().begin()->first;
  const auto cut_at = [&](const SecondSeries& series, bool mean) -> std::optional<std::int64_t> {
    std::vector<double> values;
    std::vector<std::int64_t> at;
    for (std::int64_t second = first; second < last_arrival_ns / second_ns; ++second) {
      const auto found = series.seconds().find(second);
      const bool any = found != series.seconds().end();
      if (mean && !any) continue;  // no answer in that second: no value, not zero
      values.push_back(!any   ? 0
                       : mean ? found->second.sum / static_cast<double>(found->second.n)
                              : static_cast<double>(found->second.n));
      at.push_back(second);
    }
    const auto cut = mser5(values);
    if (!cut) return std::nullopt;
    return at[*cut] * second_ns;
  };
  const auto by_rate = cut_at(completions, false);
  if (!by_rate) return std::nullopt;
  std::int64_t from = *by_rate;
  if (!ttft.seconds().empty()) {
    const auto by_ttft = cut_at(ttft, true);
    if (!by_ttft) return std::nullopt;
    from = std::max(from, *by_ttft);
  }
  Window window;
  window.from_ns = from;
  window.to_ns = last_arrival_ns;
  window.rule = "open loop: after the MSER-5 cut of TTFT and throughput per second, to the last arrival";
  return window;
}

bool long_enough(const Window& steady, const Window& whole) {
  return steady.seconds() >= std::max(10.0, 0.1 * whole.seconds());
}

}  // namespace aitb::core
