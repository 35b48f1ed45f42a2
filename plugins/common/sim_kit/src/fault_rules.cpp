#include <sim_kit/fault_rules.hpp>

#include <charconv>

namespace sim_kit {
namespace {

using Counts = std::vector<std::atomic<std::uint64_t>>;

/// "429" or "429:insufficient_quota".
Fault asked_for(std::string_view asked) {
  int status = 0;
  const char* end = std::from_chars(asked.data(), asked.data() + asked.size(), status).ptr;
  if (status < 400 || status > 599) {
    Fault wrong(400, "", std::nullopt);
    wrong.message = "The header x-aitb-error wants a status from 400 to 599, and may add :code.";
    return wrong;
  }
  std::string_view code(end, static_cast<std::size_t>(asked.data() + asked.size() - end));
  if (code.starts_with(':')) code.remove_prefix(1);
  return Fault(status, std::string(code), std::nullopt);
}

}  // namespace

aitb::Random of_lane(const aitb::Random& stream, int lane) {
  return lane == 0 ? stream : stream.split("lane/" + std::to_string(lane));
}

FaultRules::FaultRules(const Options& options, aitb::Context& context)
    : rules_(options.errors),
      allow_header_(options.allow_error_header),
      random_(of_lane(context.random.split("errors"), context.lane)),
      seen_(context.commons->get<Counts>(
          "faults", [&options] { return std::make_shared<Counts>(options.errors.size()); })) {}

std::optional<Fault> FaultRules::check(const aitb::Headers& headers) {
  if (allow_header_) {
    if (const std::string_view asked = headers.get("x-aitb-error"); !asked.empty()) return asked_for(asked);
  }
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const ErrorRule& rule = rules_[i];
    if (!rule.header.empty() && !headers.has(rule.header)) continue;
    if (!rule.value.empty() && headers.get(rule.header) != rule.value) continue;
    const std::uint64_t number = ++(*seen_)[i];
    if (rule.every > 1 && number % static_cast<std::uint64_t>(rule.every) != 0) continue;
    if (rule.probability < 1 && random_.uniform() >= rule.probability) continue;
    return Fault(rule.status, rule.code, rule.retry_after_sec);
  }
  return std::nullopt;
}

}  // namespace sim_kit
