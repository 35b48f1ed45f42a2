// The hidden commands `completion` and `man`: the build and the packages call them.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "core/app/command.hpp"
#include "core/app/command_tree.hpp"

namespace aitb::core {

void add_completion_command(Commands& commands) {
  CLI::App* completion = commands.app.add_subcommand("completion", "Print the completion script of a shell");
  completion->group("");
  auto shell = std::make_shared<std::string>();
  completion->add_option("SHELL", *shell, "bash or zsh")->required()->check(CLI::IsMember({"bash", "zsh"}));
  completion->callback([&commands, shell] {
    commands.selected = [&commands, shell] {
      const CommandNode root = command_tree(commands.app);
      std::fputs((*shell == "bash" ? bash_completion(root) : zsh_completion(root)).c_str(), stdout);
      return exit_ok;
    };
  });

  CLI::App* man = commands.app.add_subcommand("man", "Print the manual page");
  man->group("");
  man->callback([&commands] {
    commands.selected = [&commands] {
      std::fputs(man_page(command_tree(commands.app)).c_str(), stdout);
      return exit_ok;
    };
  });
}

}  // namespace aitb::core
