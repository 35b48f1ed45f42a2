#include <aitb/plugin.hpp>

#include "benchmark.hpp"
#include "direct_search.hpp"

AITB_PLUGIN(
    "org.aitb.search-scenarios", "0.1.0", "Apache-2.0",
    aitb::scenario<searches::DirectSearch>("direct_search",
                                           "Web searches at once, and a model's summary of the results",
                                           "direct_web_search"),
    aitb::scenario<searches::ParallelSearchBenchmark>("parallel_search_benchmark",
                                                      "The same web searches with more and more at once"));
