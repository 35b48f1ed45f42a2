#include <fmt/format.h>

#include <iterator>

#include "core/metrics/definitions.hpp"

namespace aitb::core {
namespace {

/// A bar inside of a cell would end it.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

}  // namespace

std::string definitions_markdown() {
  std::string out;
  std::string_view section;
  for (const Definition& one : metric_definitions()) {
    if (one.section != section) {
      out += fmt::format(
          "{}### {}\n\n| Id | Name | Unit | Method | Measured at | Definition |\n|---|---|---|---|---|---|\n",
          section.empty() ? "" : "\n", one.section);
      section = one.section;
    }
    fmt::format_to(std::back_inserter(out), "| `{}` | {}{} | {} | {} | {} | {} |\n", one.id, one.name,
                   one.kind == MetricKind::distribution ? " ▾" : "", one.unit, one.method, one.point,
                   escaped(one.formula));
  }
  return out;
}

}  // namespace aitb::core
