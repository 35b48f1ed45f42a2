#include <fmt/format.h>

#include "core/app/command_tree.hpp"
#include "core/app/version.hpp"

namespace aitb::core {
namespace {

/// Text as roff: no line may begin with a control character, and hyphens stay what they are.
std::string roff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out;
}

/// Told once, at the top.
bool is_help(const OptionNode& option) { return option.names.back() == "--help"; }

void add_options(const CommandNode& command, bool with_help, std::string& out) {
  for (const OptionNode& option : command.options) {
    if (is_help(option) && !with_help) continue;
    std::string head;
    for (const std::string& name : option.names)
      head +=
          fmt::format("{}\\f{}{}\\fR", head.empty() ? "" : ", ", option.positional ? 'I' : 'B', roff(name));
    if (!option.positional && !option.value.empty()) head += fmt::format(" \\fI{}\\fR", roff(option.value));
    if (option.positional && option.many) head += "...";
    out += fmt::format(".TP\n{}\n{}{}\n", head, roff(option.help), option.required ? " (required)" : "");
  }
}

std::string usage(const CommandNode& command, const std::string& path) {
  std::string out = fmt::format("\\fB{}\\fR", roff(path));
  bool options = false;
  std::string positionals;
  for (const OptionNode& option : command.options) {
    if (!option.positional) {
      options = options || !is_help(option);
      continue;
    }
    const std::string name =
        fmt::format("\\fI{}\\fR{}", roff(option.names.front()), option.many ? "..." : "");
    positionals += option.required ? " " + name : " [" + name + "]";
  }
  if (!command.commands.empty()) positionals += " \\fICOMMAND\\fR";
  return out + (options ? " [\\fIOPTIONS\\fR]" : "") + positionals;
}

void add_commands(const CommandNode& parent, const std::string& path, std::string& out) {
  for (const CommandNode& command : parent.commands) {
    const std::string name = path + " " + command.name;
    out += fmt::format(".SS {}\n{}\n", roff(name.substr(name.find(' ') + 1)), roff(command.help));
    if (command.commands.empty()) {
      out += fmt::format(".PP\n{}\n", usage(command, name));
      add_options(command, false, out);
      if (!command.footer.empty()) out += fmt::format(".PP\n{}\n", roff(command.footer));
    }
    add_commands(command, name, out);
  }
}

constexpr const char* closing = R"(.SH EXIT STATUS
.TP
.B 0
All went well.
.TP
.B 1
A run or a check failed.
.TP
.B 2
The command line or a configuration file is wrong; nothing was run.
.TP
.B 3
The machine lacks something; \fBaitb\-host doctor\fR tells what.
.SH ENVIRONMENT
.TP
.B AITB_PLUGIN_PATH
Further folders with plugins, separated by colons. Ignored when the process has privileges.
.TP
.B AITB_DATA_DIR
Folder that holds \fItokenizers/\fR, if not beside the program.
.PP
Keys of live services are read from the variables that the configuration names (\fB${NAME}\fR), or from \fI.env\fR.
.SH FILES
.TP
.I configs/scenarios.yaml, configs/profiles.yaml, configs/simulators.yaml
Read if they are in the working folder; otherwise what is built in.
.TP
.I results/RUN/
The folder of a run: \fIrun.sqlite\fR, \fIreport.md\fR, \fIreport.json\fR, \fIenvironment.json\fR, \fIconfig/\fR, \fIlog.txt\fR.
)";

}  // namespace

std::string man_page(const CommandNode& root) {
  std::string out = fmt::format(".TH AITB\\-HOST 1 \"\" \"aitb {}\" \"User Commands\"\n", version());
  out += fmt::format(".SH NAME\n{} \\- {}\n", roff(root.name), roff(root.help));
  out += fmt::format(".SH SYNOPSIS\n{}\n.SH OPTIONS\n", usage(root, root.name));
  add_options(root, true, out);
  out += ".SH COMMANDS\n";
  add_commands(root, root.name, out);
  return out + closing;
}

}  // namespace aitb::core
