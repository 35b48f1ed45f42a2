// `aitb-host doctor`: what this machine can do, and the command that mends each lack.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iterator>
#include <memory>

#include "core/app/command.hpp"
#include "core/doctor/finding.hpp"
#include "core/plugin/catalog.hpp"

namespace aitb::core {
namespace {

void print_json(const std::vector<Finding>& findings) {
  boost::json::array list;
  for (const Finding& finding : findings) {
    boost::json::object item;
    item["name"] = finding.name;
    item["state"] = to_string(finding.state);
    item["found"] = finding.found;
    item["mend"] = finding.mend.empty() ? boost::json::value(nullptr) : boost::json::value(finding.mend);
    item["used_for"] = finding.used_for;
    item["required"] = finding.required;
    list.push_back(std::move(item));
  }
  boost::json::object out;
  out["default_run_possible"] = default_run_possible(findings);
  out["findings"] = std::move(list);
  fmt::print("{}\n", boost::json::serialize(out));
}

void print_text(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    fmt::print("{:<8} {:<20} {}\n", to_string(finding.state), finding.name, finding.found);
    if (finding.state == State::ok) continue;
    fmt::print("{:<30}needed for: {}{}\n", "", finding.used_for, finding.required ? " (required)" : "");
    if (!finding.mend.empty()) fmt::print("{:<30}to mend:    {}\n", "", finding.mend);
  }
  fmt::print("\n{}\n", default_run_possible(findings)
                           ? "A default run is possible: aitb-host run"
                           : "A default run is not possible here: see what is missing and required.");
}

int doctor(CatalogOptions options, bool json) {
  Catalog catalog(std::move(options));
  std::vector<Finding> findings;
  const auto add = [&findings](std::vector<Finding> more) {
    std::move(more.begin(), more.end(), std::back_inserter(findings));
  };
  add(machine_findings());
  add(network_findings());
  add(isolation_findings());
  add(program_findings());
  add(product_findings(catalog));
  json ? print_json(findings) : print_text(findings);
  return default_run_possible(findings) ? exit_ok : exit_environment;
}

}  // namespace

void add_doctor_command(Commands& commands) {
  CLI::App* command = commands.app.add_subcommand(
      "doctor", "Tell what this machine can do, and the command that mends each lack");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "As JSON");
  command->footer("Exit code 0 if a default run is possible, 3 if not.");
  command->callback([&commands, json] {
    commands.selected = [&commands, json] {
      return doctor(CatalogOptions{commands.plugin_folders, true}, *json);
    };
  });
}

}  // namespace aitb::core
