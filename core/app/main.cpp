// aitb-host: reads the command line, runs the one command that it names, and turns failures into exit codes.
#include <CLI/CLI.hpp>
#include <cstdio>

#include <aitb/error.hpp>

#include "core/app/command.hpp"
#include "core/app/version.hpp"

namespace {

int exit_code_of(const aitb::Error& error) {
  switch (error.kind()) {
    case aitb::ErrorKind::config:
      return aitb::core::exit_usage;
    case aitb::ErrorKind::unsupported:
      return aitb::core::exit_environment;
    default:
      return aitb::core::exit_failed;
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Testbed for the network traffic of AI services", "aitb-host");
  app.require_subcommand(1);
  app.fallthrough();  // so that --plugins may stand after the command
  aitb::core::Commands commands{app, {}, {}};
  app.add_option("--plugins", commands.plugin_folders, "Folder with further plugins (may be repeated)")
      ->type_name("DIR")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  app.set_version_flag("--version", std::string("aitb-host ") + aitb::core::version());
  aitb::core::add_run_command(commands);
  aitb::core::add_list_command(commands);
  aitb::core::add_serve_command(commands);
  aitb::core::add_report_command(commands);
  aitb::core::add_anonymize_command(commands);
  aitb::core::add_plugins_command(commands);
  aitb::core::add_config_command(commands);
  aitb::core::add_doctor_command(commands);
  aitb::core::add_completion_command(commands);
  try {
    app.parse(argc, argv);
    return commands.selected ? commands.selected() : aitb::core::exit_usage;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? aitb::core::exit_ok : aitb::core::exit_usage;
  } catch (const aitb::Error& error) {
    std::fprintf(stderr, "aitb-host: %s\n", error.what());
    return exit_code_of(error);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "aitb-host: %s\n", error.what());
    return aitb::core::exit_failed;
  }
}
