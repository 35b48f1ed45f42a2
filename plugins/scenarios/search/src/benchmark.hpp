// The same queries with more and more workers: how much faster searching becomes by being parallel.
#pragma once
#include <aitb/config.hpp>
#include <aitb/scenario.hpp>

#include "phase.hpp"

namespace searches {

struct BenchmarkOptions {
  std::string model;
  std::string search_engine = "duckduckgo";
  std::vector<int> thread_counts{1, 2, 5, 10, 20};
  int queries_per_run = 20;
  double search_timeout = 30;
  int max_results = 10;
  std::vector<std::string> queries{"artificial intelligence", "machine learning", "deep learning",
                                   "neural networks", "computer vision"};
};
aitb::FieldTable fields(BenchmarkOptions& options);

class ParallelSearchBenchmark final : public aitb::Scenario {
 public:
  using Options = BenchmarkOptions;
  ParallelSearchBenchmark(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  Options options_;
};

}  // namespace searches
