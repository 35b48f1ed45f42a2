// Any bytes as a configuration file: problems are told or values come out, and nothing crashes or takes for
// ever.
#include <cstdint>
#include <cstdlib>

#include "core/config/problems.hpp"
#include "core/config/profiles.hpp"
#include "core/config/redact.hpp"
#include "core/config/schema.hpp"
#include "core/config/tables.hpp"

namespace {

using namespace aitb::core;

template <class Root>
void check(const Document& document, Config& config, std::vector<Problem>& problems) {
  Root root;
  const auto table = fields(root);
  const auto block = check_block(document, "", document.value, table.schema(), config, problems);
  if (block.ok) table.decode(block.value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Config config;
  std::vector<Problem> problems;
  const Environment environment({}, problems);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto document =
      read_document({}, text, "f.yaml", {"scenarios", "providers", "profiles", "simulators"}, environment,
                    config, problems);
  try {
    check<ScenariosRoot>(document, config, problems);
    check<SimulatorsRoot>(document, config, problems);
    load_profiles(document, config, problems);
  } catch (const aitb::ConfigError&) {
    // What a schema cannot say ("a century") is refused by the decoding itself.
  }
  redact_files(config, {&document});
  finish_problems(problems, config);
  for (const auto& problem : problems)
    if (problem.render().empty() || problem.mark.file.empty()) std::abort();
  return 0;
}
