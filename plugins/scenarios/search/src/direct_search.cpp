#include "direct_search.hpp"

namespace searches {

aitb::FieldTable fields(DirectOptions& o) {
  using aitb::field;
  return aitb::fields(
      field("model", o.model, "Model that sums up").not_empty(),
      field("search_engine", o.search_engine,
            "Entry of providers that searches, or one of the types duckduckgo, google, brave")
          .alias("search_provider")
          .names_provider()
          .not_empty(),
      field("queries", o.queries, "What is searched for").not_empty(),
      field("thread_count", o.thread_count, "So many queries at once").range(1, 10000),
      field("search_timeout", o.search_timeout, "Seconds that a query may take; 0: no limit of its own")
          .min(0),
      field("max_results", o.max_results, "Most results of a query").range(1, 200),
      field("synthesize_with_llm", o.synthesize_with_llm, "Have the model sum up the results"),
      field("stream", o.stream, "Ask for the summary as server-sent events"),
      field("synthesis_prompt", o.synthesis_prompt, "What the model is told; the results follow").not_empty(),
      field("system_prompt", o.system_prompt, "System message before that; empty: none"));
}

DirectSearch::DirectSearch(Options options, aitb::Context&) : options_(std::move(options)) {}

std::vector<aitb::Need> DirectSearch::needs() const {
  std::vector<aitb::Need> all(1, aitb::Need(aitb::Search::id, "search_engine"));
  if (options_.synthesize_with_llm) all.emplace_back(aitb::Chat::id);
  return all;
}

aitb::ChatRequest DirectSearch::synthesis(const Phase& phase) const {
  std::string text = options_.synthesis_prompt;
  for (std::size_t i = 0; i < phase.queries.size(); ++i) {
    text.append("\n\nQuery: ").append(phase.queries[i]);
    int number = 0;
    for (const aitb::SearchHit& hit : phase.hits[i]) {
      text.append("\n").append(std::to_string(++number)).append(". ").append(hit.title).append("\n   ");
      text.append(hit.url).append("\n   ").append(hit.snippet);
    }
    if (number == 0) text.append("\n(no results)");
  }
  std::vector<aitb::Message> messages;
  if (!options_.system_prompt.empty()) messages.emplace_back(aitb::Role::system, options_.system_prompt);
  messages.emplace_back(aitb::Role::user, std::move(text));
  aitb::ChatRequest request(options_.model, std::move(messages));
  request.stream = options_.stream;
  return request;
}

aitb::task<> DirectSearch::run(aitb::Session& session) {
  co_await session.turn(0);
  Phase phase(options_.queries);
  const Asking asking(options_.max_results, aitb::from_seconds(options_.search_timeout));
  co_await run_phase(session, phase, options_.thread_count, asking);
  boost::json::object row = phase.row();
  row["phase"] = "search";
  session.note("search", std::move(row));
  if (phase.successful == 0) {
    session.fail(*phase.error_kind, "no query was answered; the last one: " + phase.error);
    co_return;
  }
  if (!options_.synthesize_with_llm) co_return;
  aitb::ChatRequest request = synthesis(phase);
  const aitb::Reply reply = co_await aitb::chat(session, std::move(request));
  if (!reply.ok()) session.fail(*reply.error_kind, "the results were not summed up: " + reply.error);
}

}  // namespace searches
