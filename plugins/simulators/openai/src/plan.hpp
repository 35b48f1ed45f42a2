// Everything that an answer will be, decided before its first byte so that the request can be dropped.
#pragma once
#include <aitb/time.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "token_source.hpp"

namespace openai_simulator {

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
  TokenSource reasoning;  ///< sent only if the service has a field for it
  TokenSource content;
  std::vector<CallPlan> calls;
  std::string_view finish_reason = "stop";
};

class Plan {
 public:
  Plan() = default;
  std::string id, model, fingerprint;
  std::int64_t created = 0;
  std::vector<ChoicePlan> choices;
  std::int64_t prompt_tokens = 0, completion_tokens = 0, reasoning_tokens = 0;
  bool stream = false, include_usage = false, obfuscate = false;
  aitb::Random timing;  ///< this request's own stream
  aitb::Instant first;  ///< when the first piece is due
};

}  // namespace openai_simulator
