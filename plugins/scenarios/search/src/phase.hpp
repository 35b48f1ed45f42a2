// One phase of searching: a list of queries, worked off by so many workers at once.
#pragma once
#include <aitb/scenario.hpp>

#include <boost/json/object.hpp>
#include <string>
#include <vector>

namespace searches {

/// What all queries of a scenario have in common.
class Asking {
 public:
  Asking(int most, aitb::Duration limit) : max_results(most), timeout(limit) {}
  int max_results;
  aitb::Duration timeout;
};

/// What a phase brought: the row of the benchmark, and the hits of each query.
class Phase {
 public:
  explicit Phase(std::vector<std::string> all, bool keep = true)
      : queries(std::move(all)), hits(queries.size()), keep_hits(keep) {}
  std::vector<std::string> queries;
  std::vector<std::vector<aitb::SearchHit>> hits;  ///< empty where a query failed
  bool keep_hits;
  int workers = 0, successful = 0, failed = 0;
  std::uint64_t request_bytes = 0, response_bytes = 0;
  aitb::Duration wall_clock{}, sum_latency{};
  std::optional<aitb::ErrorKind> error_kind;  ///< of the last query that failed
  std::string error;

  /// thread_count, queries, successful, failed, wall_clock_sec, sum_latency_sec, throughput_qps,
  /// parallelism_factor, total_request_bytes, total_response_bytes, avg_latency_sec. What cannot be told is
  /// null.
  boost::json::object row() const;
};

/// [lane] Runs it to its end: `workers` coroutines take one query after the other. A query's time counts its
/// retries.
aitb::task<> run_phase(aitb::Session& session, Phase& phase, int workers, Asking asking);

}  // namespace searches
