// The checks that `plugins check` makes: one table, each with what it proves, why, and what to do about it.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/plugin/index.hpp"

namespace aitb::core::check {

enum class Outcome { ok, warning, skipped, failed, crashed };
std::string_view to_string(Outcome outcome) noexcept;
std::optional<Outcome> parse_outcome(std::string_view name) noexcept;

class Verdict {
 public:
  Verdict(Outcome what, std::string why = {}) : outcome(what), detail(std::move(why)) {}
  Outcome outcome;
  std::string detail;  ///< one line
};
Verdict ok(std::string detail = {});
Verdict warning(std::string detail);
Verdict skipped(std::string detail);
Verdict failed(std::string detail);

/// What a check looks at: the file, and one component of it unless the check is about the file; and where it
/// may write.
class Subject {
 public:
  std::filesystem::path file;
  PluginIndex index;
  std::optional<Component> component;
  std::filesystem::path work_dir;
};

enum class Scope { file, component };

class Check {
 public:
  std::string_view id;
  Scope scope;
  std::optional<Kind> kind;  ///< only components of this kind
  std::string_view description, rationale, remedy;
  Verdict (*run)(const Subject& subject);
};

/// In the order of running. A failed check whose id begins with "file.section", "file.fingerprint" or
/// "load.now" ends the checks of that file: what follows could not run.
const std::vector<Check>& table();
/// docs/checks.md.
std::string table_as_markdown();

class Result {
 public:
  std::string id, component;  ///< component: "provider/openai", "" for the file
  Outcome outcome = Outcome::ok;
  std::string detail;
};

class RunOptions {
 public:
  std::vector<std::string> only;  ///< ids, or beginnings of ids ("chat."); empty: all
  bool in_process = false;        ///< for a debugger: no child, no time limit
  Duration limit = std::chrono::seconds(60);
};

/// Runs the checks on one file, each in a process of its own, and tells every result as it comes.
void check_file(const std::filesystem::path& file, const RunOptions& options,
                const std::function<void(const Result&)>& tell);

// The checks themselves, by file.
Verdict file_section(const Subject&);
Verdict file_fingerprint(const Subject&);
Verdict file_exports(const Subject&);
Verdict file_nodelete(const Subject&);
Verdict load_now(const Subject&);
Verdict load_time(const Subject&);
Verdict load_quiet(const Subject&);
Verdict describe_ids(const Subject&);
Verdict describe_schema(const Subject&);
Verdict describe_docs(const Subject&);
Verdict describe_sample(const Subject&);
Verdict config_defaults(const Subject&);
Verdict config_unknown(const Subject&);
Verdict config_errors(const Subject&);
Verdict life_many(const Subject&);
Verdict life_leak(const Subject&);
Verdict life_order(const Subject&);
Verdict chat_golden(const Subject&);
Verdict chat_split(const Subject&);
Verdict chat_fault(const Subject&);
Verdict chat_cancel(const Subject&);
Verdict chat_slow(const Subject&);
Verdict chat_http_errors(const Subject&);
Verdict record_secret(const Subject&);
Verdict scenario_seed(const Subject&);
Verdict simulator_answers(const Subject&);
Verdict simulator_garbage(const Subject&);
Verdict sink_order(const Subject&);
Verdict sink_close(const Subject&);
Verdict emulator_undo(const Subject&);
Verdict capture_drop(const Subject&);

}  // namespace aitb::core::check
