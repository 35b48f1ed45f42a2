// `aitb-host list metrics`: what each number of a report means.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "core/app/command.hpp"
#include "core/metrics/definitions.hpp"

namespace aitb::core {
namespace {

/// The table of docs/metrics.md is this output, so that the two cannot drift apart.
int print_markdown() {
  std::string_view section;
  for (const Definition& one : metric_definitions()) {
    if (one.section != section) {
      section = one.section;
      fmt::print(
          "\n## {}\n\n| Id | Name | Unit | Method | Measured at | Definition |\n|---|---|---|---|---|---|\n",
          section);
    }
    std::string formula(one.formula);
    for (std::size_t bar = 0; (bar = formula.find('|', bar)) != std::string::npos; bar += 2)
      formula.insert(bar, 1, '\\');
    fmt::print("| `{}` | {}{} | {} | {} | {} | {} |\n", one.id, one.name,
               one.kind == MetricKind::distribution ? " (distribution)" : "", one.unit, one.method, one.point,
               formula);
  }
  return exit_ok;
}

int print_plain(bool names_only) {
  std::string_view section;
  for (const Definition& one : metric_definitions()) {
    if (names_only) {
      fmt::print("{}\n", one.id);
      continue;
    }
    if (one.section != section) fmt::print("{}{}\n", section.empty() ? "" : "\n", one.section);
    section = one.section;
    fmt::print("  {:<27} {:<9} {} ({}, {}): {}\n", one.id, one.unit, one.name, one.method, one.point,
               one.formula);
  }
  return exit_ok;
}

}  // namespace

void add_list_metrics(Commands& commands, CLI::App& list) {
  auto names = std::make_shared<bool>(false);
  auto markdown = std::make_shared<bool>(false);
  CLI::App* command =
      list.add_subcommand("metrics", "What each number of a report means, its unit and method");
  command->add_flag("--names", *names, "Names only, one a line");
  command->add_flag("--markdown", *markdown, "As the tables of docs/metrics.md");
  command->callback([&commands, names, markdown] {
    commands.selected = [names, markdown] { return *markdown ? print_markdown() : print_plain(*names); };
  });
}

}  // namespace aitb::core
