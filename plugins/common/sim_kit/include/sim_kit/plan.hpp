// Everything that an answer will be, decided before its first byte so that the request can be dropped.
#pragma once
#include <aitb/random.hpp>
#include <aitb/time.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include <sim_kit/token_source.hpp>

namespace sim_kit {

class CallPlan {
 public:
  CallPlan(std::string call_id, std::string tool_name, bool is_custom, TokenSource source)
      : id(std::move(call_id)), name(std::move(tool_name)), custom(is_custom), arguments(std::move(source)) {}
  std::string id, name;
  bool custom;
  TokenSource arguments;
};

class ChoicePlan {
 public:
  ChoicePlan() = default;
  TokenSource reasoning;  ///< sent only if the service has a place for it
  TokenSource content, refusal;
  std::vector<CallPlan> calls;
  std::uint32_t name_tokens = 0;            ///< of the calls' names
  bool stopped = false;                     ///< by a stop sequence
  std::string stop_text;                    ///< that one
  std::string_view finish_reason = "stop";  ///< stop, length, tool_calls or content_filter
  /// Of everything that is sent.
  std::uint32_t tokens() const;
};

class Plan {
 public:
  Plan() = default;
  virtual ~Plan() = default;  // simulators own plans of their own by this one
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  std::string id, model;
  std::int64_t created = 0;
  std::vector<ChoicePlan> choices;
  std::int64_t prompt_tokens = 0, completion_tokens = 0, reasoning_tokens = 0;
  bool stream = false;
  aitb::Random timing;  ///< this request's own stream
  aitb::Instant first;  ///< when the first piece is due
};

inline std::uint32_t ChoicePlan::tokens() const {
  std::uint32_t all = reasoning.tokens() + content.tokens() + refusal.tokens();
  for (const CallPlan& call : calls) all += call.arguments.tokens();
  return all;
}

}  // namespace sim_kit
