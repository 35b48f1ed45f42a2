// Scripted behaviour as YAML writes it: `when` a request looks like this, `do` that.
#pragma once
#include <aitb/config.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sim_kit {

/// What a rule asks of a request; everything given must hold, nothing given: any request.
struct When {
  std::string prompt, model, path;
  std::map<std::string, std::string> header;
  std::optional<int> turn, tool_results;
  std::optional<bool> has_tools, has_media;
};
aitb::FieldTable fields(When& when);

struct CallRule {
  std::string name;
  boost::json::value arguments;
};
aitb::FieldTable fields(CallRule& call);

struct ErrorAnswer {
  int status = 0;
  std::string code;
  std::optional<double> retry_after_sec;
};
aitb::FieldTable fields(ErrorAnswer& error);

/// What to answer. Nothing of text, calls, refusal and tokens given: as without the rule.
struct Do {
  std::string reply, refusal, reasoning, finish_reason, image_size;
  std::vector<CallRule> tool_calls;
  std::optional<int> tokens;
  ErrorAnswer error;
  aitb::Distribution delay_ms;
  std::vector<std::string> safety_checks;
};
aitb::FieldTable fields(Do& action);

struct Rule {
  When when;
  Do action;
  int times = 0;
};
aitb::FieldTable fields(Rule& rule);

}  // namespace sim_kit
