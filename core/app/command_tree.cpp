#include "core/app/command_tree.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

namespace aitb::core {
namespace {

/// CLI11 tells choices as a part of the type's name: "TEXT:{sim,live}".
std::vector<std::string> choices_in(const std::string& type_name) {
  const std::size_t open = type_name.find('{'), close = type_name.rfind('}');
  if (open == std::string::npos || close == std::string::npos || close < open) return {};
  return CLI::detail::split(type_name.substr(open + 1, close - open - 1), ',');
}

OptionNode option_node(const CLI::Option& option) {
  OptionNode out;
  out.positional = option.get_positional();
  if (out.positional) {
    out.names.push_back(option.get_name(true));
  } else {
    for (const std::string& name : option.get_snames()) out.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) out.names.push_back("--" + name);
  }
  const bool takes_value = option.get_items_expected_max() > 0 && option.get_type_size_max() > 0;
  if (takes_value) {
    const std::string type = option.get_type_name();
    out.choices = choices_in(type);
    out.value =
        out.choices.empty() ? type.substr(0, type.find(':')) : fmt::format("{}", fmt::join(out.choices, "|"));
  }
  out.help = option.get_description();
  const std::string standard = option.get_default_str();
  if (takes_value && !standard.empty() && standard != "\"\"" && standard != "[]")
    out.help += " [" + standard + "]";
  out.required = option.get_required();
  out.many = option.get_items_expected_max() > 1;
  return out;
}

}  // namespace

CommandNode command_tree(const CLI::App& app) {
  CommandNode out;
  out.name = app.get_name();
  out.help = app.get_description();
  out.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_group().empty()) out.options.push_back(option_node(*option));
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!command->get_group().empty()) out.commands.push_back(command_tree(*command));
  }
  return out;
}

}  // namespace aitb::core
