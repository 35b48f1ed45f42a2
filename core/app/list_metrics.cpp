// `aitb-host list metrics`: what each number of a report means.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "core/app/command.hpp"
#include "core/metrics/definitions.hpp"

namespace aitb::core {
namespace {

int print(bool names_only, bool markdown) {
  if (markdown) {
    fmt::print("{}", definitions_markdown());
    return exit_ok;
  }
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
    commands.selected = [names, markdown] { return print(*names, *markdown); };
  });
}

}  // namespace aitb::core
