// Decides what an answer says: text, tool calls or JSON, and how long it is.
#pragma once
#include <aitb/random.hpp>
#include <aitb/tokens.hpp>

#include <memory>

#include <sim_kit/agent.hpp>
#include <sim_kit/ask.hpp>
#include <sim_kit/options.hpp>
#include <sim_kit/plan.hpp>
#include <sim_kit/wildcard.hpp>

namespace sim_kit {

/// How a service names its tool calls, and whether its reasoning can be read.
class Style {
 public:
  Style(std::string_view prefix, std::size_t letters, bool shows)
      : call_prefix(prefix), call_letters(letters), shows_reasoning(shows) {}
  std::string_view call_prefix;
  std::size_t call_letters;
  bool shows_reasoning;
};

/// The same seed and request give the same answer, streamed or not; only ids and times differ.
class Planner {
 public:
  /// `random` gives the texts. Throws aitb::Error(unsupported) if the token tables are not installed.
  Planner(const Options& options, Style style, const aitb::Random& random);
  /// Fills choices and token counts of `plan`; `scripted` is what a rule says, nullptr if none fits.
  void plan(const Ask& ask, const Do* scripted, Plan& plan) const;
  bool reasons(std::string_view model) const;
  const aitb::TokenCounter& counter_for(std::string_view model) const;
  /// The stream that everything said about this request draws from.
  aitb::Random texts(std::uint64_t digest) const;

 private:
  ChoicePlan choice(const Ask& ask, const Do* scripted, aitb::Random random, Plan& plan) const;
  std::uint32_t reason(const Ask& ask, const Do* scripted, aitb::Random& random, std::uint32_t limit,
                       ChoicePlan& choice) const;
  void obey(const Ask& ask, const Do& scripted, aitb::Random& random, std::uint32_t limit,
            ChoicePlan& choice) const;
  bool use_tools(const Ask& ask, aitb::Random& random, std::uint32_t limit, ChoicePlan& choice) const;
  void speak(const Ask& ask, aitb::Random& random, std::uint32_t limit, ChoicePlan& choice) const;
  void stop_early(const Ask& ask, ChoicePlan& choice) const;
  void act(const Ask& ask, aitb::Random& random, std::uint32_t limit, ChoicePlan& choice) const;
  void call(const Ask& ask, std::string_view name, bool custom, std::string arguments, aitb::Random& random,
            std::uint32_t limit, ChoicePlan& choice) const;

  const Options& options_;
  Style style_;
  aitb::Random texts_;
  Wildcards reasoning_models_;
  Agent agent_;
  std::shared_ptr<const aitb::TokenCounter> o200k_, cl100k_;
};

}  // namespace sim_kit
