#include "benchmark.hpp"

#include <boost/json/array.hpp>

namespace searches {

aitb::FieldTable fields(BenchmarkOptions& o) {
  using aitb::field;
  return aitb::fields(
      field("model", o.model, "Stands in the records as it is given; the benchmark asks no model"),
      field("search_engine", o.search_engine,
            "Entry of providers that searches, or one of the types duckduckgo, google, brave")
          .alias("search_provider")
          .names_provider()
          .not_empty(),
      field("queries", o.queries, "What is searched for, repeated until queries_per_run is reached")
          .not_empty(),
      field("thread_counts", o.thread_counts, "How many queries at once: one row for each").not_empty(),
      field("queries_per_run", o.queries_per_run, "Queries of each row").range(1, 10'000'000),
      field("search_timeout", o.search_timeout, "Seconds that a query may take; 0: no limit of its own")
          .min(0),
      field("max_results", o.max_results, "Most results of a query").range(1, 200));
}

ParallelSearchBenchmark::ParallelSearchBenchmark(Options options, aitb::Context&)
    : options_(std::move(options)) {
  for (const int count : options_.thread_counts) {
    if (count < 1) throw aitb::ConfigError("/thread_counts", "thread_counts holds numbers of at least 1");
  }
}

std::vector<aitb::Need> ParallelSearchBenchmark::needs() const {
  return std::vector<aitb::Need>(1, aitb::Need(aitb::Search::id, "search_engine"));
}

aitb::task<> ParallelSearchBenchmark::run(aitb::Session& session) {
  std::vector<std::string> queries;
  const auto count = static_cast<std::size_t>(options_.queries_per_run);
  queries.reserve(count);
  while (queries.size() < count)
    queries.push_back(options_.queries[queries.size() % options_.queries.size()]);
  const Asking asking(options_.max_results, aitb::from_seconds(options_.search_timeout));
  boost::json::array rows;
  int row = 0, answered = 0;
  std::optional<aitb::ErrorKind> kind;
  std::string error;
  for (const int workers : options_.thread_counts) {
    co_await session.turn(row++);
    Phase phase(queries, false);
    co_await run_phase(session, phase, workers, asking);
    rows.push_back(phase.row());
    session.note("parallel_search", rows);
    answered += phase.successful;
    if (phase.failed > 0) kind = phase.error_kind, error = phase.error;
  }
  if (answered == 0 && kind) session.fail(*kind, "no query was answered; the last one: " + error);
}

}  // namespace searches
