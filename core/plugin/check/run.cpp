// Runs the table on a file: each check in a process of its own.
#include <algorithm>

#include <aitb/temporary_folder.hpp>

#include "core/plugin/check/check.hpp"
#include "core/plugin/child.hpp"

namespace aitb::core::check {
namespace {

constexpr std::string_view names[] = {"ok", "warning", "skipped", "failed", "crashed"};

bool wanted(const Check& check, const std::vector<std::string>& only) {
  return only.empty() || std::ranges::any_of(only, [&](const std::string& id) {
           return check.id == id || check.id.starts_with(id);
         });
}

std::string first_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  if (text.size() > 300) text.resize(300), text += " …";
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

Verdict guarded(const Check& check, const Subject& subject) {
  try {
    return check.run(subject);
  } catch (const std::exception& error) {
    return failed(error.what());
  } catch (...) {
    return failed("threw something that is no std::exception");
  }
}

Verdict in_a_child(const Check& check, const Subject& subject, Duration limit) {
  const ChildOutcome outcome = run_in_child(
      [&] {
        const Verdict verdict = guarded(check, subject);
        return std::string(to_string(verdict.outcome)) + '\t' + verdict.detail;
      },
      limit);
  if (!outcome.returned) {
    std::string detail = outcome.trouble();
    if (!outcome.output.empty()) detail += "; it printed: " + outcome.output;
    return {Outcome::crashed, detail};
  }
  const std::size_t tab = outcome.result.find('\t');
  return {parse_outcome(outcome.result.substr(0, tab)).value_or(Outcome::failed),
          outcome.result.substr(tab + 1)};
}

/// What follows cannot run once one of these went wrong.
bool decides_all(const Check& check) {
  return check.id == "file.section" || check.id == "file.fingerprint" || check.id == "load.now";
}

}  // namespace

std::string_view to_string(Outcome outcome) noexcept { return names[static_cast<std::size_t>(outcome)]; }

std::optional<Outcome> parse_outcome(std::string_view name) noexcept {
  const auto found = std::ranges::find(names, name);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<Outcome>(found - std::begin(names));
}

Verdict ok(std::string detail) { return {Outcome::ok, std::move(detail)}; }
Verdict warning(std::string detail) { return {Outcome::warning, std::move(detail)}; }
Verdict skipped(std::string detail) { return {Outcome::skipped, std::move(detail)}; }
Verdict failed(std::string detail) { return {Outcome::failed, std::move(detail)}; }

void check_file(const std::filesystem::path& file, const RunOptions& options,
                const std::function<void(const Result&)>& tell) {
  Subject subject;
  subject.file = std::filesystem::absolute(file);
  std::string blocked;
  auto run = [&](const Check& check) {
    Result result;
    result.id = check.id;
    if (subject.component)
      result.component = std::string(to_string(subject.component->kind)) + '/' + subject.component->type;
    const TemporaryFolder folder;  // not the child's, so that it goes although the check crashed
    subject.work_dir = folder.path();
    Verdict verdict = !blocked.empty()     ? skipped("not possible after " + blocked)
                      : options.in_process ? guarded(check, subject)
                                           : in_a_child(check, subject, options.limit);
    result.outcome = verdict.outcome, result.detail = first_line(verdict.detail);
    const bool bad = verdict.outcome == Outcome::failed || verdict.outcome == Outcome::crashed;
    if (bad && decides_all(check)) blocked = check.id;
    if (wanted(check, options.only) || (bad && decides_all(check))) tell(result);
  };
  for (const Check& check : table()) {
    if (check.scope != Scope::file || (!wanted(check, options.only) && !decides_all(check))) continue;
    run(check);
    if (check.id == "file.section" && blocked.empty()) subject.index = read_index(subject.file);
  }
  for (const Component& component : subject.index.components) {
    subject.component = component;
    for (const Check& check : table())
      if (check.scope == Scope::component && (!check.kind || *check.kind == component.kind) &&
          wanted(check, options.only))
        run(check);
  }
}

}  // namespace aitb::core::check
