#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "core/app/host_log.hpp"
#include "core/app/options.hpp"
#include "core/app/run_folder.hpp"
#include "core/app/store.hpp"
#include "core/report/report.hpp"

namespace aitb::core {
namespace {

struct ReportOptions {
  std::string run, out;
  std::vector<std::string> formats;
};

int terminal_width() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 100;
}

std::string text_of(const Report& report, const std::string& format) {
  if (format == "json") return report_json(report);
  if (format == "md") return report_markdown(report);
  if (format == "csv") return report_csv(report);
  return terminal_table(report, terminal_width(), isatty(STDOUT_FILENO) == 1);
}

int report(const ReportOptions& options, const Commands& commands) {
  HostLog log(Level::warning);
  const std::filesystem::path folder = find_run(options.run);
  CatalogOptions catalog_folders;
  catalog_folders.folders = commands.plugin_folders;
  Catalog catalog(std::move(catalog_folders));
  Store store(catalog, log, folder);
  const Report made = build_report(store.reader());
  if (options.out.empty()) {
    for (const std::string& format : options.formats) {
      const std::string text = text_of(made, format);
      std::fwrite(text.data(), 1, text.size(), stdout);
    }
    return exit_ok;
  }
  std::filesystem::create_directories(options.out);
  std::vector<std::string> files;
  for (const std::string& format : options.formats) {
    if (format != "table") files.push_back(format);
  }
  if (files.empty()) {
    throw Error(ErrorKind::config,
                "writing the report: --out needs --format json, md or csv; a table goes to the terminal");
  }
  for (const auto& path : write_report(made, options.out, files)) fmt::print("report    {}\n", path.string());
  return exit_ok;
}

}  // namespace

void add_report_command(Commands& commands) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command =
      commands.app.add_subcommand("report", "Report a stored run, the same as the run itself did");
  command->add_option("RUN", options->run, "Run folder, or an id under results/")->required();
  command->add_option("--format", options->formats, "json, md, csv or table [table]")
      ->check(CLI::IsMember({"json", "md", "csv", "table"}))
      ->delimiter(',');
  command->add_option("--out", options->out, "Write report.FORMAT into this folder instead of printing")
      ->type_name("DIR");
  command->callback([&commands, options] {
    if (options->formats.empty()) options->formats.emplace_back("table");
    commands.selected = [&commands, options] { return report(*options, commands); };
  });
}

}  // namespace aitb::core
