#include <fmt/format.h>

#include <map>

#include "core/app/command_tree.hpp"

namespace aitb::core {
namespace {

/// What stands for a value of this name: shell words that print or make the candidates.
std::string candidates(const std::string& value) {
  static const std::map<std::string, std::string> sources{
      {"FILE", "_aitb_files"},
      {"DIR", "_aitb_folders"},
      {"SCENARIO", "_aitb_names list scenarios --names"},
      {"PROFILE", "_aitb_names list profiles --names"},
      {"SIMULATOR", "_aitb_names list simulators --names"},
      {"TYPE", "_aitb_types"},
      {"PLUGIN", "_aitb_files"},
      {"RUN", "_aitb_runs"},
  };
  const auto source = sources.find(value);
  return source == sources.end() ? "" : source->second;
}

std::string action(const OptionNode& option) {
  if (!option.choices.empty()) return fmt::format("_aitb_words '{}'", fmt::join(option.choices, " "));
  return candidates(option.positional ? option.names.front() : option.value);
}

struct Tables {
  std::string paths;        ///< "command path → deeper path"
  std::string values;       ///< "path option → action"
  std::string words;        ///< "path → options and commands"
  std::string positionals;  ///< "path → action"
};

void collect(const CommandNode& command, const std::string& path, const std::string& inherited, Tables& out) {
  std::string options = inherited;
  std::string positional;
  for (const OptionNode& option : command.options) {
    const std::string what = action(option);
    if (option.positional) {
      if (positional.empty()) positional = what;
      continue;
    }
    for (const std::string& name : option.names) options += (options.empty() ? "" : " ") + name;
    if (option.value.empty()) continue;
    // A value without candidates completes to nothing rather than to option names.
    for (const std::string& name : option.names)
      out.values += fmt::format("    '{} {}') {}; return ;;\n", path, name, what.empty() ? ":" : what);
  }
  std::string commands;
  for (const CommandNode& sub : command.commands) commands += (commands.empty() ? "" : " ") + sub.name;
  out.words += fmt::format("    '{}') options='{}' commands='{}' ;;\n", path, options, commands);
  if (!positional.empty()) out.positionals += fmt::format("    '{}') {} ;;\n", path, positional);
  // Options of the program itself may stand after a command too.
  std::string global = inherited;
  if (path.empty())
    for (const OptionNode& option : command.options)
      if (!option.positional && !option.value.empty())
        for (const std::string& name : option.names) global += (global.empty() ? "" : " ") + name;
  for (const CommandNode& sub : command.commands) {
    const std::string deeper = path + " " + sub.name;
    out.paths += fmt::format("      '{}') at='{}' ;;\n", deeper, deeper);
    collect(sub, deeper, global, out);
  }
}

constexpr const char* script = R"sh(_aitb_words() {{ COMPREPLY=($(compgen -W "$1" -- "$cur")); }}
_aitb_names() {{ _aitb_words "$("${{COMP_WORDS[0]}}" "$@" 2>/dev/null)"; }}
_aitb_types() {{ _aitb_words "$("${{COMP_WORDS[0]}}" list plugins --names 2>/dev/null | sed 's,.*/,,')"; }}
_aitb_runs() {{ _aitb_words "$(ls results 2>/dev/null)"; }}
_aitb_files() {{ COMPREPLY=($(compgen -f -- "$cur")); }}
_aitb_folders() {{ COMPREPLY=($(compgen -d -- "$cur")); }}
_aitb_host() {{
  local cur="${{COMP_WORDS[COMP_CWORD]}}" previous="${{COMP_WORDS[COMP_CWORD-1]}}" at='' options='' commands='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at ${{COMP_WORDS[i]}}" in
{paths}    esac
  done
  case "$at $previous" in
{values}  esac
  case "$previous" in
{global_values}  esac
  case "$at" in
{words}  esac
  case "$cur" in
    -*) _aitb_words "$options"; return ;;
  esac
  if [ -n "$commands" ]; then _aitb_words "$commands"; return; fi
  case "$at" in
{positionals}  esac
}}
)sh";

}  // namespace

std::string bash_completion(const CommandNode& root) {
  Tables tables;
  collect(root, "", "", tables);
  std::string global_values;
  for (const OptionNode& option : root.options) {
    const std::string what = action(option);
    if (option.positional || option.value.empty()) continue;
    global_values +=
        fmt::format("    {}) {}; return ;;\n", fmt::join(option.names, "|"), what.empty() ? ":" : what);
  }
  return fmt::format(script, fmt::arg("paths", tables.paths), fmt::arg("values", tables.values),
                     fmt::arg("global_values", global_values), fmt::arg("words", tables.words),
                     fmt::arg("positionals", tables.positionals)) +
         "complete -o filenames -F _aitb_host " + root.name + "\n";
}

std::string zsh_completion(const CommandNode& root) {
  return "#compdef " + root.name + "\nautoload -U +X bashcompinit && bashcompinit\n" + bash_completion(root);
}

}  // namespace aitb::core
