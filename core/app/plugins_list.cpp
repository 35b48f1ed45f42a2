// `aitb-host plugins list`: reads sections only, so no plugin's code runs.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <iostream>

#include "core/app/command.hpp"
#include "core/app/plugins_command.hpp"
#include "core/app/text_table.hpp"

namespace aitb::core {
namespace {

boost::json::object as_json(const Catalog& catalog) {
  boost::json::array components, refused, searched;
  for (const Component& one : catalog.components()) {
    boost::json::object row;
    row["kind"] = to_string(one.kind);
    row["type"] = one.type;
    row["aliases"] = boost::json::array(one.aliases.begin(), one.aliases.end());
    row["summary"] = one.summary;
    row["version"] = one.version;
    row["licence"] = one.licence;
    row["plugin"] = one.plugin_id;
    row["file"] = one.file.string();
    components.push_back(std::move(row));
  }
  for (const Refusal& one : catalog.refusals()) {
    boost::json::object row;
    row["file"] = one.file.string();
    row["reason"] = one.reason;
    refused.push_back(std::move(row));
  }
  for (const std::string& place : catalog.searched()) searched.emplace_back(place);
  boost::json::object all;
  all["components"] = std::move(components);
  all["refused"] = std::move(refused);
  all["searched"] = std::move(searched);
  return all;
}

}  // namespace

int plugins_list(const CatalogOptions& options, bool json) {
  const Catalog catalog(options);
  if (json) {
    std::cout << boost::json::serialize(as_json(catalog)) << '\n';
    return exit_ok;
  }
  TextTable table({"KIND", "TYPE", "VERSION", "PLUGIN", "FILE", "WHAT IT IS"});
  for (const Component& one : catalog.components()) {
    std::string words = one.type;
    for (const std::string& alias : one.aliases) words += ", " + alias;
    table.row({std::string(to_string(one.kind)), words, one.version, one.plugin_id,
               one.file.filename().string(), one.summary});
  }
  std::cout << table.text();
  if (catalog.components().empty()) std::cout << "no plugin was found\n";
  for (const Refusal& one : catalog.refusals()) std::cout << one.sentence() << '\n';
  for (const std::string& place : catalog.searched()) std::cout << "looked in " << place << '\n';
  return exit_ok;
}

}  // namespace aitb::core
