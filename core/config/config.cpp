#include "core/config/config.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/config/source_text.hpp"

namespace aitb::core {
namespace {

template <class Entry>
const Entry* find(const std::vector<Entry>& entries, std::string_view name) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& each) { return each.name == name; });
  return found == entries.end() ? nullptr : &*found;
}

std::string all_rendered(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) text += (text.empty() ? "" : "\n") + problem.render();
  return text;
}

}  // namespace

std::string Mark::text() const {
  if (line <= 0) return file;
  return column > 0 ? fmt::format("{}:{}:{}", file, line, column) : fmt::format("{}:{}", file, line);
}

std::string Problem::render() const {
  std::string text = fmt::format("{}: {}{}", mark.text(), warning ? "warning: " : "", message);
  if (source.empty() || mark.line <= 0) return text;
  int column = std::max(mark.column, 1);
  const std::string shown = printable_line(source, column, 100);
  text += fmt::format("\n{:>5} | {}", mark.line, shown);
  if (mark.column <= 0) return text;
  // Tabs are kept in the caret's line, so that it stands under its letter whatever their width.
  std::string_view before = shown;
  std::string gap;
  for (int i = 1; i < column && !before.empty(); ++i) {
    gap += before.front() == '\t' ? '\t' : ' ';
    before.remove_prefix(1);
    while (!before.empty() && (static_cast<unsigned char>(before.front()) & 0xc0) == 0x80)
      before.remove_prefix(1);
  }
  return text + "\n      | " + gap + "^";
}

const ScenarioEntry* Config::scenario(std::string_view name) const { return find(scenarios, name); }
const ProviderEntry* Config::provider(std::string_view name) const { return find(providers, name); }
const SimulatorEntry* Config::simulator(std::string_view name) const { return find(simulators, name); }

ConfigProblems::ConfigProblems(std::vector<Problem> problems)
    : Error(ErrorKind::config, all_rendered(problems)), problems_(std::move(problems)) {}
ConfigProblems::~ConfigProblems() = default;

}  // namespace aitb::core
