// The command line of `aitb-host plugins`.
#include "core/app/plugins_command.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "core/app/command.hpp"

namespace aitb::core {
namespace {

struct Words {
  std::string type, kind, name, folder = ".";
  bool json = false;
};

CatalogOptions options_of(const Commands& commands) { return CatalogOptions{commands.plugin_folders, true}; }

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
}

}  // namespace aitb::core
