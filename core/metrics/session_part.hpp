// What needs a session's records together: prompts, loops, gaps between requests, bursts, the first schedule
// of retries.
#pragma once
#include <array>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <aitb/record.hpp>

#include "core/metrics/bursts.hpp"
#include "core/metrics/exchange_times.hpp"
#include "core/metrics/summary.hpp"

namespace aitb::core {

/// Keeps at most `open_limit` sessions open, so that memory does not grow with their number; the one that was
/// longest without a record is closed first.
class SessionPart {
 public:
  static constexpr std::size_t open_limit = 4096;
  explicit SessionPart(double burst_gap_sec) : burst_gap_ms_(burst_gap_sec * 1e3) {}

  /// Every record of the phase. Returns when the exchange was first meant to be sent, over all its attempts.
  std::optional<Instant> add(const Record& record, const ExchangeTimes& times);
  /// Closes all sessions; then write() may be called.
  void finish();
  void write(MetricWriter& out) const;
  void write_compat(Summary& summary) const;

 private:
  static constexpr std::array<std::int64_t, 2> gaps = {10'000'000, 100'000'000};
  static constexpr std::array<std::int64_t, 5> widths = {1'000'000, 10'000'000, 100'000'000, 1'000'000'000,
                                                         10'000'000'000};
  enum Direction { up, down };

  struct Stream {
    std::array<BurstMeter, 2> bursts{BurstMeter(gaps[0]), BurstMeter(gaps[1])};
    std::array<WindowMeter, 5> windows{WindowMeter(widths[0]), WindowMeter(widths[1]), WindowMeter(widths[2]),
                                       WindowMeter(widths[3]), WindowMeter(widths[4])};
  };
  struct Session {
    std::string id;
    int last_turn = -1;
    std::uint64_t prompts = 0, calls = 0, actions = 0;
    std::vector<std::int64_t> starts;        ///< of primary exchanges
    std::map<int, Instant> first_scheduled;  ///< of exchanges that are being retried
    std::array<Stream, 2> streams;
  };

  Session& open(const std::string& id);
  void close(Session& session);
  void arrive(Session& session, Direction direction, std::int64_t at, double bytes);
  void traffic(Session& session, const Record& record, const ExchangeTimes& times);
  void write_bursts(MetricWriter& out) const;

  double burst_gap_ms_;
  std::list<Session> order_;  // the latest used first
  std::unordered_map<std::string, std::list<Session>::iterator> sessions_;

  std::uint64_t prompts_ = 0, calls_ = 0;
  Sample calls_per_session_, actions_, steps_, on_gaps_, off_gaps_, totals_;
  std::array<std::array<BurstStats, 2>, 2> bursts_;                 // [direction][gap]
  std::array<std::array<Sample, 5>, 2> peak_to_mean_, dispersion_;  // [direction][width]
  std::vector<std::int64_t> all_starts_;  // for the reference's pooled gaps, up to Sample::exact_limit
};

}  // namespace aitb::core
