// Decides what an answer says: text, tool calls or JSON, and how long it is.
#pragma once
#include <aitb/random.hpp>
#include <aitb/tokens.hpp>
#include <boost/json/object.hpp>

#include <memory>

#include "chat_call.hpp"
#include "options.hpp"
#include "plan.hpp"

namespace openai_simulator {

/// The same seed and request give the same answer, streamed or not; only ids and times differ.
class Planner {
 public:
  /// `random` gives the texts. Throws aitb::Error(unsupported) if the token tables are not installed.
  Planner(const Options& options, const aitb::Random& random);
  /// Fills choices and token counts of `plan`. `body` is what `call` was read from.
  void plan(const boost::json::object& body, const ChatCall& call, Plan& plan) const;
  bool reasons(std::string_view model) const;

 private:
  const aitb::TokenCounter& counter_for(std::string_view model) const;
  ChoicePlan choice(const ChatCall& call, aitb::Random random, Plan& plan) const;
  std::uint32_t reason(const ChatCall& call, aitb::Random& random, std::uint32_t limit,
                       ChoicePlan& choice) const;
  void speak(const ChatCall& call, aitb::Random& random, std::uint32_t limit, ChoicePlan& choice) const;
  void act(const ChatCall& call, aitb::Random& random, std::uint32_t limit, ChoicePlan& choice,
           Plan& plan) const;

  const Options& options_;
  aitb::Random texts_;
  std::shared_ptr<const aitb::TokenCounter> o200k_, cl100k_;
};

}  // namespace openai_simulator
