// What YAML can say about every simulator of a chat service: keys, timing, content, limits, faults, script.
#pragma once
#include <aitb/config.hpp>

#include <optional>
#include <string>
#include <vector>

#include <sim_kit/script_rules.hpp>

namespace sim_kit {

/// One way to answer with an error: rules are tried in order, the first that applies answers.
struct ErrorRule {
  int status = 500;
  std::string code;
  std::string header, value;
  int every = 0;
  double probability = 1;
  std::optional<double> retry_after_sec;
};
aitb::FieldTable fields(ErrorRule& rule);

struct AgentOptions {
  int min_calls = 2, max_calls = 5, parallel = 2;
};
aitb::FieldTable fields(AgentOptions& agent);

struct Options {
  std::vector<std::string> models;
  std::vector<std::string> keys;

  aitb::Distribution ttft_ms = aitb::Distribution(120);
  aitb::Distribution itl_ms = aitb::Distribution(10);
  double prefill_ms_per_token = 0;

  std::uint64_t seed = 1;
  aitb::Distribution reply_tokens = aitb::Distribution(64);
  aitb::Distribution tokens_per_chunk = aitb::Distribution(1);
  std::vector<std::string> replies;

  std::vector<std::string> reasoning_models;
  aitb::Distribution reasoning_tokens = aitb::Distribution(64);

  std::vector<Rule> script;
  AgentOptions agent;
  std::optional<double> tool_call_probability;

  int rate_limit = 0;
  int token_limit = 0;
  std::vector<ErrorRule> errors;
  bool allow_error_header = false;

  std::string truth_file;
};
/// The options that all simulators share, for the table of one; `models_help` says which are the usual.
std::vector<aitb::Field> common_fields(Options& options, const std::string& usual_models);

}  // namespace sim_kit
