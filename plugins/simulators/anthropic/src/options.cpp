#include "options.hpp"

namespace anthropic_simulator {

aitb::FieldTable fields(Options& o) {
  std::vector<aitb::Field> all = sim_kit::common_fields(o, "the usual ones of Anthropic, and claude-*");
  all.push_back(
      aitb::field("require_version", o.require_version,
                  "Refuse requests without the header anthropic-version, as the real service does"));
  return aitb::FieldTable(std::move(all));
}

}  // namespace anthropic_simulator
