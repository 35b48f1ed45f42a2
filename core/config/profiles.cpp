#include "core/config/profiles.hpp"

#include <aitb/schema.hpp>

#include "core/config/tables.hpp"

namespace aitb::core {
namespace {

struct Rule {
  const char* key;
  bool (*broken)(const LinkProfile&);
  const char* sentence;
};

// Options that an emulator could only ignore are refused: every accepted key is honoured.
constexpr Rule rules[] = {
    {"loss_pct", [](const LinkProfile& p) { return !p.loss_model.empty() && p.loss_pct > 0; },
     "loss_pct and loss_model exclude each other: keep one"},
    {"loss_correlation_pct",
     [](const LinkProfile& p) { return p.loss_correlation_pct > 0 && p.loss_pct == 0; },
     "has no effect without loss_pct"},
    {"delay_distribution",
     [](const LinkProfile& p) { return !p.delay_distribution.empty() && p.jitter_ms == 0; },
     "has no effect without jitter_ms"},
    {"delay_correlation_pct",
     [](const LinkProfile& p) { return p.delay_correlation_pct > 0 && p.jitter_ms == 0; },
     "has no effect without jitter_ms"},
    {"rate_ceil_mbit", [](const LinkProfile& p) { return p.rate_ceil_mbit && !p.rate_mbit; },
     "has no effect without rate_mbit"},
    {"rate_ceil_mbit",
     [](const LinkProfile& p) { return p.rate_ceil_mbit && p.rate_mbit && *p.rate_ceil_mbit < *p.rate_mbit; },
     "is below rate_mbit, which it is the ceiling of"},
    {"rate_burst_kbit", [](const LinkProfile& p) { return p.rate_burst_kbit && !p.rate_mbit; },
     "has no effect without rate_mbit"},
    {"rate_cburst_kbit", [](const LinkProfile& p) { return p.rate_cburst_kbit && !p.rate_ceil_mbit; },
     "has no effect without rate_ceil_mbit"},
    {"corruption_correlation_pct",
     [](const LinkProfile& p) { return p.corruption_correlation_pct > 0 && p.corruption_pct == 0; },
     "has no effect without corruption_pct"},
    {"reorder_pct", [](const LinkProfile& p) { return p.reorder_pct > 0 && p.delay_ms == 0; },
     "has no effect without delay_ms: packets overtake the delayed ones"},
    {"reorder_correlation_pct",
     [](const LinkProfile& p) { return p.reorder_correlation_pct > 0 && p.reorder_pct == 0; },
     "has no effect without reorder_pct"},
    {"duplicate_correlation_pct",
     [](const LinkProfile& p) { return p.duplicate_correlation_pct > 0 && p.duplicate_pct == 0; },
     "has no effect without duplicate_pct"},
};

}  // namespace

void load_profiles(const Document& document, Config& config, std::vector<Problem>& problems) {
  ProfilesRoot root;
  const auto table = fields(root);
  const auto block = check_block(document, "", document.value, table.schema(), config, problems);
  if (!block.ok) return;
  table.decode(block.value);
  config.profiles.default_interface = root.default_interface;
  config.profiles.bidirectional = root.bidirectional;
  for (const auto& [name, value] : root.profiles) {
    LinkProfile profile;
    profile.name = name;
    profile_fields(profile).decode(value);
    const std::string at = pointer_to("/profiles", name);
    for (const Rule& rule : rules)
      if (rule.broken(profile))
        problems.push_back(problem_at(document, pointer_to(at, rule.key), rule.sentence, true));
    config.profiles.order.emplace_back(name);
    config.profiles.profiles.emplace(name, std::move(profile));
  }
}

}  // namespace aitb::core
