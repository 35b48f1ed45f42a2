// `aitb-host report RUN`: the report of a stored run, the same bytes as the run itself wrote.
#include "core/report/report.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "core/app/command.hpp"
#include "core/app/host_log.hpp"
#include "core/app/options.hpp"
#include "core/app/run_folder.hpp"
#include "core/app/store.hpp"
#include "core/app/text_table.hpp"

namespace aitb::core {
namespace {

struct ReportOptions {
  std::string run, out;
  std::vector<std::string> formats;
};

Report read_report(const ReportOptions& options, const Commands& commands) {
  HostLog log(Level::warning);
  const std::filesystem::path folder = find_run(options.run);
  ConfigPaths paths;
  paths.scenarios = folder / "config" / "scenarios.yaml";  // it may name folders of plugins
  if (!std::filesystem::exists(paths.scenarios)) paths.scenarios.clear();
  Catalog catalog(catalog_options(commands, paths));
  Store store(catalog, log, folder);
  return build_report(store.reader());
}

int report(const ReportOptions& options, const Commands& commands) {
  const Report made = read_report(options, commands);
  std::vector<std::string> files;
  for (const std::string& format : options.formats) {
    if (format == "table") {
      fmt::print("{}", terminal_table(made, terminal_width(), isatty(STDOUT_FILENO) == 1));
    } else if (options.out.empty()) {
      fmt::print("{}", render_report(made, format));
    } else {
      files.push_back(format);
    }
  }
  for (const std::filesystem::path& file : write_report(made, options.out, files))
    fmt::print("{}\n", file.string());
  return exit_ok;
}

}  // namespace

void add_report_command(Commands& commands) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command = commands.app.add_subcommand("report", "Make the report of a stored run again");
  command->add_option("RUN", options->run, "Run folder, or an id under results/")->required();
  command
      ->add_option("--format", options->formats,
                   "json, md, csv or table; printed unless --out is given [table]")
      ->check(CLI::IsMember({"json", "md", "csv", "table"}))
      ->delimiter(',');
  command->add_option("--out", options->out, "Write report.FORMAT into this folder [json,md]")
      ->type_name("DIR");
  command->callback([&commands, options] {
    commands.selected = [&commands, options] {
      if (options->formats.empty()) {
        options->formats =
            options->out.empty() ? std::vector<std::string>{"table"} : std::vector<std::string>{"json", "md"};
      }
      return report(*options, commands);
    };
  });
}

}  // namespace aitb::core
