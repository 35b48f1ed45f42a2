// `aitb-host anonymize RUN --map FILE --out DIR`: a stored run under aliases, in a new folder.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>
#include <memory>

#include "core/app/command.hpp"
#include "core/app/host_log.hpp"
#include "core/app/options.hpp"
#include "core/app/run_folder.hpp"
#include "core/app/store.hpp"
#include "core/record/anonymiser.hpp"
#include "core/report/report.hpp"

namespace aitb::core {
namespace {

struct AnonymizeOptions {
  std::string run, map, out;
  bool dry_run = false;
};

/// What becomes of which name, and how often.
class Tally {
 public:
  void add(const std::string& before, const std::string& after) {
    if (!before.empty()) ++seen_[{before, after}];
  }
  void print() const {
    for (const auto& [names, count] : seen_)
      fmt::print("{} → {}{} ({} records)\n", names.first, names.second,
                 names.first == names.second ? ", which has no alias" : "", count);
  }

 private:
  std::map<std::pair<std::string, std::string>, int> seen_;
};

void dry_run(RecordReader& reader, const Anonymiser& names) {
  Tally tally;
  reader.records([&](Record&& record) {
    const Record before = record;
    names.apply(record);
    tally.add(before.place.scenario, record.place.scenario);
    tally.add(before.provider, record.provider);
    tally.add(before.model, record.model);
  });
  tally.print();
}

int anonymize(const AnonymizeOptions& options, const Commands& commands) {
  HostLog log(Level::warning);
  const std::filesystem::path from = find_run(options.run);
  const auto names = std::make_shared<const Anonymiser>(options.map);
  ConfigPaths paths;
  paths.scenarios = from / "config" / "scenarios.yaml";
  if (!std::filesystem::exists(paths.scenarios)) paths.scenarios.clear();
  Catalog catalog(catalog_options(commands, paths));
  Store store(catalog, log, from);
  if (options.dry_run) {
    dry_run(store.reader(), *names);
    return exit_ok;
  }
  const std::filesystem::path to = options.out.empty() ? from.string() + "-anonymous" : options.out;
  const RunFolder folder(to, false);
  Lane lane("anonymize", TimeAnchor::now(), log, NetOptions());
  Context context(log, lane.clock(), lane.net(), Random(), to);
  const boost::json::object invocation = read_invocation(from);
  boost::json::array kept;
  for (const boost::json::value& entry : invocation.at("sinks").as_array()) {
    const std::string type(entry.at("type").as_string());
    std::unique_ptr<Sink> plain = catalog.create_sink(type, entry.at("options"), context);
    if (plain->face(RecordReader::id) == nullptr) continue;
    kept.push_back(entry);
    const std::unique_ptr<Sink> sink = anonymous(std::move(plain), names);
    sink->begin(store.reader().run());
    store.reader().records([&](Record&& record) { sink->write(record); });
    store.reader().sessions([&](SessionFact&& session) { sink->write(session); });
    sink->flush();
    sink->close();
    fmt::print("database  {}\n", sink->location().string());
  }
  boost::json::object shown;
  shown["sinks"] = std::move(kept);
  folder.keep_config(Config(), shown);
  Store made(catalog, log, to);
  for (const auto& file : write_report(build_report(made.reader()), to, {"json", "md"}))
    fmt::print("report    {}\n", file.string());
  return exit_ok;
}

}  // namespace

void add_anonymize_command(Commands& commands) {
  auto options = std::make_shared<AnonymizeOptions>();
  CLI::App* command = commands.app.add_subcommand(
      "anonymize", "Copy a stored run under aliases of its services, models, scenarios");
  command->add_option("RUN", options->run, "Run folder, or an id under results/")->required();
  command->add_option("--map", options->map, "Aliases: providers, models, scenarios, defaults (YAML or JSON)")
      ->type_name("FILE")
      ->required();
  command->add_option("--out", options->out, "New run folder [RUN-anonymous]")->type_name("DIR");
  command->add_flag("--dry-run", options->dry_run, "Only tell what would become of which name");
  command->callback([&commands, options] {
    commands.selected = [&commands, options] { return anonymize(*options, commands); };
  });
}

}  // namespace aitb::core
