// How a command line becomes a call: each command file adds its CLI11 subcommand and names what main() runs.
#pragma once
#include <filesystem>
#include <functional>
#include <vector>

namespace CLI {
class App;
}

namespace aitb::core {

/// Exit codes of aitb-host.
enum Exit : int { exit_ok = 0, exit_failed = 1, exit_usage = 2, exit_environment = 3 };

/// Filled while the command line is parsed; lives until the selected command has run.
struct Commands {
  CLI::App& app;
  std::function<int()> selected;  ///< set by the subcommand's callback; gives the exit code
  std::vector<std::filesystem::path> plugin_folders;  ///< --plugins, in order
};

// One function a command file; each takes what it needs from `commands` and adds itself.
void add_plugins_command(Commands& commands);
void add_config_command(Commands& commands);
void add_doctor_command(Commands& commands);
/// `list metrics`, below the list command.
void add_list_metrics(Commands& commands, CLI::App& list);
void add_completion_command(Commands& commands);
void add_run_command(Commands& commands);
void add_serve_command(Commands& commands);
void add_list_command(Commands& commands);
void add_report_command(Commands& commands);
void add_anonymize_command(Commands& commands);

}  // namespace aitb::core
