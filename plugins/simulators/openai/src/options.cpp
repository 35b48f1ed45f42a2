#include "options.hpp"

namespace openai_simulator {

using aitb::field;

aitb::FieldTable fields(Options& o) {
  std::vector<aitb::Field> all = sim_kit::common_fields(o, "the usual ones of the dialect");
  all.push_back(field("dialect", o.dialect,
                      "Whose form of the protocol is spoken: paths, fields, usage, errors and models")
                    .choices({"openai", "deepseek", "vllm"}));
  all.push_back(field("keep_alive_ms", o.keep_alive_ms,
                      "While nothing is generated yet, send an SSE comment this often (before a whole answer "
                      "a blank line); 0: never; absent: 1000 as deepseek, else never")
                    .min(0));
  all.push_back(field(
      "strict", o.strict,
      "Refuse unknown parameters, and those that reasoning models do not take, as the real service does"));
  all.push_back(field("obfuscation", o.obfuscation,
                      "Pad stream chunks as the real service does unless a client declines"));
  all.push_back(field("reasoning_field", o.reasoning_field,
                      "Send the reasoning under this name (reasoning_content as DeepSeek does, reasoning); "
                      "empty: as the dialect does, which with openai is in usage only"));
  return aitb::FieldTable(std::move(all));
}

}  // namespace openai_simulator
