#include "core/doctor/finding.hpp"

#include <algorithm>

namespace aitb::core {

std::string_view to_string(State state) noexcept {
  switch (state) {
    case State::ok:
      return "ok";
    case State::limited:
      return "limited";
    case State::missing:
      return "missing";
  }
  return "";
}

bool default_run_possible(const std::vector<Finding>& findings) {
  return std::none_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.required && finding.state == State::missing;
  });
}

}  // namespace aitb::core
