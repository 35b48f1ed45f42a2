// What YAML can say about the simulated OpenAI service: models, keys, limits, timing, content.
#pragma once
#include <aitb/config.hpp>

#include <optional>
#include <string>
#include <vector>

namespace openai_simulator {

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

struct Options {
  std::vector<std::string> models;
  std::vector<std::string> keys;
  bool strict = false;

  aitb::Distribution ttft_ms = aitb::Distribution(120);
  aitb::Distribution itl_ms = aitb::Distribution(10);
  double prefill_ms_per_token = 0;

  std::uint64_t seed = 1;
  aitb::Distribution reply_tokens = aitb::Distribution(64);
  aitb::Distribution tokens_per_chunk = aitb::Distribution(1);
  std::vector<std::string> replies;
  bool obfuscation = true;

  std::vector<std::string> reasoning_models{"o1*", "o3*", "o4*", "gpt-5*"};
  aitb::Distribution reasoning_tokens = aitb::Distribution(64);
  std::string reasoning_field;

  double tool_call_probability = 0;

  int rate_limit = 0;
  int token_limit = 0;
  std::vector<ErrorRule> errors;
  bool allow_error_header = false;

  std::string truth_file;
};
aitb::FieldTable fields(Options& options);

}  // namespace openai_simulator
