// `aitb-host plugins check`: the table of checks on files, with every result as it comes.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iomanip>
#include <iostream>
#include <set>

#include "core/app/command.hpp"
#include "core/app/plugins_command.hpp"
#include "core/plugin/check/check.hpp"

namespace aitb::core {
namespace {

using check::Outcome;

bool is_bad(Outcome outcome) { return outcome == Outcome::failed || outcome == Outcome::crashed; }

void print(const check::Result& result) {
  std::cout << "  " << std::left << std::setw(8) << to_string(result.outcome) << std::setw(20) << result.id;
  if (!result.component.empty()) std::cout << result.component;
  if (!result.detail.empty()) std::cout << (result.component.empty() ? "" : ": ") << result.detail;
  std::cout << '\n';
  if (!is_bad(result.outcome)) return;
  for (const check::Check& one : check::table())
    if (one.id == result.id) std::cout << "          remedy: " << one.remedy << '\n';
}

boost::json::object as_json(const std::filesystem::path& file, const check::Result& result) {
  boost::json::object row;
  row["file"] = file.string();
  row["component"] = result.component;
  row["id"] = result.id;
  row["outcome"] = to_string(result.outcome);
  row["detail"] = result.detail;
  return row;
}

void refuse_unknown_ids(const std::vector<std::string>& only) {
  for (const std::string& id : only) {
    bool found = false;
    for (const check::Check& one : check::table()) found = found || one.id.starts_with(id);
    if (!found) throw Error(ErrorKind::config, "no check is called '" + id + "'; --markdown lists all");
  }
}

}  // namespace

int plugins_check(const CatalogOptions& options, const PluginsCheckOptions& how) {
  if (how.markdown) {
    std::cout << check::table_as_markdown();
    return exit_ok;
  }
  refuse_unknown_ids(how.only);
  std::vector<std::filesystem::path> files = how.files;
  if (how.all) {
    const Catalog catalog(options);
    std::set<std::filesystem::path> all;
    for (const Component& one : catalog.components()) all.insert(one.file);
    for (const Refusal& one : catalog.refusals()) all.insert(one.file);
    files.insert(files.end(), all.begin(), all.end());
  }
  if (files.empty()) throw Error(ErrorKind::config, "nothing to check: name files or say --all");
  check::RunOptions run;
  run.only = how.only, run.in_process = how.in_process;
  run.limit = std::chrono::seconds(how.timeout_sec);
  boost::json::array rows;
  std::size_t bad = 0, total = 0;
  for (const std::filesystem::path& file : files) {
    if (!std::filesystem::exists(file)) throw Error(ErrorKind::config, file.string() + " does not exist");
    if (!how.json) std::cout << file.string() << '\n';
    check::check_file(file, run, [&](const check::Result& result) {
      ++total;
      bad += is_bad(result.outcome) ? 1 : 0;
      if (how.json)
        rows.push_back(as_json(file, result));
      else
        print(result), std::cout.flush();
    });
  }
  if (how.json)
    std::cout << boost::json::serialize(rows) << '\n';
  else
    std::cout << total << " checks, " << bad << " red\n";
  return bad == 0 ? exit_ok : exit_failed;
}

}  // namespace aitb::core
