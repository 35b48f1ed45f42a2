// The command line of `aitb-host plugins`.
#include "core/app/plugins_command.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "core/app/command.hpp"
#include "core/app/number_checks.hpp"

namespace aitb::core {
namespace {

struct Words {
  std::string type, kind, name, folder = ".";
  bool json = false;
};

CatalogOptions options_of(const Commands& commands) { return CatalogOptions{commands.plugin_folders, true}; }

void add_check(Commands& commands, CLI::App& plugins) {
  auto how = std::make_shared<PluginsCheckOptions>();
  CLI::App* check =
      plugins.add_subcommand("check", "Prove that a plugin keeps the rules; exit code 1 if one is red");
  check->add_option("FILE", how->files, "Plugin files (aitb-NAME.so)");
  check->add_flag("--all", how->all, "All plugins that are found");
  check->add_option("--only", how->only, "Check with this id, or all whose id begins so (may be repeated)")
      ->type_name("ID")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  check->add_flag("--json", how->json, "Results as JSON");
  check->add_flag("--in-process", how->in_process, "Without child processes and time limits, for a debugger");
  check->add_option("--timeout", how->timeout_sec, "Seconds that one check may take")
      ->check(positive_number());
  check->add_flag("--markdown", how->markdown, "Print what the checks are, and check nothing");
  check->callback([&commands, how] {
    commands.selected = [&commands, how] { return plugins_check(options_of(commands), *how); };
  });
}

}  // namespace

void add_plugins_command(Commands& commands) {
  auto words = std::make_shared<Words>();
  CLI::App* plugins = commands.app.add_subcommand("plugins", "List, show, check and make plugins");
  plugins->require_subcommand(1);

  CLI::App* list = plugins->add_subcommand("list", "What was found, and what was refused and why");
  list->add_flag("--json", words->json, "As JSON");
  list->callback([&commands, words] {
    commands.selected = [&commands, words] { return plugins_list(options_of(commands), words->json); };
  });

  CLI::App* show = plugins->add_subcommand("show", "Options of a component with defaults and help");
  show->add_option("TYPE", words->type, "The YAML word, or KIND/TYPE")->required();
  show->callback([&commands, words] {
    commands.selected = [&commands, words] { return plugins_show(options_of(commands), words->type); };
  });

  CLI::App* schema = plugins->add_subcommand("schema", "JSON Schema of a component's options");
  schema->add_option("TYPE", words->type, "The YAML word, or KIND/TYPE")->required();
  schema->callback([&commands, words] {
    commands.selected = [&commands, words] { return plugins_schema(options_of(commands), words->type); };
  });

  CLI::App* make =
      plugins->add_subcommand("new", "Write a plugin that builds, passes its tests and the checks");
  make->add_option("KIND", words->kind, "provider, scenario, simulator, emulator, capture or sink")
      ->required();
  make->add_option("NAME", words->name, "Its name and YAML word")->required();
  make->add_option("--dir", words->folder, "Folder in which the folder NAME is made")->type_name("DIR");
  make->callback([&commands, words] {
    commands.selected = [words] { return plugins_new(words->kind, words->name, words->folder); };
  });

  add_check(commands, *plugins);
}

}  // namespace aitb::core
