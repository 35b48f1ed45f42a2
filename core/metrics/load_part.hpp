// Load and goodput: concurrency, rates, Little's law, service objectives, and where the steady state lies.
#pragma once
#include <optional>

#include <aitb/record.hpp>

#include "core/metrics/exchange_times.hpp"
#include "core/metrics/run_facts.hpp"
#include "core/metrics/steady.hpp"
#include "core/metrics/summary.hpp"
#include "core/metrics/timeline.hpp"

namespace aitb::core {

/// Takes every primary attempt, also those outside of the window: they are in flight inside of it.
class LoadPart {
 public:
  LoadPart(const RunFacts& facts, std::optional<Window> window) : facts_(facts), window_(std::move(window)) {}

  void add(const Record& record, const ExchangeTimes& times);
  void add(const SessionFact& session);
  /// The given window, else from the first request to the last end.
  Window window() const;
  void write(MetricWriter& out) const;
  /// The steady window; a refusal goes into `why`.
  std::optional<Window> steady(std::string& why) const;

 private:
  bool inside(std::int64_t at_ns) const;
  bool good(const Record& record, const ExchangeTimes& times) const;

  RunFacts facts_;
  std::optional<Window> window_;
  Timeline requests_, sessions_;
  SecondSeries ttft_, completions_;
  std::optional<std::int64_t> first_, last_end_, last_arrival_;
  std::uint64_t begun_ = 0, ended_ = 0, good_ = 0, tokens_n_ = 0;
  double waiting_ns_ = 0, tokens_ = 0, good_tokens_ = 0;
};

}  // namespace aitb::core
