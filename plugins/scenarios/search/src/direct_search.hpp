// A user who searches the web for several things at once, and perhaps has a model sum up what was found.
#pragma once
#include <aitb/config.hpp>
#include <aitb/scenario.hpp>

#include "phase.hpp"

namespace searches {

struct DirectOptions {
  std::string model = "gpt-5-mini";
  std::string search_engine = "duckduckgo";
  int thread_count = 5;
  double search_timeout = 30;
  int max_results = 10;
  bool synthesize_with_llm = true;
  bool stream = false;
  std::string synthesis_prompt =
      "Sum up what these search results say about each query in three sentences, and name the best source.";
  std::string system_prompt;
  std::vector<std::string> queries{"latest developments in 6G networks"};
};
aitb::FieldTable fields(DirectOptions& options);

class DirectSearch final : public aitb::Scenario {
 public:
  using Options = DirectOptions;
  DirectSearch(Options options, aitb::Context& context);

  std::vector<aitb::Need> needs() const override;
  aitb::task<> run(aitb::Session& session) override;

 private:
  aitb::ChatRequest synthesis(const Phase& phase) const;

  Options options_;
};

}  // namespace searches
