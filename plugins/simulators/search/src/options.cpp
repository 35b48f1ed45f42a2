#include "options.hpp"

namespace search_simulator {

aitb::FieldTable fields(Options& o) {
  using aitb::field;
  return aitb::fields(
      field("keys", o.keys, "API keys that are accepted; empty: any").secret(),
      field("latency_ms", o.latency_ms, "Time from the request's last byte to the answer"),
      field("seed", o.seed, "Chooses the corpus: the same seed and query give the same results"),
      field("results", o.results, "Most results that a query has; each has a third of that at least")
          .range(0, 100),
      field("advertisements", o.advertisements, "Advertisements on each HTML page").range(0, 5),
      field("no_results", o.no_results, "Queries that hold one of these texts have no results"),
      field("rate_limit", o.rate_limit,
            "Queries a minute for each key (DuckDuckGo: for each address), then 429 or the puzzle page; 0: "
            "no limit")
          .min(0),
      field("errors", o.errors, "Errors to answer with"),
      field("allow_error_header", o.allow_error_header,
            "Let clients ask for an error by the header x-aitb-error: 429, or 429:code"));
}

}  // namespace search_simulator
