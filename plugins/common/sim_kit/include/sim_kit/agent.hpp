// A scripted agent: plans tool calls from the prompt and the offered tools, and quotes their results.
#pragma once
#include <aitb/random.hpp>

#include <string>
#include <vector>

#include <sim_kit/ask.hpp>
#include <sim_kit/conversation.hpp>
#include <sim_kit/options.hpp>

namespace sim_kit {

/// A call that the agent wants now.
class WantedCall {
 public:
  WantedCall(const Tool* which, std::size_t before) : tool(which), nth(before) {}
  const Tool* tool;
  std::size_t nth;  ///< calls of the same tool before this one, in the plan
};

/// Keeps nothing: the plan follows from prompt, tools and seed, and how far it is from the conversation.
class Agent {
 public:
  explicit Agent(const AgentOptions& options) : options_(options) {}
  /// The calls of the next step; empty when the plan is done and it is time to answer.
  std::vector<WantedCall> next(const Ask& ask, const aitb::Random& texts) const;
  /// JSON arguments for a tool, made from its schema, the prompt and earlier results.
  static std::string arguments(const Ask& ask, const Tool& tool, std::size_t nth, aitb::Random& random);
  /// An answer that quotes every result.
  static std::string answer(const Ask& ask);

 private:
  const AgentOptions& options_;
};

}  // namespace sim_kit
