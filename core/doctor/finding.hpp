// What one probe of the machine found, and the command that mends it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aitb::core {

class Catalog;

enum class State : std::uint8_t {
  ok,
  limited,  ///< works, but numbers or sizes suffer
  missing,  ///< what needs it cannot be done here
};
std::string_view to_string(State state) noexcept;

struct Finding {
  enum Need : bool { optional, required_for_default };
  Finding(std::string name_, std::string used_for_, Need need = optional)
      : name(std::move(name_)), used_for(std::move(used_for_)), required(need == required_for_default) {}

  std::string name;      ///< "clock"
  std::string used_for;  ///< "every duration"
  State state = State::ok;
  std::string found;  ///< what was seen, with figures
  std::string mend;   ///< a shell command or a sentence; "" if nothing needs mending
  bool required;      ///< without it a default run is impossible
};

/// Each probes for real, in bounded time, and leaves nothing behind.
std::vector<Finding> machine_findings();
std::vector<Finding> network_findings();
std::vector<Finding> isolation_findings();
std::vector<Finding> program_findings();
std::vector<Finding> product_findings(Catalog& catalog);

/// True if every required finding is not missing.
bool default_run_possible(const std::vector<Finding>& findings);

}  // namespace aitb::core
