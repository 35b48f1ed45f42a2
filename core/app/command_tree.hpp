// The whole command line as data, read from the CLI11 app itself, for what is generated from it.
#pragma once
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace aitb::core {

struct OptionNode {
  std::vector<std::string> names;  ///< "-v", "--verbose"; for a positional its name, "SCENARIO"
  std::string value;               ///< "FILE", "" for a flag
  std::string help;
  std::vector<std::string> choices;  ///< if only these are taken
  bool positional = false, required = false, many = false;
};

struct CommandNode {
  std::string name, help, footer;
  std::vector<OptionNode> options;
  std::vector<CommandNode> commands;  ///< hidden ones left out
};

CommandNode command_tree(const CLI::App& app);

/// The bash script that completes this command line; names from the configuration are asked for when
/// completing.
std::string bash_completion(const CommandNode& root);
/// The same for zsh, through its bashcompinit.
std::string zsh_completion(const CommandNode& root);
/// The manual page, section 1, as roff.
std::string man_page(const CommandNode& root);

}  // namespace aitb::core
