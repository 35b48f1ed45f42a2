#include "fault_rules.hpp"

#include <charconv>

#include "api_error.hpp"

namespace openai_simulator {

FaultRules::FaultRules(std::vector<ErrorRule> rules, bool allow_header, aitb::Random random)
    : allow_header_(allow_header), random_(random) {
  for (ErrorRule& rule : rules) rules_.emplace_back(std::move(rule));
}

/// "429" or "429:insufficient_quota".
void FaultRules::apply_header(std::string_view asked) const {
  int status = 0;
  const char* end = std::from_chars(asked.data(), asked.data() + asked.size(), status).ptr;
  if (status < 400 || status > 599) {
    throw ApiError(400, "invalid_request_error",
                   "The header x-aitb-error wants a status from 400 to 599, and may add :code.");
  }
  std::string_view code(end, static_cast<std::size_t>(asked.data() + asked.size() - end));
  if (code.starts_with(':')) code.remove_prefix(1);
  throw usual_error(status, code);
}

void FaultRules::apply(const aitb::Headers& headers) {
  if (allow_header_) {
    if (const std::string_view asked = headers.get("x-aitb-error"); !asked.empty()) apply_header(asked);
  }
  for (Counted& counted : rules_) {
    const ErrorRule& rule = counted.rule;
    if (!rule.header.empty() && !headers.has(rule.header)) continue;
    if (!rule.value.empty() && headers.get(rule.header) != rule.value) continue;
    ++counted.seen;
    if (rule.every > 1 && counted.seen % static_cast<std::uint64_t>(rule.every) != 0) continue;
    if (rule.probability < 1 && random_.uniform() >= rule.probability) continue;
    ApiError error = usual_error(rule.status, rule.code);
    if (rule.retry_after_sec) error.retry_after = rule.retry_after_sec;
    throw error;
  }
}

}  // namespace openai_simulator
