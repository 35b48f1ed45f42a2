#include "options.hpp"

namespace openai_simulator {

using aitb::field;

aitb::FieldTable fields(Options& o) {
  std::vector<aitb::Field> all = sim_kit::common_fields(o, "the usual ones of OpenAI");
  all.push_back(field(
      "strict", o.strict,
      "Refuse unknown parameters, and those that reasoning models do not take, as the real service does"));
  all.push_back(field("obfuscation", o.obfuscation,
                      "Pad stream chunks as the real service does unless a client declines"));
  all.push_back(field("reasoning_field", o.reasoning_field,
                      "Send the reasoning under this name (reasoning_content as DeepSeek does, reasoning); "
                      "empty: as OpenAI, in usage only"));
  return aitb::FieldTable(std::move(all));
}

}  // namespace openai_simulator
