#include "options.hpp"

namespace gemini_simulator {

aitb::FieldTable fields(Options& o) {
  std::vector<aitb::Field> all = sim_kit::common_fields(o, "the usual ones of Gemini, and gemini-*");
  all.push_back(
      aitb::field("require_signatures", o.require_signatures,
                  "Refuse function calls that gemini-3 models made and that come back without their "
                  "thoughtSignature, as the real service does"));
  return aitb::FieldTable(std::move(all));
}

}  // namespace gemini_simulator
